"""Cuts a text into pieces, marked and unmarked, so that quoted words can be shown where they stand. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote to paint: code points `start` to `end`, the number of its finding, and of the quote in that finding.

    `way_back` says whether the words lead to the finding; a combination repeats words of others and would only crowd.
    """

    start: int
    end: int
    finding: int
    quote: int = 1
    way_back: bool = True

    @property
    def anchor(self) -> str:
        """Name of the place in the page, so that the finding can lead to it."""
        return f"quote-{self.finding}-{self.quote}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text.

    Attributes:
        text: its characters; all pieces together are the whole text.
        findings: numbers of the findings whose quotes cover it, ascending; empty when it is not marked.
        anchors: names of the quotes that begin here, so that a link can lead to them.
        last: numbers of the findings with a quote that ends here: the way back stands once, behind the words.
    """

    text: str
    findings: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()
    last: tuple[int, ...] = ()


def cut(text: str, marks: Iterable[Mark]) -> Sequence[Piece]:
    """Cut a text at the borders of the marks. Marks may overlap; parts outside the text are left out.

    >>> [(piece.text, piece.findings) for piece in cut("pay a fee now", [Mark(4, 9, 1), Mark(6, 13, 2)])]
    [('pay ', ()), ('a ', (1,)), ('fee', (1, 2)), (' now', (2,))]
    """
    inside = [
        Mark(max(mark.start, 0), min(mark.end, len(text)), mark.finding, mark.quote, mark.way_back)
        for mark in marks
        if max(mark.start, 0) < min(mark.end, len(text))
    ]
    borders = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    pieces = []
    for start, end in pairwise(borders):
        covering = [mark for mark in inside if mark.start <= start and end <= mark.end]
        pieces.append(
            Piece(
                text=text[start:end],
                findings=_numbers(covering),
                anchors=tuple(mark.anchor for mark in covering if mark.start == start),
                last=_numbers(mark for mark in covering if mark.end == end and mark.way_back),
            )
        )
    return pieces


def _numbers(marks: Iterable[Mark]) -> tuple[int, ...]:
    return tuple(sorted({mark.finding for mark in marks}))
