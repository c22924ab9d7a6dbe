"""Cuts an ad into the pieces whose meaning is compared: sentences, or parts of them where nobody wrote full stops."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leadlight.postings.model import Posting, Span

LONGEST = 160
"""Characters of a piece. Chat ads run several statements into one line; the vector of a longer piece blurs them."""
SHORTEST = 24
"""A shorter piece ("Urgent!", "DM me") has too little meaning of its own and is read with its neighbour."""
MOST_PIECES = 400
"""Pieces of one ad that are looked at; the longest of 5,500 ordinary ads has 212."""
MOST_CHARACTERS = 1_800
"""Characters of an ad that go through the model, about 300 ms on one core. The longest piece is 160 characters, so
this is at least 11 sentences; of a longer ad those are read that look most like a sign word by word."""
FEWEST_CHARACTERS = 400
"""Characters of a long ad that are read where there is no time for more, at least two sentences; fewer say nothing."""
LONGEST_FIELD = 60_000
"""Characters of a field that are looked at at all: a longer page is no single ad."""

_END = re.compile(r"[.!?\u2026;\u037e\u00b7]+(?=\s|$)|\n+|[\u2022\u25aa\u25cf\u2013\u2014|]+(?=\s)|$")
_SOFT_END = re.compile(r"[,:)\U0001F300-\U0001FAFF]+\s|\s+-\s")
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the ad with its place, in code points."""

    text: str
    span: Span


def pieces_of(posting: Posting) -> tuple[Piece, ...]:
    """The different pieces of title and text, in order, at most 400. Empty when the ad holds no letters."""
    seen: set[str] = set()
    found: list[Piece] = []
    for field in ("title", "text"):
        whole = getattr(posting, field)[:LONGEST_FIELD]
        for start, end in piece_spans(whole):
            text = _SPACE.sub(" ", whole[start:end])
            key = text.casefold()
            if key not in seen and _LETTERS.search(text):
                seen.add(key)
                found.append(Piece(text, Span(field, start, end)))
                if len(found) == MOST_PIECES:
                    return tuple(found)
    return tuple(found)


def piece_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each piece; together they leave out only blanks and bullets."""
    waiting: tuple[int, int] | None = None
    for start, end in _sentences(text):
        joined = (waiting[0], end) if waiting else (start, end)
        same_line = waiting is not None and "\n" not in text[waiting[1] : start]
        if waiting and not (same_line and joined[1] - joined[0] <= LONGEST):
            yield waiting
            joined = (start, end)
        waiting = None
        if joined[1] - joined[0] < SHORTEST:
            waiting = joined
        else:
            yield from _cut(text, *joined)
    if waiting:
        yield waiting


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        first, last = _trim(text, start, end.end())
        if first < last:
            yield first, last
        start = end.end()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        soft = [match.end() for match in _SOFT_END.finditer(window) if match.end() > LONGEST // 3]
        blank = window.rfind(" ", LONGEST // 3)
        at = start + (soft[-1] if soft else blank + 1 if blank > 0 else LONGEST)
        first, last = _trim(text, start, at)
        if first < last:
            yield first, last
        start = at
    first, last = _trim(text, start, end)
    if first < last:
        yield first, last


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\u2022\u25aa\u25cf\u2013\u2014|-*"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
