"""Turns words into token classes: which atoms of the rules a word fits.

Words that fit the same atoms share one class object, so the matcher compares identities and small sets, never
letters. Every distinct piece of text is looked at once and remembered; the memory is bounded.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from leadlight.wording.characters import Characters, Reading
from leadlight.wording.phrases import END, START, WHOLE

REMEMBERED_PIECES = 100_000
"""Pieces of text kept. At 64 code points each, at most some 25 MB; the memory is emptied when full."""

LONGEST_REMEMBERED = 64
"""Code points. Longer pieces are links and noise; they are looked at each time and never kept."""

GRAM = 4

Step = tuple[int, frozenset[int]]
"""An element of a phrase: at most so many words in between, then a word that fits one of the atoms."""


@dataclass(frozen=True, slots=True)
class Start:
    """A phrase as searched from its rarest word.

    `before` and `after` are the elements around that word, the nearest first. `partner` is the word that is looked at
    before anything else: on the side `direction` (1 or -1, 0 when the phrase has one word), at most `reach` words away.
    `pair` is true when the two words side by side are the whole phrase.
    """

    slot: int
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    partner: frozenset[int]
    direction: int
    reach: int
    pair: bool


class Token(list[Start]):
    """Class of a word. As a list it holds the phrases that are searched from this word.

    Attributes:
        atoms: atoms that the word fits; None for the end of a sentence.
        hidden: those of them that it fits only through a disguise.
        alone: phrases that have no other word.
        after, before: phrases by an atom of the partner word that must stand after or before, at most
            `reach_after` or `reach_before` words away.

    """

    __slots__ = ("after", "alone", "atoms", "before", "hidden", "reach_after", "reach_before")
    __hash__ = object.__hash__  # type: ignore[assignment]

    def __init__(self, atoms: frozenset[int] | None, hidden: frozenset[int], starts: Iterable[Start] = ()) -> None:
        super().__init__(starts)
        self.atoms = atoms
        self.hidden = hidden
        self.alone = tuple(start for start in self if start.direction == 0)
        self.after = _by_partner(start for start in self if start.direction > 0)
        self.before = _by_partner(start for start in self if start.direction < 0)
        self.reach_after = max((start.reach for start in self if start.direction > 0), default=0)
        self.reach_before = max((start.reach for start in self if start.direction < 0), default=0)


def _by_partner(starts: Iterable[Start]) -> dict[int, tuple[Start, ...]]:
    found: dict[int, tuple[Start, ...]] = {}
    for start in starts:
        for atom in start.partner:
            found[atom] = (*found.get(atom, ()), start)
    return found


NONE: frozenset[int] = frozenset()
BREAK = Token(None, NONE)


class Vocabulary:
    """The atoms of a pack, and the memory of words already seen."""

    def __init__(self, atoms: list[str], starts: dict[int, list[Start]], characters: Characters) -> None:
        self._characters = characters
        self._starts = starts
        self._whole: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._endings: dict[str, int] = {}
        self._inside: dict[str, list[tuple[str, int]]] = {}
        for number, atom in enumerate(atoms):
            kind, text = atom[0], atom[1:]
            if kind == WHOLE:
                self._whole[text] = number
            elif kind == START:
                self._prefixes[text] = number
            elif kind == END:
                self._endings[text] = number
            else:
                self._inside.setdefault(text[:GRAM], []).append((text, number))
        self._first = min(map(len, self._prefixes), default=1)
        self._lengths: dict[str, tuple[int, ...]] = {}
        for text in sorted(self._prefixes, key=len):
            key = text[: self._first]
            lengths = self._lengths.get(key, ())
            self._lengths[key] = lengths if len(text) in lengths else (*lengths, len(text))
        self._ending_lengths = sorted({len(text) for text in self._endings})
        self._classes: dict[tuple[frozenset[int], frozenset[int]], Token] = {}
        self.plain = Token(NONE, NONE)
        self._words = _Memory(self.word)

    def word(self, word: str) -> Token:
        """Class of one word as cut from the text."""
        return self.of_readings(self._characters.readings(word))

    def of_readings(self, readings: Iterable[Reading]) -> Token:
        """Class of a word that reads in these ways."""
        plain: set[int] = set()
        hidden: set[int] = set()
        for reading in readings:
            self._collect(reading.text, hidden if reading.hidden else plain)
        if not plain and not hidden:
            return self.plain
        key = (frozenset(plain | hidden), frozenset(hidden - plain))
        token = self._classes.get(key)
        if token is None:
            starts = [start for atom in sorted(key[0]) for start in self._starts.get(atom, ())]
            token = self._classes[key] = Token(key[0], key[1], starts)
        return token

    def _collect(self, text: str, into: set[int]) -> None:
        number = self._whole.get(text)
        if number is not None:
            into.add(number)
        for length in self._lengths.get(text[: self._first], ()):
            if length > len(text):
                break
            number = self._prefixes.get(text[:length])
            if number is not None:
                into.add(number)
        for length in self._ending_lengths:
            if length > len(text):
                break
            number = self._endings.get(text[-length:])
            if number is not None:
                into.add(number)
        if self._inside:
            for place in range(len(text) - GRAM + 1):
                for part, atom in self._inside.get(text[place : place + GRAM], ()):
                    if text.startswith(part, place):
                        into.add(atom)

    def piece(self, piece: str) -> tuple[Token, ...]:
        """Classes of a piece of text without spaces: its words, and BREAK where a sentence ends."""
        words = self._words if len(piece) <= LONGEST_REMEMBERED else None
        tokens: list[Token] = []
        for word in self._characters.word_or_break.findall(piece):
            if not word:
                tokens.append(BREAK)
            elif words is None:
                tokens.append(self.word(word))
            else:
                tokens.append(words[word])
        return tuple(tokens)

    def pieces(self) -> "dict[str, tuple[Token, ...]]":
        """A bounded memory of pieces; asking for an unknown piece looks at it."""
        return _Memory(self.piece)


V = TypeVar("V")


class _Memory(dict[str, V]):
    """Remembers answers for short texts; forgets everything when full, which costs less than keeping order."""

    def __init__(self, ask: Callable[[str], V]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, text: str) -> V:
        answer = self._ask(text)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED_PIECES:
                self.clear()
            self[text] = answer
        return answer
