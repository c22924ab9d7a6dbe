"""Cutting an ad into the pieces that are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_posting
from leadlight.meaning.sentences import LONGEST, MOST_PIECES, pieces_of


def words_of(text: str, title: str = "") -> list[str]:
    return [piece.text for piece in pieces_of(a_posting(text, title=title))]


def test_sentences_are_pieces() -> None:
    assert words_of("The boss keeps your passport. You get it back after the season!") == [
        "The boss keeps your passport.",
        "You get it back after the season!",
    ]


def test_a_short_call_is_read_with_its_neighbour_on_the_same_line() -> None:
    assert words_of("Urgent! Cooks for a hotel in Cyprus.") == ["Urgent! Cooks for a hotel in Cyprus."]


def test_lines_are_pieces_where_nobody_wrote_full_stops() -> None:
    assert words_of("• papers are kept by the driver\n• money at the end of the season") == [
        "papers are kept by the driver",
        "money at the end of the season",
    ]


def test_a_chat_line_without_stops_is_cut_at_commas() -> None:
    line = "we go on sunday with our bus, the papers are collected by the driver before the border and he keeps them, "
    pieces = words_of(line * 3)
    assert len(pieces) > 1
    assert all(len(piece) <= LONGEST for piece in pieces)


def test_the_same_sentence_is_read_once() -> None:
    assert words_of("Call us today for the job. CALL US TODAY FOR THE JOB. Call us today for the job.") == [
        "Call us today for the job."
    ]


@pytest.mark.parametrize("text", ["", " \n ", "💸💸💸", "--- *** ---", "\u200b\u200b"])
def test_an_ad_without_letters_has_no_pieces(text: str) -> None:
    assert words_of(text) == []


@pytest.mark.parametrize("text", ["a" * 2_000_000, "word " * 400_000, "x.\n" * 600_000, "🙂" * 500_000])
def test_two_megabytes_give_a_bounded_number_of_bounded_pieces(text: str) -> None:
    pieces = pieces_of(a_posting(text))
    assert len(pieces) <= MOST_PIECES
    assert all(piece.span.end - piece.span.start <= LONGEST for piece in pieces)


@given(st.text(max_size=400), st.text(max_size=60))
def test_every_piece_stands_where_its_place_says(text: str, title: str) -> None:
    posting = a_posting(text, title=title)
    for piece in pieces_of(posting):
        cut = getattr(posting, piece.span.field)[piece.span.start : piece.span.end]
        assert " ".join(cut.split()) == " ".join(piece.text.split())


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"]), min_size=30, max_size=300))
def test_no_letter_is_left_out(text: str) -> None:
    assert "".join(words_of(text)) == text
