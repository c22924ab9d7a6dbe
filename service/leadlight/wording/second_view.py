"""Joins words that an ad takes apart: `p a s s p o r t`, `p.a.s.s.p.o.r.t`, a picture inside a word, `p@ssport`.

The joined words make a second view of the text, matched like the first; its places are those of the whole run. What
is found only there is found through a disguise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import itemgetter

from leadlight.wording.characters import LONGEST_WORD, Characters

SHORTEST_RUN = 4
"""Single letters in a row. Three are common in honest text: `s. r. o.`, `U.S.A`."""

SHORTEST_JOINED = 4

LINE_BREAKS = "\n\u2029"
"""Letters below each other are a list."""


Cut = tuple[int, int, str | None, bool]
"""A word of a view: start, end, the word (None for the end of a sentence), and whether the ad takes it apart. Plain,
because a text of single letters has thousands."""

_START, _END, _WORD = re.Match.start, re.Match.end, itemgetter(1)


def cuts_of_matches(matches: Iterable[re.Match[str]]) -> list[Cut]:
    """Words, and the ends of sentences, as they stand in the text."""
    all_ = list(matches)
    return list(zip(map(_START, all_), map(_END, all_), map(_WORD, all_), repeat(False)))


def cuts_of(text: str, characters: Characters) -> list[Cut]:
    """The words of a text as they stand, and the ends of its sentences."""
    return cuts_of_matches(characters.sentence_or_word.finditer(text))


def second_view(text: str, characters: Characters) -> list[Cut] | None:
    """The words of a text with what is taken apart joined, or None when nothing is."""
    return with_joined(text, cuts_of(text, characters), characters)


def with_joined(text: str, cuts: Sequence[Cut], characters: Characters) -> list[Cut] | None:
    """Words and ends of sentences from any part of a text, with what is taken apart joined; None when nothing is."""
    words = [cut for cut in cuts if cut[2] is not None]
    joined = list(_joined(text, words, characters))
    if not joined:
        return None
    view: list[Cut] = []
    nowhere = len(text) + 1
    runs = iter([*joined, (nowhere, nowhere, None, False)])
    run = next(runs)
    first, end, _, _ = run
    for cut in cuts:
        start = cut[0]
        while start >= end:
            run = next(runs)
            first, end, _, _ = run
        if start < first:
            view.append(cut)
        elif start == first:
            view.append(run)
    return view


def _joined(text: str, words: Sequence[Cut], characters: Characters) -> Iterator[Cut]:
    place = 0
    while place < len(words):
        last = _last_spaced_letter(text, words, place, characters)
        letters = last - place + 1
        if letters > LONGEST_WORD:
            word = ""
        elif letters >= SHORTEST_RUN:
            word = "".join(str(word) for _, _, word, _ in words[place : last + 1])
        else:
            last, word = _filled_word(text, words, place, characters)
        # A run that is too long is no word; it is passed over as a whole, or a hostile text would be read again and
        # again from each of its letters.
        if last > place and SHORTEST_JOINED <= len(word) <= LONGEST_WORD:
            yield words[place][0], words[last][1], word, True
        place = last + 1


def _last_spaced_letter(text: str, words: Sequence[Cut], place: int, characters: Characters) -> int:
    """The last of a run of single letters with the same single sign between each two."""
    _, end, word, _ = words[place]
    if not _is_single(word, characters):
        return place
    last, count = place, len(words)
    sign = ""
    while last + 1 < count:
        start, next_end, word, _ = words[last + 1]
        between = text[end] if start - end == 1 else ""
        if not between or (between != sign and (sign or between in LINE_BREAKS)):
            break
        if not (word and len(word) == 1) and not _is_single(word, characters):
            break
        sign, end = between, next_end
        last += 1
    return last


def _is_single(word: str | None, characters: Characters) -> bool:
    return word is not None and (len(word) == 1 or characters.is_single_letter(word))


def _filled_word(text: str, words: Sequence[Cut], place: int, characters: Characters) -> tuple[int, str]:
    """The last of words with nothing but fillers between them, and what they say together.

    Signs that look like letters count as these letters.
    """
    last = place
    _, end, first, _ = words[place]
    parts = [first or ""]
    while last + 1 < len(words):
        start, next_end, word, _ = words[last + 1]
        filling = characters.filling(text, end, start)
        if filling is None:
            break
        last, end = last + 1, next_end
        parts += [filling, word or ""]
    return last, "".join(parts)
