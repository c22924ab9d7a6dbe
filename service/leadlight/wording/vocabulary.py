"""Turns words into token classes: which atoms of the rules a word fits.

Words that fit the same atoms share one class object, so the matcher compares identities and small sets, never
letters. Every distinct piece of text is looked at once and remembered; the memory is bounded.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from leadlight.wording.characters import LINE_SIGN, Characters, Reading
from leadlight.wording.phrases import INSIDE, START, WHOLE
from leadlight.wording.second_view import second_view

REMEMBERED_PIECES = 100_000
"""Pieces of text kept. At 64 code points each, at most some 25 MB; the memory is emptied when full."""

LONGEST_REMEMBERED = 64
"""Code points. Longer pieces are links and noise; they are looked at each time and never kept."""

GRAM = 4

NONE: frozenset[int] = frozenset()
SINGLE, CUT = 1, 2

Step = tuple[int, frozenset[int]]
"""An element of a phrase: at most so many words in between, then a word that fits one of the atoms."""


@dataclass(frozen=True, slots=True)
class Start:
    """A phrase as searched from its rarest word.

    `before` and `after` are the elements around that word, the nearest first. `partner` is the word that is looked at
    before anything else: on the side `direction` (1 or -1, 0 when the phrase has one word), at most `reach` words away.
    `pair` is true when the two words side by side are the whole phrase. `first` is true for the rarest group of a rule.
    """

    slot: int
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    partner: frozenset[int]
    direction: int
    reach: int
    pair: bool
    first: bool


class Search:
    """The phrases that are searched from one word.

    Attributes:
        alone: slots of phrases that have no other word.
        after, before: phrases by an atom of the partner word that must stand after or before, at most
            `reach_after` or `reach_before` words away.
        slots: slots of all these phrases.

    """

    __slots__ = ("after", "after_atoms", "alone", "before", "before_atoms", "reach_after", "reach_before", "slots")

    def __init__(self, starts: Sequence[Start]) -> None:
        self.slots = frozenset(start.slot for start in starts)
        self.alone = tuple({start.slot for start in starts if start.direction == 0})
        self.after = _by_partner(start for start in starts if start.direction > 0)
        self.before = _by_partner(start for start in starts if start.direction < 0)
        self.after_atoms = frozenset(self.after)
        self.before_atoms = frozenset(self.before)
        self.reach_after = max((start.reach for start in starts if start.direction > 0), default=0)
        self.reach_before = max((start.reach for start in starts if start.direction < 0), default=0)


class Token(list[bool]):
    """Class of a word. As a list it is empty when the search may pass over the word.

    Attributes:
        atoms: atoms that the word fits; None for the end of a sentence.
        hidden: those of them that it fits only through a disguise.
        first: phrases of the rarest group of a rule, or None.
        near: phrases of other groups, searched only near an occurrence of the rarest, or None.
        odd: SINGLE for a single letter, CUT for a word that signs may cut: reasons for a second view of the text.
        tells: alphabets (by number) whose words, written in Latin letters, look like this one.

    """

    __slots__ = ("atoms", "first", "hidden", "near", "odd", "tells")
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__

    def __init__(
        self,
        atoms: frozenset[int] | None,
        hidden: frozenset[int],
        starts: Sequence[Start] = (),
        odd: int = 0,
        tells: tuple[int, ...] = (),
    ) -> None:
        first = [start for start in starts if start.first]
        near = [start for start in starts if not start.first]
        super().__init__([True] if starts or odd or tells else [])
        self.atoms = atoms
        self.hidden = hidden
        self.first = Search(first) if first else None
        self.near = Search(near) if near else None
        self.odd = odd
        self.tells = tells


def _by_partner(starts: Iterable[Start]) -> dict[int, tuple[Start, ...]]:
    found: dict[int, tuple[Start, ...]] = {}
    for start in starts:
        for atom in start.partner:
            found[atom] = (*found.get(atom, ()), start)
    return found


BREAK = Token(None, NONE)


class Vocabulary:
    """The atoms of a pack, and the memory of words already seen."""

    def __init__(
        self,
        atoms: Iterable[tuple[str, int]],
        starts: Mapping[int, Sequence[Start]],
        characters: Characters,
        tells: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        self._characters = characters
        self._starts = starts
        self._tells = tells or {}
        self._whole: dict[str, tuple[int, ...]] = {}
        self._prefixes: dict[str, tuple[int, ...]] = {}
        self._endings: dict[str, tuple[int, ...]] = {}
        self._inside: dict[str, list[tuple[str, int]]] = {}
        for atom, number in atoms:
            kind, text = atom[0], atom[1:]
            if kind == INSIDE:
                self._inside.setdefault(text[:GRAM], []).append((text, number))
            else:
                table = self._whole if kind == WHOLE else self._prefixes if kind == START else self._endings
                table[text] = (*table.get(text, ()), number)
        self._first = min(map(len, self._prefixes), default=1)
        lengths: dict[str, set[int]] = {}
        for text in self._prefixes:
            lengths.setdefault(text[: self._first], set()).add(len(text))
        self._lengths = {key: sorted(found) for key, found in lengths.items()}
        self._ending_lengths = sorted({len(text) for text in self._endings})
        self._classes: dict[tuple[frozenset[int], frozenset[int], int, tuple[int, ...]], Token] = {}
        self.plain = Token(NONE, NONE)
        self._words = _Memory(self.word)

    def word(self, word: str, odd: int = 0) -> Token:
        """Class of one word as cut from the text."""
        readings = self._characters.readings(word)
        if len(word) == 1 or (not word.isascii() and self._characters.is_single_letter(word)):
            odd |= SINGLE
        return self.of_readings(readings, odd, self._tells.get(readings[0].text, ()) if readings else ())

    def of_readings(self, readings: Iterable[Reading], odd: int = 0, tells: tuple[int, ...] = ()) -> Token:
        """Class of a word that reads in these ways."""
        plain: set[int] = set()
        hidden: set[int] = set()
        for reading in readings:
            self._collect(reading.text, hidden if reading.hidden else plain)
        if not (plain or hidden or odd or tells):
            return self.plain
        key = (frozenset(plain | hidden), frozenset(hidden - plain), odd, tells)
        token = self._classes.get(key)
        if token is None:
            starts = [start for atom in sorted(key[0]) for start in self._starts.get(atom, ())]
            token = self._classes[key] = Token(key[0], key[1], starts, odd, tells)
        return token

    def remembered(self, word: str) -> Token:
        """Class of one word, from memory when it was seen before."""
        return self._words[word]

    def joined(self, word: str) -> Token:
        """Class of a word that the ad takes apart: whatever it says is said in disguise."""
        readings = self._characters.readings(word)
        return self.of_readings(Reading(reading.text, hidden=True) for reading in readings)

    def _collect(self, text: str, into: set[int]) -> None:
        into.update(self._whole.get(text, ()))
        for length in self._lengths.get(text[: self._first], ()):
            if length > len(text):
                break
            into.update(self._prefixes.get(text[:length], ()))
        for length in self._ending_lengths:
            if length > len(text):
                break
            into.update(self._endings.get(text[-length:], ()))
        if self._inside:
            for place in range(len(text) - GRAM + 1):
                for part, atom in self._inside.get(text[place : place + GRAM], ()):
                    if text.startswith(part, place):
                        into.add(atom)

    def piece(self, piece: str) -> tuple[Token, ...]:
        """Classes of a piece of text without spaces: its words, and BREAK where a sentence ends.

        A piece that starts with LINE_SIGN is the first of a line.
        """
        if piece.startswith(LINE_SIGN):
            rest = self.piece(piece[1:])
            return (BREAK, *rest) if self._characters.starts_anew(piece[1:]) else rest
        words = self._words if len(piece) <= LONGEST_REMEMBERED else None
        characters = self._characters
        odd = CUT if characters.has_sign(piece) and second_view(piece, characters) is not None else 0
        tokens: list[Token] = []
        for word in characters.word_or_break.findall(piece):
            if not word:
                tokens.append(BREAK)
            elif words is None or odd:
                tokens.append(self.word(word, odd))
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
