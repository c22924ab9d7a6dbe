"""Looking agencies up in the shipped lists."""

from collections import Counter
from collections.abc import Mapping

import pytest

from leadlight.registers.look_up import Ground, LookUp, look_up
from leadlight.registers.model import LicenceState
from leadlight.registers.refresh import read_snapshot
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database
from registers.pairs import Pair, pairs

REGISTERS = ("bd_bmet", "hk_labour_department")
SMALLEST_RECALL = 0.97


def ask(database: Database, source: RegisterSource, *names: str, number: str = "") -> LookUp:
    assert source.shipped is not None
    day = source.shipped.as_of
    return look_up(database.registers, source.id, names=names, number=number, as_of=day, today=day)


def all_pairs(source: RegisterSource) -> list[Pair]:
    assert source.shipped is not None
    read = read_snapshot(source.shipped_bytes(), source, as_of=source.shipped.as_of)
    return list(pairs([entry for entry, _ in read.rows()], seed=20261126, each=40))


@pytest.fixture(scope="module")
def answers(shipped: Database, sources: Mapping[str, RegisterSource]) -> list[tuple[Pair, LookUp]]:
    return [
        (pair, ask(shipped, sources[register], pair.written, number=pair.number))
        for register in REGISTERS
        for pair in all_pairs(sources[register])
    ]


def test_no_pair_is_falsely_in_force(answers: list[tuple[Pair, LookUp]]) -> None:
    false = [
        (pair, found)
        for pair, found in answers
        if found.state is LicenceState.IN_FORCE
        and (LicenceState.IN_FORCE not in pair.expected or pair.row.row_id not in [e.row_id for e in found.entries])
    ]
    assert len(answers) >= 300
    assert false == []


def test_nearly_every_pair_gets_its_state(answers: list[tuple[Pair, LookUp]]) -> None:
    missed = [
        (pair.kind, pair.written, found.state.value) for pair, found in answers if found.state not in pair.expected
    ]
    assert 1 - len(missed) / len(answers) >= SMALLEST_RECALL, missed


def test_every_kind_of_pair_was_tried(answers: list[tuple[Pair, LookUp]]) -> None:
    kinds = Counter(pair.kind for pair, _ in answers)
    assert len(kinds) >= 15
    assert min(kinds.values()) >= 40


def test_a_single_typo_is_reported_as_similar_and_names_the_row(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    found = ask(shipped, sources["bd_bmet"], "Orchard Internatonal")
    assert (found.state, found.ground) == (LicenceState.NOT_LISTED, Ground.SIMILAR_NAME)
    assert found.entries[0].name == "Orchard International"


def test_a_number_with_its_own_name_is_in_force(shipped: Database, sources: Mapping[str, RegisterSource]) -> None:
    found = ask(shipped, sources["bd_bmet"], "REAZ OVERSEAS LTD", number="0030")
    assert (found.state, found.ground) == (LicenceState.IN_FORCE, Ground.NUMBER_AND_NAME)


def test_a_number_of_another_agency_is_a_mismatch_that_names_its_owner(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    found = ask(shipped, sources["bd_bmet"], "Reaz Overseas", number="0010")
    assert found.state is LicenceState.NUMBER_MISMATCH
    assert [entry.name for entry in found.entries] == ["Orchard International"]


def test_the_second_name_of_an_ad_is_tried_when_the_first_does_not_fit(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    found = ask(shipped, sources["bd_bmet"], "Hotel Meridian", "Reaz Overseas", number="0030")
    assert found.state is LicenceState.IN_FORCE


def test_a_listed_name_does_not_make_an_unknown_number_right(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    found = ask(shipped, sources["bd_bmet"], "Reaz Overseas", number="9999")
    assert (found.state, found.ground) == (LicenceState.AMBIGUOUS, Ground.NUMBER_UNKNOWN)


def test_a_near_namesake_that_is_listed_itself_does_not_borrow_a_number(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    amir, amin = ask(shipped, sources["bd_bmet"], "Al-Amir International"), "Al-Imran International"
    assert amir.entries[0].number == "0620"
    assert ask(shipped, sources["bd_bmet"], amin, number="0620").state is LicenceState.NUMBER_MISMATCH


def test_a_brand_is_ambiguous_and_shows_its_candidates(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    found = ask(shipped, sources["bd_bmet"], "Orchard")
    assert (found.state, found.ground) == (LicenceState.AMBIGUOUS, Ground.PART_OF_NAME)
    assert "Orchard International" in [entry.name for entry in found.entries]


def test_branches_of_one_agency_are_not_ambiguous(shipped: Database, sources: Mapping[str, RegisterSource]) -> None:
    found = ask(shipped, sources["hk_labour_department"], "Sunlight Employment Agency")
    assert found.state is LicenceState.IN_FORCE
    assert len(found.entries) == 14


def test_a_chinese_name_is_found_by_its_signs_and_not_by_its_sound(
    shipped: Database, sources: Mapping[str, RegisterSource]
) -> None:
    hong_kong = sources["hk_labour_department"]
    assert ask(shipped, hong_kong, "陽光女傭中心").state is LicenceState.IN_FORCE
    assert ask(shipped, hong_kong, "Yangguang nuyong zhongxin").state is LicenceState.NOT_LISTED
    assert ask(shipped, hong_kong, "期柏").state is LicenceState.IN_FORCE


def test_a_name_that_no_row_resembles_is_not_listed(shipped: Database, sources: Mapping[str, RegisterSource]) -> None:
    found = ask(shipped, sources["bd_bmet"], "Zubrowka Xanthia")
    assert (found.state, found.ground, found.entries) == (LicenceState.NOT_LISTED, Ground.NO_SUCH_NAME, ())


def test_common_words_alone_do_not_make_candidates(shipped: Database, sources: Mapping[str, RegisterSource]) -> None:
    assert ask(shipped, sources["bd_bmet"], "International Overseas Agency").entries == ()
