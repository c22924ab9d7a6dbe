"""Cuts text into words and folds words, from one frozen table of characters (shared_rules/characters.json).

A *word* is a letter or digit followed by letters, digits and ignored characters (marks, zero-width characters).
The *fold* of a word is the word without case, marks and style. The *readings* of a word are its fold and what it
could say in disguise: digits for letters, look-alike letters of another alphabet.
Nothing here asks Python's own Unicode data, so that JavaScript comes to the same answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

LONGEST_WORD = 64
"""Code points. Longer words are no words of a language; they match nothing and are never remembered."""

WIDEST_FILLING = 4
"""Code points inside a word that may cut it: an emoji of several parts."""

LINE_SIGN = "\u0002"
"""Stands for a line break before the words that it is glued to, inside the engine only."""

SHORTEST_LEET = 4
SHORTEST_LOOK_ALIKE = 3
TABLE_FORMAT = 1


_LATIN = re.compile("[a-z\u00df-\u024f]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GREEK = re.compile("[\u0370-\u03ff]")
_DIGIT = re.compile("[0-9]")


class Reading(NamedTuple):
    """One way to read a word. `hidden` is true when the word only reads so because of a disguise."""

    text: str
    hidden: bool


def _class(ranges: Iterable[Sequence[int]]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _without(ranges: Iterable[Sequence[int]], point: int) -> Iterator[tuple[int, int]]:
    for first, last in ranges:
        if first <= point <= last:
            yield from ((a, b) for a, b in ((first, point - 1), (point + 1, last)) if a <= b)
        else:
            yield first, last


class Characters:
    """The table of characters, ready for use.

    Raises:
        ValueError: the table has another format than this program reads.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        if table.get("version") != TABLE_FORMAT:
            raise ValueError(f"the table of characters has version {table.get('version')!r}, not {TABLE_FORMAT}")
        self.table = table
        letters, ignored = _class(table["letters"]), _class(table["ignored"])
        zero_width, styled = _class(table["zero_width"]), _class(table["styled"])
        stops, closing = re.escape(table["stops"]), re.escape(table["closing"])
        spaces = _class(table["spaces"])
        word = f"[{letters}][{letters}{ignored}]*"
        # Possessive, and never starting inside a run of stops: a flood of stops must cost one pass.
        stop = f"(?<![{stops}])[{stops}]++[{closing}{ignored}]*+(?=[{spaces}]|\\Z)"
        mark = f"[{re.escape(table['breaks'])}]"
        small = f"{letters}{ignored}"
        goes_on = re.escape(table["line_goes_on"])
        capitals = "".join(chr(f + i * s) for f, n, s in table["upper"] for i in range(n))
        self.word = re.compile(word)
        self.word_or_break = re.compile(f"({word})|{stop}|{mark}")
        indent = "".join(_class([r]) for r in _without(table["spaces"], ord("\n")))
        line = f"\n[{indent}]*+(?=[{re.escape(capitals)}]|[^{small}{goes_on}])|\u2029"
        self.indented_line = re.compile(f"\n[{indent}]")
        self.line_break = re.compile(line)
        self.sentence_or_word = re.compile(f"({word})|{stop}|{mark}|{line}")
        letter_like = re.escape("".join(table["letter_like"]))
        fillers = _class(table["fillers"])
        self._filling = re.compile(f"[{fillers}{letter_like}{ignored}]+")
        # An at sign in an address is no letter: there the name of a site follows, with a dot in it.
        self._address = re.compile(f"@[{letters}{ignored}]++[.-](?=[{letters}])")
        self._sign = re.compile(f"{mark}|[{fillers}{letter_like}]")
        self._single = re.compile(f"[{letters}][{ignored}]*")
        self._other_alphabet = re.compile(f"{_CYRILLIC.pattern}+|{_GREEK.pattern}+")
        self._hidden_signs = re.compile(f"[{styled}]|[{zero_width}](?=[{ignored}]*[{letters}])")

    @cached_property
    def folds(self) -> dict[int, str]:
        """Code point -> what it folds to, for `str.translate`."""
        folds: dict[int, str] = {}
        for first, count, step, distance in self.table["fold_runs"]:
            for point in range(first, first + count * step, step):
                folds[point] = chr(point + distance)
        for text, ranges in self.table["fold_strings"].items():
            for first, last in ranges:
                folds.update(dict.fromkeys(range(first, last + 1), text))
        for first, last in self.table["ignored"]:
            folds.update(dict.fromkeys(range(first, last + 1), ""))
        return folds

    @cached_property
    def _to_latin(self) -> dict[int, str]:
        return str.maketrans({**self.table["greek_to_latin"], **self.table["cyrillic_to_latin"]})

    @cached_property
    def _to_cyrillic(self) -> dict[int, str]:
        return str.maketrans(self.table["latin_to_cyrillic"])

    @cached_property
    def _to_greek(self) -> dict[int, str]:
        return str.maketrans(self.table["latin_to_greek"])

    @cached_property
    def _leet(self) -> dict[int, str]:
        return str.maketrans(self.table["leet"])

    @cached_property
    def _all_look_latin(self) -> re.Pattern[str]:
        return re.compile(f"[{''.join(self.table['cyrillic_to_latin'])}]+|[{''.join(self.table['greek_to_latin'])}]+")

    def fold(self, word: str) -> str:
        """Return the word without case, marks and style. One pass, each character on its own."""
        return word.lower() if word.isascii() else word.translate(self.folds)

    def readings(self, word: str) -> tuple[Reading, ...]:
        """Every way to read the word, the plain one first; none when it is too long to be a word.

        Takes words as cut from the text, not folded ones.
        """
        if len(word) > LONGEST_WORD:
            return ()
        folded = self.fold(word)
        hidden = not word.isascii() and self._hidden_signs.search(word) is not None
        plain = Reading(folded, hidden)
        if folded.isascii() and folded.isalpha():
            return (plain,)
        if self._other_alphabet.fullmatch(folded):  # what the next step would find too, in a fifth of the time
            if len(folded) < SHORTEST_LOOK_ALIKE or not self._all_look_latin.fullmatch(folded):
                return (plain,)
            return (plain, Reading(folded.translate(self._to_latin), hidden=True))
        disguises = self._disguises(folded)
        return (plain, *(Reading(text, hidden=True) for text in dict.fromkeys(disguises) if text != folded))

    def starts_anew(self, line: str) -> bool:
        """Tell whether a line break before these words, or before nothing, ends a sentence."""
        return not line or self.line_break.match("\n" + line) is not None

    def is_single_letter(self, word: str) -> bool:
        """Tell whether a word is one letter, with or without marks."""
        if len(word) == 1:
            return True
        return self.folds.get(ord(word[1])) == "" and self._single.fullmatch(word) is not None

    def has_sign(self, piece: str) -> bool:
        """Tell whether a piece of text has signs that can stand inside a word that was taken apart."""
        return self._sign.search(piece) is not None

    def filling(self, text: str, start: int, end: int) -> str | None:
        """Letters that the signs between two words stand for, "" for none; None when the signs do not join words."""
        if not 0 < end - start <= WIDEST_FILLING or not self._filling.fullmatch(text, start, end):
            return None
        if self._address.match(text, start):
            return None
        letter_like = self.table["letter_like"]
        return "".join(letter_like.get(sign, "") for sign in text[start:end])

    def _disguises(self, folded: str) -> list[str]:
        latin, cyrillic, greek, digits = _scripts(folded)
        found: list[str] = []
        if digits and len(folded) >= SHORTEST_LEET and (latin or cyrillic or greek):
            folded = folded.translate(self._leet)
            found.append(folded)
            latin = latin or bool(_LATIN.search(folded))
        if latin + cyrillic + greek > 1:
            for table, own in ((self._to_latin, _LATIN), (self._to_cyrillic, _CYRILLIC), (self._to_greek, _GREEK)):
                text = folded.translate(table)
                if own.search(text) and sum(_scripts(text)[:3]) == 1:
                    found.append(text)
        elif not latin and len(folded) >= SHORTEST_LOOK_ALIKE and self._all_look_latin.fullmatch(folded):
            found.append(folded.translate(self._to_latin))
        return found


def _scripts(folded: str) -> tuple[bool, bool, bool, bool]:
    """Whether Latin, Cyrillic, Greek letters and digits occur."""
    return (
        _LATIN.search(folded) is not None,
        _CYRILLIC.search(folded) is not None,
        _GREEK.search(folded) is not None,
        _DIGIT.search(folded) is not None,
    )
