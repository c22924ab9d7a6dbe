"""Names of agencies as keys and as likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.registers.folding import fold
from leadlight.registers.names import Likeness, compare, exact_keys, name_keys, near_keys, take_apart

NAMES = st.text(alphabet=st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Zs", "Po", "Mn")), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("OTTO Work Force Sp. z o.o.", ("otto", "work", "force")),
        ("E-WORK HR COMPANY POLAND SP Z O.O.", ("e", "work", "hr", "company", "poland")),
        ("Carpediem Poland Sp. z.o.o", ("carpediem", "poland")),
        ("LimnusWork Sp. z o.o. sp. k.", ("limnuswork",)),
        ("Spółka Robocza spółka z ograniczoną odpowiedzialnością", ("spolka", "robocza")),
        ("Pracovná sila, s. r. o.", ("pracovna", "sila")),
        ("Práce a lidé spol. s r.o.", ("prace", "a", "lide")),
        ("Кадри ЕООД", ("kadri",)),
        ("ООО «Ромашка»", ("romashka",)),
        ("Εργασία Α.Ε.", ("ergasia",)),
        ("UAB Baltas", ("baltas",)),
        ("Lavoro Più S.p.A.", ("lavoro", "piu")),
        ("Trabajo Temporal ETT, S.L.U.", ("trabajo", "temporal", "ett")),
        ("Muncă Bună S.R.L.", ("munca", "buna")),
        ("Personal Müller GmbH & Co. KG", ("personal", "muller")),
        ("M/S Foo Overseas (Pvt.) Ltd.", ("foo", "overseas")),
        ("期柏有限公司", ("期柏",)),
        ("Ltd", ("ltd",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_legal_form_is_not_part_of_the_name(name: str, words: tuple[str, ...]) -> None:
    assert take_apart(name).words == words


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Reaz Overseas", "REAZ OVERSEAS LTD.", Likeness.SAME),
        ("Ucksel Private Ltd.", "Ucksel Limited", Likeness.SAME),
        ("Al-Amir International", "Alamir International", Likeness.SAME),
        ("Ромашка", "Romashka", Likeness.SAME),
        ("Overseas Reaz", "Reaz Overseas", Likeness.SAME_WORDS),
        ("Reaz Overseas GmbH", "Reaz Overseas Sp. z o.o.", Likeness.OTHER_FORM),
        ("Adecco", "Adecco Poland Sp. z o.o.", Likeness.PART),
        ("Reaz Overseos", "Reaz Overseas", Likeness.SIMILAR),
        ("Hope-21 Ltd.", "Hope-22 Ltd.", Likeness.DIFFERENT),
        ("Alfa", "Alba", Likeness.DIFFERENT),
        ("International Agency", "International Agency Recruitment", Likeness.DIFFERENT),
        ("???", "!!!", Likeness.DIFFERENT),
    ],
)
def test_two_names_are_as_close_as_a_careful_reader_says(one: str, other: str, likeness: Likeness) -> None:
    assert compare(one, other).likeness is likeness
    assert compare(other, one).likeness is likeness


@given(NAMES)
def test_folding_twice_changes_nothing(name: str) -> None:
    once = fold(name)
    assert fold(" ".join(once)) == once


@given(NAMES)
def test_a_name_is_found_by_its_own_keys(name: str) -> None:
    assert set(exact_keys(name)) <= set(name_keys(name))


@given(NAMES, NAMES)
def test_likeness_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@given(st.text(alphabet="abcdefghij", min_size=7, max_size=20), st.data())
def test_one_lost_letter_leaves_a_key_in_common(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    assert set(near_keys(name[:place] + name[place + 1 :])) & set(name_keys(name))


@given(st.text(alphabet="abcdefghij", min_size=7, max_size=20), st.data())
def test_one_added_letter_leaves_a_key_in_common(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name)))
    assert set(near_keys(f"{name[:place]}z{name[place:]}")) & set(name_keys(name))


def test_a_name_without_letters_has_no_keys() -> None:
    assert name_keys("…!") == ()
    assert exact_keys("…!") == near_keys("…!") == ()
