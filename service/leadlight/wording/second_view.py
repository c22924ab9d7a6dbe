"""Joins words that an ad takes apart: `p a s s p o r t`, `p.a.s.s.p.o.r.t`, a picture inside a word, `p@ssport`.

The joined words make a second view of the text, matched like the first; its places are those of the whole run. What
is found only there is found through a disguise.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from leadlight.wording.characters import LONGEST_WORD, Characters

SHORTEST_RUN = 4
"""Single letters in a row. Three are common in honest text: `s. r. o.`, `U.S.A`."""

SHORTEST_JOINED = 4


class Cut(NamedTuple):
    """A word of a view, or the end of a sentence (`word` is None). `joined` words were taken apart in the ad."""

    start: int
    end: int
    word: str | None
    joined: bool = False


def cuts_of(text: str, characters: Characters) -> list[Cut]:
    """The words of a text as they stand, and the ends of its sentences."""
    return [
        Cut(match.start(), match.end(), match[0] if match[1] else None)
        for match in characters.sentence_or_word.finditer(text)
    ]


def second_view(text: str, characters: Characters) -> list[Cut] | None:
    """The words of a text with what is taken apart joined, or None when nothing is."""
    cuts = cuts_of(text, characters)
    words = [cut for cut in cuts if cut.word is not None]
    joined = list(_joined(text, words, characters))
    if not joined:
        return None
    view: list[Cut] = []
    runs = iter([*joined, Cut(len(text) + 1, len(text) + 1, None)])
    run = next(runs)
    for cut in cuts:
        while cut.start >= run.end:
            run = next(runs)
        if cut.start < run.start:
            view.append(cut)
        elif cut.start == run.start:
            view.append(run)
    return view


def _joined(text: str, words: Sequence[Cut], characters: Characters) -> Iterator[Cut]:
    place = 0
    while place < len(words):
        last = _last_spaced_letter(text, words, place, characters)
        if last - place + 1 >= SHORTEST_RUN:
            word = "".join(str(cut.word) for cut in words[place : last + 1])
        else:
            last, word = _filled_word(text, words, place, characters)
        # A run that is too long is no word; it is passed over as a whole, or a hostile text would be read again and
        # again from each of its letters.
        if last > place and SHORTEST_JOINED <= len(word) <= LONGEST_WORD:
            yield Cut(words[place].start, words[last].end, word, joined=True)
        place = last + 1


def _last_spaced_letter(text: str, words: Sequence[Cut], place: int, characters: Characters) -> int:
    """The last of a run of single letters with the same single sign between each two."""
    if not _is_single(words[place], characters):
        return place
    last = place
    sign = ""
    while last + 1 < len(words) and _is_single(words[last + 1], characters):
        start, end = words[last].end, words[last + 1].start
        if end - start != 1 or text[start] == "\n" or (sign and text[start] != sign):
            break
        sign = text[start]
        last += 1
    return last


def _is_single(cut: Cut, characters: Characters) -> bool:
    return cut.word is not None and (len(cut.word) == 1 or characters.is_single_letter(cut.word))


def _filled_word(text: str, words: Sequence[Cut], place: int, characters: Characters) -> tuple[int, str]:
    """The last of words with nothing but fillers between them, and what they say together.

    Signs that look like letters count as these letters.
    """
    last = place
    parts = [words[place].word or ""]
    while last + 1 < len(words):
        filling = characters.filling(text, words[last].end, words[last + 1].start)
        if filling is None:
            break
        last += 1
        parts += [filling, words[last].word or ""]
    return last, "".join(parts)
