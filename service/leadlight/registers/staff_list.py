"""The list that staff export or type where an authority publishes no file: one documented CSV for every register."""

from collections.abc import Iterator

from leadlight.errors import SourceChanged
from leadlight.registers.model import EntryStatus, RegisterEntry
from leadlight.registers.numbers import NumberInvalid, validate
from leadlight.registers.reading import Row, day_of, read_rows, status_of
from leadlight.registers.source import RegisterSource

COLUMNS = (
    "name",
    "number",
    "other_names",
    "status",
    "valid_from",
    "valid_until",
    "phones",
    "emails",
    "address",
    "scope",
)

# Separates several values in one cell.
AND = ";"


def parse_staff_list(raw: bytes, source: RegisterSource) -> Iterator[RegisterEntry]:
    """Rows of a list in the common format; every column must be there, most cells may be empty.

    `status` is a word of `status_words` in source.yml; empty means in force, and is only allowed where the
    source names no status words, because such a register lists licensed agencies only.

    Raises:
        SourceChanged: see `reading.read_rows`; a row without a name, an unknown status word, a day in another
            form than 2026-11-23, or a number that the scheme of the source does not allow.

    """
    for row in read_rows(raw, columns=COLUMNS, delimiter=source.data.delimiter):
        entry = _entry(row, source)
        row.done()
        yield entry


def _entry(row: Row, source: RegisterSource) -> RegisterEntry:
    name = row.pop("name")
    if not name:
        raise SourceChanged(f"line {row.line}: a row without a name")
    return RegisterEntry(
        register_id=source.id,
        row_id=str(row.line),
        name=name,
        number=_number(row.pop("number"), source, row.line),
        status=_status(row.pop("status"), source, row.line),
        other_names=_several(row.pop("other_names")),
        valid_from=day_of(row.pop("valid_from")),
        valid_until=day_of(row.pop("valid_until")),
        phones=_several(row.pop("phones")),
        emails=_several(row.pop("emails")),
        address=row.pop("address"),
        scope=row.pop("scope"),
    )


def _number(written: str, source: RegisterSource, line: int) -> str:
    if not written:
        return ""
    if not source.number_scheme:
        raise SourceChanged(f"line {line}: the number “{written}”, but {source.id} has no numbering scheme")
    try:
        return validate(source.number_scheme, written)
    except NumberInvalid as error:
        raise SourceChanged(f"line {line}: {error}") from error


def _status(word: str, source: RegisterSource, line: int) -> EntryStatus:
    if not word and not source.status_words:
        return EntryStatus.IN_FORCE
    try:
        return status_of(word, source)
    except SourceChanged as error:
        raise SourceChanged(f"line {line}: {error}") from error


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(AND) if part.strip())
