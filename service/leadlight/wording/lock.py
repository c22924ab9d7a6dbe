"""The lock of the rules: a rule whose meaning changes must get a new version, and an id never returns.

`shared_rules/rules.lock.json` holds the day of the last change, the digest of the files that the committed pack was
built from and, for each released rule, its version and a hash of what can alter a verdict. Examples, references and
titles may change freely.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leadlight.errors import RuleError
from leadlight.wording.load import RuleSet
from leadlight.wording.model import Combination, GuardList, Indicator, Status
from leadlight.wording.ready_pack import BUILT_FROM, LOCK_FILE, read_lock_file

_MEANING = {"status", "weight", "red_line", "match", "phrases", "of"}


@dataclass(frozen=True, slots=True)
class Locked:
    """A released rule: its version and the hash of its meaning."""

    version: int
    digest: str


def digest_of(rule: Indicator | Combination | GuardList) -> str:
    """Hash of everything in a rule that can alter a verdict."""
    meaning = rule.model_dump(mode="json", include=_MEANING)
    return hashlib.sha256(json.dumps(meaning, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]


def released(rules: RuleSet) -> dict[str, Locked]:
    """What the lock should hold for these rules: every rule that left the nursery, and every guard list."""
    locked: dict[str, Locked] = {}
    every: list[tuple[str, Indicator | Combination]] = [*rules.indicators.items(), *rules.combinations.items()]
    for id_, rule in every:
        if rule.status is not Status.NURSERY:
            locked[id_] = Locked(rule.version, digest_of(rule))
    for name, guard in rules.guards.items():
        locked[f"@{name}"] = Locked(guard.version, digest_of(guard))
    return dict(sorted(locked.items()))


def read_lock(folder: Path) -> tuple[date | None, dict[str, Locked]]:
    """The day and the rules of a lock; no day and no rules before the first release.

    Raises:
        RuleError: the file is no lock.
    """
    values = read_lock_file(folder)
    if not values:
        return None, {}
    try:
        rules = {id_: Locked(entry["version"], entry["digest"]) for id_, entry in values["rules"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise RuleError(f"{folder / LOCK_FILE}:1: {error}: restore the file from the last commit") from error
    return date.fromisoformat(values["as_of"]), rules


def broken_promises(before: Mapping[str, Locked], rules: RuleSet) -> Iterator[str]:
    """Changes that the lock does not allow, each as `file:line: what is wrong, what to do`."""
    after = released(rules)
    for id_, old in before.items():
        new = after.get(id_)
        if new is None:
            yield f"{LOCK_FILE}:1: `{id_}` is gone: keep its file with `status: retired`, so that the id never returns"
        elif new.version < old.version or (new.digest != old.digest and new.version == old.version):
            place = rules.files[id_].place("version")
            yield f"{place.file}:{place.line}: `{id_}` changed its meaning: write `version: {old.version + 1}`"


def lock_text(locked: Mapping[str, Locked], as_of: date, *, built_from: str) -> str:
    """A lock as committed: a line for each rule, so that two changes seldom meet.

    Args:
        locked: the released rules.
        as_of: day of the last change.
        built_from: digest of the sources of the committed pack; see `ready_pack`.
    """
    lines = (f'  {json.dumps(id_)}: {{"version": {r.version}, "digest": "{r.digest}"}}' for id_, r in locked.items())
    head = f'{{"as_of": "{as_of.isoformat()}", "{BUILT_FROM}": "{built_from}",\n "rules": {{\n'
    return head + ",\n".join(lines) + "\n}}\n"
