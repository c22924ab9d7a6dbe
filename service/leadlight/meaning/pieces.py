"""Cuts a text into the tokens of the model: the most probable pieces of each word (SentencePiece, unigram)."""

from array import array
from collections.abc import Mapping
from functools import lru_cache

from leadlight.meaning.model_file import ModelFile

WORD_START = "\u2581"
LONGEST_PIECE = 16
"""Characters of the longest piece in the vocabulary of XLM-RoBERTa, counted in the file."""
UNKNOWN_COST = 10.0
"""How much less probable than the rarest piece an unknown character is; the value of SentencePiece."""
LONGEST_WORD = 128
"""Characters of one word that are read: a longer one is no word of any language, and would cost time."""
REMEMBERED_WORDS = 20_000
SPECIAL = frozenset({"<s>", "<pad>", "</s>", "<unk>", "<mask>"})
"""Pieces that steer the model; in the text of an ad they are ordinary characters."""


class Pieces:
    """The tokeniser of one model."""

    def __init__(self, model: ModelFile) -> None:
        self._pieces = model.pieces
        for piece in SPECIAL:
            self._pieces.pop(piece, None)
        self._scores = array("f", model.scores.tolist())
        self._folding: Mapping[int, str] = {ord(old): new for old, new in model.folding.items()}
        self._unknown = model.unknown
        self._unknown_score = float(model.scores.min()) - UNKNOWN_COST
        self._of_word = lru_cache(REMEMBERED_WORDS)(self._best)

    def of(self, text: str, *, at_most: int) -> list[int]:
        """Ids of the first `at_most` tokens of a text, without the marks for start and end."""
        ids: list[int] = []
        # Each character gives at most one token, so a longer beginning cannot be used up, except by blanks.
        for word in text.translate(self._folding).split(" "):
            if word:
                ids.extend(self._of_word(WORD_START + word[:LONGEST_WORD]))
            if len(ids) >= at_most:
                break
        return ids[:at_most]

    def _best(self, word: str) -> tuple[int, ...]:
        length = len(word)
        score = [0.0] + [float("-inf")] * length
        step: list[tuple[int, int]] = [(0, 0)] * (length + 1)
        for start in range(length):
            for end in range(start + 1, min(length, start + LONGEST_PIECE) + 1):
                piece = self._pieces.get(word[start:end], self._unknown)
                if piece != self._unknown:
                    candidate = score[start] + self._scores[piece]
                elif end == start + 1:
                    candidate = score[start] + self._unknown_score
                else:
                    continue
                if candidate > score[end]:
                    score[end], step[end] = candidate, (start, piece)
        return self._back(step)

    def _back(self, step: list[tuple[int, int]]) -> tuple[int, ...]:
        ids: list[int] = []
        at = len(step) - 1
        while at > 0:
            at, piece = step[at]
            # A run of unknown characters is one unknown token, as in the model's training.
            if not (piece == self._unknown and ids and ids[-1] == self._unknown):
                ids.append(piece)
        return tuple(reversed(ids))
