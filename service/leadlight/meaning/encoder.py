"""The network of multilingual-e5-small in plain numpy: tokens in, one vector for each text out.

A BERT encoder: twelve layers of attention and a two-step network, normalised after each, the average over the
tokens at the end. Weights are unpacked once to 32-bit floats (85 MB); the table of 250,000 word vectors stays packed
in mapped memory and only the rows that a text needs are unpacked. Texts are laid end to end in one matrix, so that
the large products run once for all; attention looks only inside each text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadlight.meaning.model_file import BLOCK_BYTES, Floats, ModelFile, unpack

# Abramowitz and Stegun 7.1.26: the error function within 1.5e-7, which is below the noise of the 4-bit weights.
ERF_P = np.float32(0.3275911)
ERF = tuple(np.float32(a) for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
ROOT_HALF = np.float32(np.sqrt(0.5))


@dataclass(frozen=True, slots=True)
class _Linear:
    weights: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        y: Floats = x @ self.weights
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class _Norm:
    scale: Floats
    shift: Floats
    epsilon: float

    def __call__(self, x: Floats) -> Floats:
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1])
        x /= np.sqrt(variance + np.float32(self.epsilon))
        x *= self.scale
        x += self.shift
        return x


@dataclass(frozen=True, slots=True)
class _Layer:
    attention_in: _Linear
    attention_out: _Linear
    attention_norm: _Norm
    widen: _Linear
    narrow: _Linear
    norm: _Norm


class Encoder:
    """The network, ready to run. Not safe for two threads at once only in so far as both take memory."""

    def __init__(self, model: ModelFile) -> None:
        self._model = model
        self._words = model.tensors["emb.word"].packed.reshape(model.sizes.vocabulary, -1)
        type_zero = model.tensors["emb.type"].numbers()[: model.sizes.width]
        self._positions = model.tensors["emb.pos"].numbers().reshape(-1, model.sizes.width) + type_zero
        self._norm = self._read_norm("emb.ln")
        self._layers = [self._read_layer(f"l{number}") for number in range(model.sizes.layers)]

    def encode(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """Vectors of the tokens of each text, shape (tokens, width) each. Every text has at least one token."""
        ends = np.cumsum([len(ids) for ids in texts])
        starts = ends - [len(ids) for ids in texts]
        spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
        x = self._look_up(np.concatenate([np.asarray(ids) for ids in texts]))
        for start, end in spans:
            x[start:end] += self._positions[: end - start]
        x = self._norm(x)
        for layer in self._layers:
            x = self._run(layer, x, spans)
        return [x[start:end] for start, end in spans]

    def word_vectors(self, ids: Sequence[int]) -> Floats:
        """The static vectors of these tokens: what the network starts from, without looking at the neighbours."""
        return self._look_up(np.asarray(ids))

    def _look_up(self, ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
        rows = self._words[ids].reshape(-1, BLOCK_BYTES)
        return unpack(rows).reshape(len(ids), -1)

    def _run(self, layer: _Layer, x: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
        x += layer.attention_out(self._attend(layer.attention_in(x), spans))
        x = layer.attention_norm(x)
        x += layer.narrow(_gelu(layer.widen(x)))
        return layer.norm(x)

    def _attend(self, qkv: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
        heads, width = self._model.sizes.heads, self._model.sizes.width
        out = np.empty((len(qkv), width), np.float32)
        split = qkv.reshape(len(qkv), 3, heads, width // heads)
        for start, end in spans:
            q, k, v = split[start:end].transpose(1, 2, 0, 3)
            scores = q @ k.transpose(0, 2, 1)
            scores -= scores.max(axis=2, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=2, keepdims=True)
            out[start:end] = (scores @ v).transpose(1, 0, 2).reshape(end - start, width)
        return out

    def _read_linear(self, name: str) -> _Linear:
        bias = self._model.tensors[name + ".b"].numbers()
        weights = self._model.tensors[name + ".w"].numbers().reshape(len(bias), -1)
        return _Linear(np.ascontiguousarray(weights.T), bias)

    def _read_norm(self, name: str) -> _Norm:
        tensors = self._model.tensors
        return _Norm(tensors[name + ".w"].numbers(), tensors[name + ".b"].numbers(), self._model.sizes.epsilon)

    def _read_layer(self, name: str) -> _Layer:
        q, k, v = (self._read_linear(f"{name}.{part}") for part in "qkv")
        # Attention divides by the root of the head's width; done once here instead of for every text.
        shrink = np.float32(1 / np.sqrt(self._model.sizes.width // self._model.sizes.heads))
        together = _Linear(
            np.concatenate([q.weights * shrink, k.weights, v.weights], axis=1),
            np.concatenate([q.bias * shrink, k.bias, v.bias]),
        )
        return _Layer(
            attention_in=together,
            attention_out=self._read_linear(name + ".ao"),
            attention_norm=self._read_norm(name + ".aln"),
            widen=self._read_linear(name + ".fi"),
            narrow=self._read_linear(name + ".fo"),
            norm=self._read_norm(name + ".oln"),
        )


def _gelu(x: Floats) -> Floats:
    """Half of x times (1 + erf(x / root 2)), in place of a library that numpy does not have."""
    z = np.abs(x)
    z *= ROOT_HALF
    t = z * ERF_P
    t += 1
    np.reciprocal(t, out=t)
    tail = t * ERF[0]
    for a in ERF[1:]:
        tail += a
        tail *= t
    np.square(z, out=z)
    np.negative(z, out=z)
    np.exp(z, out=z)
    tail *= z
    # tail = 1 - erf(|x| / root 2), so x * Phi(x) = max(x, 0) - |x| * tail / 2.
    np.abs(x, out=z)
    tail *= z
    tail *= np.float32(0.5)
    np.maximum(x, 0, out=x)
    x -= tail
    return x
