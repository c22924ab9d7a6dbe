"""Cutting a text into marked pieces."""

from hypothesis import given
from hypothesis import strategies as st

from leadlight.desk.highlight import Mark, cut

marks = st.builds(
    Mark,
    start=st.integers(-5, 40),
    end=st.integers(-5, 40),
    finding=st.integers(1, 5),
    quote=st.integers(1, 3),
)


@given(st.text(max_size=30), st.lists(marks, max_size=6))
def test_the_pieces_together_are_the_text_and_each_is_marked_as_asked(text: str, wanted: list[Mark]) -> None:
    pieces = cut(text, wanted)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        assert piece.text
        for place in range(at, at + len(piece.text)):
            assert set(piece.findings) == {mark.finding for mark in wanted if mark.start <= place < mark.end}
        at += len(piece.text)


@given(st.text(min_size=1, max_size=30), st.lists(marks, max_size=6))
def test_every_quote_inside_the_text_can_be_reached_once(text: str, wanted: list[Mark]) -> None:
    anchors = [anchor for piece in cut(text, wanted) for anchor in piece.anchors]
    inside = [mark.anchor for mark in wanted if max(mark.start, 0) < min(mark.end, len(text))]
    assert sorted(anchors) == sorted(inside)


def test_a_text_without_marks_is_one_piece() -> None:
    assert [(piece.text, piece.findings) for piece in cut("an ad", [])] == [("an ad", ())]


def test_an_empty_text_has_no_pieces() -> None:
    assert list(cut("", [Mark(0, 4, 1)])) == []


def test_the_way_back_stands_behind_the_words_and_not_for_a_combination() -> None:
    pieces = cut("pay a fee now", [Mark(4, 9, 1), Mark(4, 9, 2, way_back=False)])
    assert [(piece.text, piece.findings, piece.last) for piece in pieces] == [
        ("pay ", (), ()),
        ("a fee", (1, 2), (1,)),
        (" now", (), ()),
    ]
