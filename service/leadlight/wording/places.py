"""Finds where words stand in a text, for the few words that matched: most ads are never asked for a place."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice

from leadlight.wording.characters import LINE_SIGN, Characters

Place = tuple[int, int]
"""Start and end in code points."""

FEW = 32
"""Stretches up to which looking them up one by one, 4 µs each in an ad of 4 KB, is cheaper than reading the whole text
again, 160 µs."""

BREAK_SIGN = " \u0003 "  # one of the `breaks` of the table of characters


def matches_of(
    stretches: Sequence[tuple[int, int]], text: str, marked: str, sizes: Iterable[int], characters: Characters
) -> dict[int, re.Match[str]]:
    """Words and ends of sentences in the text, by their number.

    Args:
        stretches: first word and the one behind the last, of each stretch that is asked for.
        text: the text itself.
        marked: the text with its line breaks as words, see `Engine`.
        sizes: how many words each piece of `marked` between spaces has.
        characters: the table of characters.
    """
    if len(stretches) > FEW:
        last = max(end for _, end in stretches)
        return dict(enumerate(islice(characters.sentence_or_word.finditer(text), last)))
    matches: dict[int, re.Match[str]] = {}
    words_up_to = list(accumulate(sizes))
    rest, passed = marked.lstrip(), 0
    for first, last in sorted(stretches):
        piece = bisect_right(words_up_to, first)
        number = words_up_to[piece - 1] if piece else 0
        if piece > passed:
            rest, passed = rest.split(None, piece - passed)[-1], piece
        start = _in_text(len(marked) - len(rest), text, marked, characters)
        matches.update(zip(range(number, last), characters.sentence_or_word.finditer(text, start), strict=False))
    return matches


def _in_text(place: int, text: str, marked: str, characters: Characters) -> int:
    """The place in the text of a place in the marked text."""
    if marked is text:
        return place
    if LINE_SIGN in marked:  # each line break is a space longer than in the text, and belongs to the piece behind it
        return place - marked.count(LINE_SIGN, 0, place + 1)
    longer = 0
    for line_break in characters.line_break.finditer(text):
        if line_break.start() + longer >= place:
            break
        if line_break.start() + longer + len(BREAK_SIGN) > place:  # the sign itself, which begins with a space
            return line_break.start()
        longer += len(BREAK_SIGN) - (line_break.end() - line_break.start())
    return place - longer
