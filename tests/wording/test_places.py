"""A few stretches of words looked up one by one stand where reading the whole text would find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.wording.places import FEW, matches_of
from shipped_rules import shipped_rules

ENGINE = shipped_rules(nursery=True).engine
PARTS = [
    "\n",
    "\n  ",
    "\n A",
    "\u2029",
    "\u2028",
    "\r",
    "\u0003",
    " ",
    ". ",
    "💰",
    "가",
    "\u00ad",
    "word",
    "Zł",
    "a",
    "1",
]
TEXTS = st.one_of(st.lists(st.sampled_from(PARTS), max_size=14).map("".join), st.text(max_size=30))


def places_of(text: str, first: int, last: int) -> dict[int, tuple[int, int]]:
    marked = ENGINE._marked(text)
    sizes = [len(piece) for piece in ENGINE._read(marked)]
    words = matches_of([(first, last)], text, marked, sizes, ENGINE.characters)
    return {number: word.span() for number, word in words.items() if first <= number < last}


def assert_every_stretch_is_right(text: str) -> None:
    whole = [word.span() for word in ENGINE.characters.sentence_or_word.finditer(text)]
    for first in range(len(whole)):
        for last in range(first + 1, len(whole) + 1):
            assert places_of(text, first, last) == dict(enumerate(whole[first:last], first)), (text, first, last)


@given(TEXTS)
def test_any_stretch_of_any_text(text: str) -> None:
    assert FEW >= 1
    assert_every_stretch_is_right(text)


@given(TEXTS, st.data())
def test_several_stretches_of_any_text_in_any_order(text: str, data: st.DataObject) -> None:
    whole = [word.span() for word in ENGINE.characters.sentence_or_word.finditer(text)]
    starts = data.draw(st.lists(st.integers(0, max(len(whole) - 1, 0)), max_size=FEW + 1)) if whole else []
    marked = ENGINE._marked(text)
    sizes = [len(piece) for piece in ENGINE._read(marked)]
    stretches = [(start, start + 1) for start in starts]
    words = matches_of(stretches, text, marked, sizes, ENGINE.characters)
    assert [words[start].span() for start in starts] == [whole[start] for start in starts]


@pytest.mark.parametrize(
    "text",
    [
        "가\n  Anna💰b c",
        "\n  Anna b",
        "가\nAnna💰b c",
        "a\n  B\n  C d",
        "a\u2029b c",
        " \u0003 a \n  B",
        "\u2028a\n  B",
    ],
)
def test_a_stretch_that_begins_with_the_end_of_a_sentence(text: str) -> None:
    assert_every_stretch_is_right(text)
