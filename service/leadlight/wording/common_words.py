"""How common words are in ordinary job ads. Decides which word of a phrase is searched for, never what matches."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path

from leadlight.errors import RuleError
from leadlight.wording.phrases import START, WHOLE, Atom

COMMON_WORDS_FILE = "common_words.json"
UNLISTED = 1.0
"""Times in 100,000 words, on average over the languages: about the rarest word that the list holds."""

OPEN_ENDED = 8
"""Letters from which a stem is about as rare as a whole word that is not listed."""


class Commonness:
    """Times that words occur in 100,000 words of ordinary ads, on average over the languages.

    The average, because an ad is in one language: the word of one language costs nothing in the ads of the others, and
    a number, which is as common in all, costs in each.
    """

    def __init__(self, languages: Mapping[str, Mapping[str, float]]) -> None:
        self._counts: dict[str, float] = {}
        for words in languages.values():
            for word, count in words.items():
                self._counts[word] = self._counts.get(word, 0) + count / len(languages)
        self._sorted = sorted(self._counts)

    def of_atom(self, atom: Atom) -> float:
        """How often an atom fits, roughly."""
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
        return Commonness(json.loads(path.read_text("utf-8")))
    except (ValueError, AttributeError, TypeError) as error:
        raise RuleError(f"{path}:1: {error}: run `leadlight rules common-words`") from error
