"""Turns words into their classes. Every piece of text is looked at once and remembered; the memory is bounded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from leadlight.wording.characters import LINE_SIGN, LONGEST_WORD, Characters, Reading
from leadlight.wording.phrases import INSIDE, START, WHOLE
from leadlight.wording.second_view import second_view
from leadlight.wording.tokens import BREAK, CUT, NONE, SINGLE, Start, Token

REMEMBERED_PIECES = 100_000
"""Pieces of text kept. At 64 code points each, at most some 25 MB; the memory is emptied when full."""

REMEMBERED_CLASSES = 50_000
"""Classes kept. The shipped rules and ordinary ads make some 15,000; ads made of many rules' words make more, at about
a kilobyte each."""

LONGEST_REMEMBERED = 64
"""Code points. Longer pieces are links and noise; they are looked at each time and never kept."""

GRAM = 4
NO_ATOMS: tuple[int, ...] = ()


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
        self._grams = frozenset(self._inside)
        self._first, self._lengths = _lengths(self._prefixes, lambda text, size: text[:size])
        self._last, self._ending_lengths = _lengths(self._endings, lambda text, size: text[-size:])
        self._classes: dict[tuple[frozenset[int], frozenset[int], int, tuple[int, ...]], Token] = {}
        self.plain = Token(NONE, NONE)
        self.pieces: dict[str, tuple[Token, ...]] = _Memory(self._piece)
        self._cut_words: dict[str, Token] = _Memory(lambda word: self.word(word, CUT))

    def word(self, word: str, odd: int = 0) -> Token:
        """Class of one word as cut from the text."""
        if word.isascii() and word.isalpha() and 1 < len(word) <= LONGEST_WORD and not odd:
            return self._of_reading(word.lower(), hidden=False)
        if self._characters.is_single_letter(word):
            odd |= SINGLE
        readings = self._characters.readings(word)
        if len(readings) == 1 and not odd:
            return self._of_reading(*readings[0])
        return self.of_readings(readings, odd, self._tells.get(readings[0].text, ()) if readings else ())

    def _of_reading(self, text: str, hidden: bool) -> Token:
        """Class of a word that reads in one way, as most words do."""
        atoms = self._atoms_of(text)
        tells = self._tells.get(text, ())
        if not (atoms or tells):
            return self.plain
        fits = frozenset(atoms)
        return self._class(fits, fits if hidden else NONE, 0, tells)

    def of_readings(self, readings: Iterable[Reading], odd: int = 0, tells: tuple[int, ...] = ()) -> Token:
        """Class of a word that reads in these ways."""
        plain: set[int] = set()
        hidden: set[int] = set()
        for reading in readings:
            (hidden if reading.hidden else plain).update(self._atoms_of(reading.text))
        if not (plain or hidden or odd or tells):
            return self.plain
        return self._class(frozenset(plain | hidden), frozenset(hidden - plain), odd, tells)

    def _class(self, atoms: frozenset[int], hidden: frozenset[int], odd: int, tells: tuple[int, ...]) -> Token:
        key = (atoms, hidden, odd, tells)
        token = self._classes.get(key)
        if token is None:
            starts = [start for atom in sorted(atoms) for start in self._starts.get(atom, ())]
            if len(self._classes) >= REMEMBERED_CLASSES:
                self._classes.clear()
            token = self._classes[key] = Token(atoms, hidden, starts, odd, tells)
        return token

    def remembered(self, word: str) -> Token:
        """Class of one word, from memory when it was seen before."""
        return self.pieces[word][0]

    def joined(self, word: str) -> Token:
        """Class of a word that the ad takes apart: whatever it says is said in disguise."""
        readings = self._characters.readings(word)
        return self.of_readings(Reading(reading.text, hidden=True) for reading in readings)

    def _atoms_of(self, text: str) -> tuple[int, ...]:
        """Atoms that a folded word fits; one may come twice."""
        found = self._whole.get(text, NO_ATOMS)
        size = len(text)
        for length in self._lengths.get(text[: self._first], NO_ATOMS):
            if length > size:
                break
            found += self._prefixes.get(text[:length], NO_ATOMS)
        for length in self._ending_lengths.get(text[-self._last :], NO_ATOMS):
            if length > size:
                break
            found += self._endings.get(text[-length:], NO_ATOMS)
        if self._grams and not self._grams.isdisjoint([text[n : n + GRAM] for n in range(size - GRAM + 1)]):
            found += tuple(
                atom
                for n in range(size - GRAM + 1)
                for part, atom in self._inside.get(text[n : n + GRAM], ())
                if text.startswith(part, n)
            )
        return found

    def _piece(self, piece: str) -> tuple[Token, ...]:
        """Classes of a piece of text without spaces: its words, and BREAK where a sentence ends.

        A piece that starts with LINE_SIGN is the first of a line. A word alone is a piece too, so that it is looked at
        once however it is followed.
        """
        if piece.isascii() and piece.isalpha():
            return self.word(piece).alone
        if piece.startswith(LINE_SIGN):
            rest = self.pieces[piece[1:]]
            return (BREAK, *rest) if self._characters.starts_anew(piece[1:]) else rest
        words = self._characters.word_or_break.findall(piece)
        if len(words) == 1:
            return (self.word(words[0]) if words[0] else BREAK).alone
        # A long piece is not remembered; whether it is really cut, its sentence tells just as well.
        if self._characters.has_sign(piece) and (
            len(piece) > LONGEST_REMEMBERED or second_view(piece, self._characters) is not None
        ):
            return tuple([self._cut_words[word] if word else BREAK for word in words])
        return tuple([self.pieces[word][0] if word else BREAK for word in words])


def _lengths(table: Iterable[str], end: Callable[[str, int], str]) -> tuple[int, dict[str, tuple[int, ...]]]:
    """The shortest length in a table, and by that many letters the lengths that begin, or end, with them."""
    shortest = min(map(len, table), default=1)
    lengths: dict[str, set[int]] = {}
    for text in table:
        lengths.setdefault(end(text, shortest), set()).add(len(text))
    return shortest, {key: tuple(sorted(found)) for key, found in lengths.items()}


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
