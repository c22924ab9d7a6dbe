"""Reads the phrase language of rule files.

    phrase  := element (space element)*
    element := word | group | gap
    word    := letters | stem* | *ending | *inside*
    group   := '(' phrase ('|' phrase)* ')' ['?']     '?' makes the group optional
    gap     := '<' N '>'                              0 to N words, never across a sentence

Words are typed as people write them; they are folded here. A hyphen or apostrophe inside a word makes two
words that stand side by side, on both sides of the comparison.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leadlight.wording.characters import Characters

MOST_WORDS = 8
MOST_GAPS = 2  # two gaps keep the cost of a hostile text linear; see tests/bench/wording_bench.py
WIDEST_GAP = 6
SHORTEST_STEM = 3
SHORTEST_INSIDE = 4
MOST_VARIANTS = 32

WHOLE, START, END, INSIDE = "=", "^", "$", "*"


class PhraseError(ValueError):
    """The phrase cannot be read. The message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """What one word of a text is compared with: the whole word (=), its start (^), its end ($) or a part (*)."""

    kind: str
    text: str

    def fits(self, reading: str) -> bool:
        """Tell whether a folded word is what this atom asks for."""
        if self.kind == WHOLE:
            return reading == self.text
        if self.kind == START:
            return reading.startswith(self.text)
        if self.kind == END:
            return reading.endswith(self.text)
        return self.text in reading


@dataclass(frozen=True, slots=True)
class Words:
    """One word of the text that fits any of the atoms."""

    atoms: frozenset[Atom]


@dataclass(frozen=True, slots=True)
class Gap:
    """0 to `most` words of the text, whatever they are."""

    most: int


Element = Words | Gap
Variant = tuple[Element, ...]
_PIECE = re.compile(r"<(?P<gap>[^<>]*)>|(?P<open>\()|\)(?P<close>\??)|(?P<bar>\|)|(?P<word>[^\s()|<>?]+)|(?P<other>\S)")
_ALLOWED = re.compile(r"[-'’ʼ‘`´/.&+]*")


def parse_phrase(phrase: str, characters: Characters, *, language: str = "") -> tuple[Variant, ...]:
    """Return the phrase as plain sequences, one for each way through its groups.

    Args:
        phrase: as written in the rule file.
        characters: the table of characters.
        language: ISO 639-1; German words with umlauts are also found written with ae, oe, ue.

    Raises:
        PhraseError: not a phrase of the language, or outside its limits.
    """
    variants = list(dict.fromkeys(_tidy(v, phrase) for v in _read(phrase, characters, language)))
    for variant in variants:
        _check_limits(variant, phrase)
    return tuple(variants)


def _read(phrase: str, characters: Characters, language: str) -> list[list[Element]]:
    reader = _Reader(phrase, characters, language, _pieces(phrase))
    return reader.ways(inside=False)


@dataclass(slots=True)
class _Reader:
    """Reads one phrase from left to right; a group calls it again for what stands in its brackets."""

    phrase: str
    characters: Characters
    language: str
    pieces: Iterator[re.Match[str]]

    def ways(self, *, inside: bool) -> list[list[Element]]:
        """Every way through the phrase, or through one group up to its closing bracket."""
        alternatives: list[list[list[Element]]] = [[[]]]
        for piece in self.pieces:
            kind = piece.lastgroup
            if kind == "bar" and inside:
                alternatives.append([[]])
            elif kind == "close" and inside:
                return self._close(alternatives, optional=bool(piece["close"]))
            else:
                alternatives[-1] = self._longer(alternatives[-1], piece)
        if inside:
            raise PhraseError(f"`{self.phrase}`: a bracket is not closed: add `)`")
        return alternatives[0]

    def _longer(self, ways: list[list[Element]], piece: re.Match[str]) -> list[list[Element]]:
        kind = piece.lastgroup
        if kind == "open":
            return _spread(ways, self.ways(inside=True), self.phrase)
        if kind == "gap":
            return _spread(ways, [[_read_gap(piece["gap"], self.phrase)]], self.phrase)
        if kind == "word":
            return _spread(ways, [_read_word(piece["word"], self.phrase, self.characters, self.language)], self.phrase)
        raise PhraseError(f"`{self.phrase}`: `{piece[0]}` has no meaning here: remove it, or put words in brackets")

    def _close(self, alternatives: list[list[list[Element]]], *, optional: bool) -> list[list[Element]]:
        ways = [way for alternative in alternatives for way in alternative]
        if any(alternative == [[]] for alternative in alternatives):
            raise PhraseError(f"`{self.phrase}`: an alternative is empty: write `(a|b)?` when it may be left out")
        return _merge_single_words(ways) + ([[]] if optional else [])


def _pieces(phrase: str) -> Iterator[re.Match[str]]:
    previous = None
    for piece in _PIECE.finditer(phrase):
        glued = previous is not None and previous.end() == piece.start()
        if glued and previous is not None and _needs_space(previous, piece):
            raise PhraseError(f"`{phrase}`: put a space before `{piece[0]}`, or a star inside the brackets")
        previous = piece
        yield piece


def _needs_space(before: re.Match[str], after: re.Match[str]) -> bool:
    if before.lastgroup == "close":
        return after.lastgroup in ("word", "open", "gap")
    if before.lastgroup in ("word", "gap"):
        return after.lastgroup in ("open", "gap") or (before.lastgroup == "gap" and after.lastgroup == "word")
    return False


def _merge_single_words(alternatives: list[list[Element]]) -> list[list[Element]]:
    """Alternatives of one word become one element, so that they cost nothing."""
    atoms: set[Atom] = set()
    longer: list[list[Element]] = []
    for alternative in alternatives:
        if len(alternative) == 1 and isinstance(alternative[0], Words):
            atoms |= alternative[0].atoms
        elif alternative not in longer:
            longer.append(alternative)
    merged: list[list[Element]] = [[Words(frozenset(atoms))]] if atoms else []
    return merged + longer


def _spread(ways: list[list[Element]], choices: list[list[Element]], phrase: str) -> list[list[Element]]:
    spread = [[*way, *choice] for way in ways for choice in choices]
    if len(spread) > MOST_VARIANTS:
        raise PhraseError(f"`{phrase}`: more than {MOST_VARIANTS} ways through its groups: write it as two phrases")
    return spread


def _read_gap(digits: str, phrase: str) -> Gap:
    if not (digits.isascii() and digits.isdecimal()):
        raise PhraseError(f"`{phrase}`: `<{digits}>` is no gap: write a number of words, as in `<3>`")
    if not 1 <= int(digits) <= WIDEST_GAP:
        raise PhraseError(f"`{phrase}`: a gap has 1 to {WIDEST_GAP} words: use two slots and within_words for more")
    return Gap(int(digits))


def _read_word(written: str, phrase: str, characters: Characters, language: str) -> list[Element]:
    bare = written.strip("*")
    if "*" in bare:
        raise PhraseError(f"`{phrase}`: a star stands at the start or the end of a word, not inside `{written}`")
    words = characters.word.findall(bare)
    rest = characters.word.sub("", bare)
    if not words:
        raise PhraseError(f"`{phrase}`: no letter or digit is left of `{written}`: remove it")
    if not _ALLOWED.fullmatch(rest):
        raise PhraseError(f"`{phrase}`: `{written}` has signs that are never compared: leave letters and digits only")
    elements: list[Element] = []
    for place, word in enumerate(words):
        open_start = written.startswith("*") and place == 0
        open_end = written.endswith("*") and place == len(words) - 1
        kind = INSIDE if open_start and open_end else END if open_start else START if open_end else WHOLE
        spellings = {characters.fold(word), *_umlaut_spellings(word, characters, language)}
        shortest = SHORTEST_INSIDE if kind == INSIDE else SHORTEST_STEM
        if kind != WHOLE and min(map(len, spellings)) < shortest:
            raise PhraseError(f"`{phrase}`: `{written}` fits too many words: give at least {shortest} letters")
        elements.append(Words(frozenset(Atom(kind, spelling) for spelling in spellings)))
    return elements


def _umlaut_spellings(word: str, characters: Characters, language: str) -> set[str]:
    if language != "de":
        return set()
    spelled = word.lower()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        spelled = spelled.replace(umlaut, letters)
    return {characters.fold(spelled)}


def _tidy(way: list[Element], phrase: str) -> Variant:
    """Join neighbouring gaps and drop those at the ends, which optional groups leave behind."""
    tidy: list[Element] = []
    for element in way:
        last = tidy[-1] if tidy else None
        if isinstance(element, Gap) and last is None:
            continue
        if isinstance(element, Gap) and isinstance(last, Gap):
            tidy[-1] = Gap(min(WIDEST_GAP, last.most + element.most))
        else:
            tidy.append(element)
    while tidy and isinstance(tidy[-1], Gap):
        tidy.pop()
    if not tidy:
        raise PhraseError(f"`{phrase}`: no word is left when every optional group is left out: keep one word fixed")
    return tuple(tidy)


def _check_limits(variant: Variant, phrase: str) -> None:
    words = sum(isinstance(e, Words) for e in variant)
    if words > MOST_WORDS:
        raise PhraseError(f"`{phrase}`: {words} words; {MOST_WORDS} are the most: use two slots and within_words")
    if len(variant) - words > MOST_GAPS:
        raise PhraseError(f"`{phrase}`: more than {MOST_GAPS} gaps: use slots and within_words")
