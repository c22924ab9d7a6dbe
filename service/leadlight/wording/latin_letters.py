"""Words of other alphabets written in Latin letters: how each can be spelled, and which words betray such a text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

MOST_SPELLINGS = 64
"""Spellings of one word. Words with more ambiguous letters get the most usual spellings of their last ones."""

FEWEST_TELLS = 2
"""Different betraying words that a text must have. One may be a name."""


@dataclass(frozen=True, slots=True)
class LatinLetters:
    """One language that people also write in Latin letters.

    Attributes:
        language: ISO 639-1.
        letters: letter, or letters read together, -> spellings, the most usual first.
        tells: words that show that a text is in this language.

    """

    language: str
    letters: Mapping[str, tuple[str, ...]]
    tells: tuple[str, ...]

    def spellings(self, word: str) -> Iterator[str]:
        """Every spelling of a folded word, at most MOST_SPELLINGS; none when it has other letters."""
        choices: list[tuple[str, ...]] = []
        at = 0
        count = 1
        while at < len(word):
            letter = word[at : at + 2] if word[at : at + 2] in self.letters else word[at]
            spelled = self.letters.get(letter)
            if spelled is None:
                return
            if count * len(spelled) > MOST_SPELLINGS:
                spelled = spelled[:1]
            count *= len(spelled)
            choices.append(spelled)
            at += len(letter)
        yield from ("".join(parts) for parts in islice(product(*choices), MOST_SPELLINGS))

    def spelled_atoms(self, atoms: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Atoms of a pack in Latin letters, with the numbers of the atoms that they stand for."""
        for number, atom in enumerate(atoms):
            for spelling in dict.fromkeys(self.spellings(atom[1:])):
                if spelling:
                    yield atom[0] + spelling, number


def latin_letters_of(packed: Iterable[Mapping[str, Any]]) -> list[LatinLetters]:
    """Read the `latin` part of a pack."""
    return [
        LatinLetters(
            language=entry["language"],
            letters={letter: tuple(spelled) for letter, spelled in entry["letters"].items()},
            tells=tuple(entry["tells"]),
        )
        for entry in packed
    ]
