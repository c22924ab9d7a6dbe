"""Pairs of a name in an ad and a row of a shipped register, read one by one; every miss is listed.

`checked_pairs.csv` holds real rows and ways in which ads write their names. `expected` is what a careful reader says:

- `in_force`, `not_in_force`, `number_mismatch`: the licence state, resting on this very row.
- `candidate`: nobody may say "in force", and this row is shown as one that may be meant.
- `stranger`: another company; nobody may say "in force".
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadlight.registers.look_up import LookUp, look_up
from leadlight.registers.model import LicenceState
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database

FILE = Path(__file__).parent / "checked_pairs.csv"
SMALLEST_RECALL = 0.97


@dataclass(frozen=True)
class CheckedPair:
    kind: str
    register: str
    row_id: str
    row_name: str
    name_in_ad: str
    number_in_ad: str
    expected: str

    def is_met(self, found: LookUp) -> bool:
        rows = {entry.row_id for entry in found.entries}
        if self.expected == "stranger":
            return found.state is not LicenceState.IN_FORCE
        if self.expected == "candidate":
            return found.state is not LicenceState.IN_FORCE and self.row_id in rows
        return found.state == self.expected and self.row_id in rows


def read_pairs() -> list[CheckedPair]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [CheckedPair(**row) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def answers(shipped: Database, sources: Mapping[str, RegisterSource]) -> list[tuple[CheckedPair, LookUp]]:
    return [(pair, ask(shipped, sources[pair.register], pair)) for pair in read_pairs()]


def ask(database: Database, source: RegisterSource, pair: CheckedPair) -> LookUp:
    assert source.shipped is not None
    day = source.shipped.as_of
    names = (pair.name_in_ad,)
    return look_up(database.registers, source.id, names=names, number=pair.number_in_ad, as_of=day, today=day)


def test_none_of_the_pairs_is_falsely_in_force(answers: list[tuple[CheckedPair, LookUp]]) -> None:
    false = [
        (pair.kind, pair.name_in_ad, [entry.name for entry in found.entries])
        for pair, found in answers
        if found.state is LicenceState.IN_FORCE
        and (pair.expected != "in_force" or pair.row_id not in {entry.row_id for entry in found.entries})
    ]
    assert len(answers) >= 300
    assert false == []


def test_the_state_of_true_pairs_is_found_and_every_miss_is_listed(
    answers: list[tuple[CheckedPair, LookUp]],
) -> None:
    true = [(pair, found) for pair, found in answers if pair.expected != "stranger"]
    missed = [(pair, found) for pair, found in true if not pair.is_met(found)]
    listed = [f"{pair.kind}: {pair.name_in_ad!r} for {pair.row_name!r}: {found.ground}" for pair, found in missed]
    print(f"{len(true) - len(missed)} of {len(true)} true pairs found; missed:", *listed, sep="\n")  # noqa: T201
    assert 1 - len(missed) / len(true) >= SMALLEST_RECALL, listed


def test_the_pairs_still_name_rows_of_the_shipped_lists(shipped: Database) -> None:
    with_rows = {pair.register for pair in read_pairs()}
    assert with_rows == {"bd_bmet", "hk_labour_department", "ke_nea_struck_off"}
    assert len({(pair.register, pair.row_id) for pair in read_pairs()}) >= 300
