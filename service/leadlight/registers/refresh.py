"""Turn the bytes of a register file into a checked snapshot and swap it in. A file that differs changes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadlight.errors import SourceChanged
from leadlight.registers.model import RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.registers.ports import RegisterStore
from leadlight.registers.source import RegisterSource

# A new copy with fewer than this share of the old rows has lost pages. Yearly renewals take a few per cent.
SMALLEST_SHARE_OF_OLD = 0.6


@dataclass(frozen=True, slots=True)
class ReadSnapshot:
    """A register file that kept every promise of its source. `rows` may be read many times."""

    snapshot: Snapshot
    raw: bytes
    source: RegisterSource

    def rows(self) -> Iterator[tuple[RegisterEntry, Sequence[str]]]:
        """Each row with its name keys, parsed anew, so that a long list never lies in memory as a whole."""
        for entry in self.source.parser()(self.raw, self.source):
            keys = (key for name in (entry.name, *entry.other_names) for key in name_keys(name))
            yield entry, tuple(dict.fromkeys(keys))


def read_snapshot(raw: bytes, source: RegisterSource, *, as_of: date, old: Snapshot | None = None) -> ReadSnapshot:
    """Check a register file against its `source.yml` and against the copy before it.

    Args:
        raw: the file as it came.
        source: what the file promises to be.
        as_of: the day the list speaks of.
        old: the snapshot in the store; None when there is none.

    Raises:
        SourceChanged: parse.py met something unknown, the number of rows is outside the limits or has fallen
            below six tenths of the old one, a field is filled too seldom, two rows have one id, or the file
            is older than the one in the store.

    """
    filled: Counter[str] = Counter()
    ids: set[str] = set()
    for entry in source.parser()(raw, source):
        if entry.row_id in ids:
            raise SourceChanged(f"{source.id}: two rows have the id {entry.row_id}")
        ids.add(entry.row_id)
        filled.update(field for field in source.filled if getattr(entry, field))
    _check_counts(len(ids), filled, source, old)
    if old is not None and as_of < old.as_of:
        raise SourceChanged(f"{source.id}: the file is of {as_of}, older than the snapshot of {old.as_of}")
    digest = hashlib.sha256(raw).hexdigest()
    return ReadSnapshot(Snapshot(register_id=source.id, as_of=as_of, rows=len(ids), digest=digest), raw, source)


def _check_counts(rows: int, filled: Mapping[str, int], source: RegisterSource, old: Snapshot | None) -> None:
    if not source.rows.min <= rows <= source.rows.max:
        raise SourceChanged(f"{source.id}: {rows} rows, outside {source.rows.min} to {source.rows.max}")
    if old is not None and rows < SMALLEST_SHARE_OF_OLD * old.rows:
        raise SourceChanged(f"{source.id}: {rows} rows, the snapshot before it had {old.rows}")
    for field, share in source.filled.items():
        if filled[field] < share * rows:
            raise SourceChanged(
                f"{source.id}: {field} is filled in {filled[field]} of {rows} rows, promised {share:.0%}"
            )


def refresh(store: RegisterStore, raw: bytes, source: RegisterSource, *, as_of: date) -> Snapshot:
    """Check a register file and swap it in. On any error the old snapshot stays.

    Raises:
        SourceChanged: see `read_snapshot`.
        StoreUnavailable: the store could not be read or written.

    """
    old = next((known for known in store.snapshots() if known.register_id == source.id), None)
    read = read_snapshot(raw, source, as_of=as_of, old=old)
    store.replace(read.snapshot, read.rows())
    return read.snapshot


def load_shipped(store: RegisterStore, sources: Mapping[str, RegisterSource]) -> Sequence[Snapshot]:
    """Put the snapshots that ship with Leadlight into the store, where it has none or only an older one.

    Returns:
        What was put in. Empty: the store had them all.

    Raises:
        SourceChanged: a shipped file breaks its own source.yml; a test keeps this from being released.
        StoreUnavailable: the store could not be read or written.

    """
    known = {snapshot.register_id: snapshot.as_of for snapshot in store.snapshots()}
    return [
        refresh(store, source.shipped_bytes(), source, as_of=source.shipped.as_of)
        for name, source in sources.items()
        if source.shipped is not None and (name not in known or known[name] < source.shipped.as_of)
    ]
