"""The trained numbers of the meaning reader, with what they were trained on and how well they do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadlight.errors import CheckUnavailable
from leadlight.meaning.about import ABOUT, FOLDER
from leadlight.meaning.heads import Floats, Head

NUMBERS = "heads.npz"
BYTE = 127.0
"""Example vectors are kept in one byte a number: the nearest example is shown, not counted with."""
FLOOR = -6.0
"""A sentence cannot be more harmless than this."""
SPREAD = 8.0
"""Length that centred vectors are brought to; any number does, the ridge of the training is chosen for this one."""


@dataclass(frozen=True, slots=True)
class StoredExample:
    """A sentence that an indicator was learnt from."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that turns vectors into a reading.

    Attributes:
        version: day and hash of the numbers; changes whenever they do.
        model: version of the embedder that the numbers belong to.
        signs: ids of the indicators, one for each column of `topics`.
        centres: average vector of each language's ads, and of all under ""; taken off every vector first.
        shows: does this sentence show a sign, rather than deny it or have nothing to do with it?
        topics, biases: which indicator is it about? Columns are turned into shares that add up to 1.
        whole: does the direction of the whole ad lie with the suspicious ones?
        ad: from that and the scores of the sentences to the ad as a whole; see `ad_features`.
        glance: direction in the space of word vectors, for choosing sentences of a long ad.
        examples, example_vectors, example_signs: sentences to show as the nearest.
        about: data hashes, thresholds and measured figures, as stored.
    """

    version: str
    model: str
    signs: tuple[str, ...]
    centres: Mapping[str, Floats]
    shows: Head
    topics: Floats
    biases: Floats
    whole: Head
    ad: Head
    glance: Floats
    examples: tuple[StoredExample, ...]
    example_vectors: Floats
    example_signs: NDArray[np.int64]
    about: Mapping[str, Any]

    def centred(self, vectors: Floats, language: str) -> Floats:
        """Vectors with the average of their language taken off; of all languages when it is unknown."""
        return vectors - self.centres.get(language, self.centres[""])

    def piece_logits(self, centred: Floats) -> tuple[Floats, Floats]:
        """For each sentence: score that it shows a sign at all (0 = even odds), and the share of each indicator."""
        directions = spread(centred)
        return self.shows.logits(directions), topic_shares(directions @ self.topics + self.biases)

    def ad_logit(self, centred: Floats, lengths: Floats, shows: Floats) -> float:
        """Score of the whole ad from the vectors, lengths and scores of its sentences; 0 = even odds."""
        whole = float(self.whole.logits(ad_vector(centred, lengths)[None, :])[0])
        return float(self.ad.logits(ad_features(whole, shows)[None, :])[0])

    def nearest_example(self, sign: int, centred: Floats) -> StoredExample:
        """The example of this indicator whose meaning is nearest to the sentence."""
        rows = np.flatnonzero(self.example_signs == sign)
        nearest = int((self.example_vectors[rows] @ centred).argmax())
        return self.examples[int(rows[nearest])]


def spread(centred: Floats) -> Floats:
    """Vectors brought to one length, so that only their direction counts."""
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    directions: Floats = centred / np.maximum(lengths, 1e-9)
    return directions * SPREAD


def topic_shares(scores: Floats) -> Floats:
    """Shares that add up to 1 in each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def ad_vector(centred: Floats, lengths: Floats) -> Floats:
    """One vector for the whole ad: the direction in which its sentences lie on average, long ones counting more."""
    mean = lengths @ centred / max(float(lengths.sum()), 1e-9)
    direction: Floats = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return direction * SPREAD


def ad_features(whole: float, shows: Floats) -> Floats:
    """What an ad is judged by: the score of its direction, and its strongest sentence.

    Nothing here grows with length, emoji or capitals by themselves: an average has no length, and a sentence more
    that is harmless does not make the strongest one stronger.
    """
    return np.array([whole, max(float(shows.max()), FLOOR)])


def save_weights(weights: Weights, folder: Path) -> None:
    """Write the numbers and what is known about them."""
    folder.mkdir(parents=True, exist_ok=True)
    languages = sorted(weights.centres)
    numbers = {
        "centres": np.stack([weights.centres[lang] for lang in languages]).astype(np.float32),
        "shows": np.append(weights.shows.weights, weights.shows.bias).astype(np.float32),
        "shows_calibration": np.array([weights.shows.slope, weights.shows.offset]),
        "topics": weights.topics.astype(np.float32),
        "biases": weights.biases.astype(np.float32),
        "whole": np.append(weights.whole.weights, weights.whole.bias).astype(np.float32),
        "ad": np.append(weights.ad.weights, weights.ad.bias),
        "ad_calibration": np.array([weights.ad.slope, weights.ad.offset]),
        "glance": weights.glance.astype(np.float32),
        "example_vectors": np.clip(np.rint(weights.example_vectors * BYTE), -BYTE, BYTE).astype(np.int8),
        "example_signs": weights.example_signs.astype(np.int16),
    }
    np.savez_compressed(folder / NUMBERS, **numbers)  # type: ignore[arg-type]
    about = {"version": weights.version, "model": weights.model, "signs": weights.signs} | dict(weights.about)
    about["languages"] = languages
    about["examples"] = [[example.lang, example.text] for example in weights.examples]
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@lru_cache(maxsize=2)
def load_weights(folder: Path = FOLDER) -> Weights:
    """Read the numbers that ship with Leadlight, or those of a folder.

    Raises:
        CheckUnavailable: a file is missing or cut short.
    """
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        with np.load(folder / NUMBERS, allow_pickle=False) as stored:
            numbers = {name: stored[name].astype(np.float64) for name in stored.files}
        return _weights(about, numbers)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise CheckUnavailable("meaning_unavailable", problem=f"no weights: {type(error).__name__}") from error


def _weights(about: dict[str, Any], numbers: Mapping[str, Floats]) -> Weights:
    return Weights(
        version=about.pop("version"),
        model=about.pop("model"),
        signs=tuple(about.pop("signs")),
        centres=dict(zip(about.pop("languages"), numbers["centres"], strict=True)),
        shows=_head(numbers["shows"], numbers["shows_calibration"]),
        topics=numbers["topics"],
        biases=numbers["biases"],
        whole=_head(numbers["whole"], np.array([1.0, 0.0])),
        ad=_head(numbers["ad"], numbers["ad_calibration"]),
        glance=numbers["glance"],
        examples=tuple(StoredExample(text, lang) for lang, text in about.pop("examples")),
        example_vectors=numbers["example_vectors"] / BYTE,
        example_signs=numbers["example_signs"].astype(np.int64),
        about=about,
    )


def _head(numbers: Floats, calibration: Floats) -> Head:
    return Head(numbers[:-1], float(numbers[-1]), float(calibration[0]), float(calibration[1]))
