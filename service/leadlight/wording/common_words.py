"""How common words are in ordinary job ads. Decides which word of a phrase is searched for, never what matches."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path

from leadlight.errors import RuleError
from leadlight.wording.phrases import START, WHOLE, Atom, Words

COMMON_WORDS_FILE = "common_words.json"
UNLISTED = 5.0
"""Times in 100,000 words: about the rarest word that the list holds."""

OPEN_ENDED = 8
"""Letters from which a stem is about as rare as a whole word that is not listed."""


class Commonness:
    """Times that words occur in 100,000 words of ordinary ads, in the language where they are most common."""

    def __init__(self, counts: Mapping[str, float]) -> None:
        self._counts = counts
        self._sorted = sorted(counts)

    def of_words(self, words: Words) -> float:
        """How often one of these atoms fits, roughly."""
        return sum(map(self._of_atom, words.atoms))

    def _of_atom(self, atom: Atom) -> float:
        if atom.kind == WHOLE:
            return self._counts.get(atom.text, UNLISTED / len(atom.text))
        unlisted = UNLISTED * max(1, OPEN_ENDED - len(atom.text))
        if atom.kind == START:
            first = bisect_left(self._sorted, atom.text)
            last = bisect_left(self._sorted, atom.text + "\U0010ffff")
            return unlisted + sum(self._counts[word] for word in self._sorted[first:last])
        return unlisted + sum(count for word, count in self._counts.items() if atom.fits(word))


def read_common_words(folder: Path) -> Commonness:
    """Read the list of a rules folder; without one, every word counts as rare.

    Raises:
        RuleError: the file is no such list.
    """
    path = folder / COMMON_WORDS_FILE
    if not path.is_file():
        return Commonness({})
    try:
        return Commonness({str(word): float(count) for word, count in json.loads(path.read_text("utf-8")).items()})
    except (ValueError, AttributeError, TypeError) as error:
        raise RuleError(f"{path}:1: {error}: run `leadlight rules common-words`") from error
