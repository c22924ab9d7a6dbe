"""Small linear models on top of sentence vectors: one number in, one calibrated probability out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 25
"""Newton steps; the fit is the same to six digits after about ten."""
ENOUGH = 1e-6


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic model: probability that what the vector stands for shows a thing.

    Attributes:
        weights: one number for each number of the vector.
        bias: what is added.
        slope, offset: calibration (Platt): the raw score is multiplied and moved so that 0.8 means 0.8.
    """

    weights: Floats
    bias: float
    slope: float = 1.0
    offset: float = 0.0

    def logits(self, vectors: Floats) -> Floats:
        """Calibrated scores, 0 at even odds; shape (rows,)."""
        raw: Floats = vectors @ self.weights + self.bias
        return self.slope * raw + self.offset

    def probabilities(self, vectors: Floats) -> Floats:
        """Calibrated probabilities between 0 and 1; shape (rows,)."""
        return sigmoid(self.logits(vectors))


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), for any x."""
    y: Floats = 0.5 * (1.0 + np.tanh(0.5 * x))
    return y


def fit(vectors: Floats, labels: Floats, weights: Floats, *, ridge: float) -> Head:
    """Fit a logistic model by Newton's method; the same numbers in give the same model out.

    Args:
        vectors: shape (rows, width).
        labels: 0 or 1 for each row.
        weights: how much each row counts, above 0.
        ridge: how strongly weights are held near 0, above 0.
    """
    x = np.hstack([vectors, np.ones((len(vectors), 1))])
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 1e-9
    theta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        expected = sigmoid(x @ theta)
        gradient = x.T @ (weights * (expected - labels)) + penalty * theta
        curvature = weights * np.maximum(expected * (1 - expected), 1e-9)
        step = np.linalg.solve((x * curvature[:, None]).T @ x + np.diag(penalty), gradient)
        theta -= step
        if float(np.abs(step).max()) < ENOUGH:
            break
    return Head(theta[:-1], float(theta[-1]))


def calibrate(head: Head, logits: Floats, labels: Floats, weights: Floats) -> Head:
    """The head with slope and offset that make held-out scores mean what they say (Platt scaling)."""
    platt = fit(logits[:, None], labels, weights, ridge=1e-3)
    return Head(head.weights, head.bias, float(platt.weights[0]), platt.bias)


def area_under_curve(scores: Floats, labels: NDArray[np.bool_]) -> float:
    """Chance that a random suspicious one scores above a random honest one; ties count half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ordered = scores[order]
    _, first, counts = np.unique(ordered, return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    positives = int(labels.sum())
    negatives = len(labels) - positives
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def threshold_at(scores: Floats, share: float) -> float:
    """The lowest score that at most this share of `scores` is above."""
    if not len(scores):
        return float("inf")
    allowed = int(np.floor(share * len(scores)))
    return float(np.sort(scores)[::-1][allowed]) if allowed < len(scores) else float("-inf")


def balanced(labels: Sequence[bool] | NDArray[np.bool_]) -> Floats:
    """Row weights that let both classes count the same, with a mean of 1."""
    positive = np.asarray(labels, bool)
    share = positive.mean()
    weights: Floats = np.where(positive, 0.5 / share, 0.5 / (1 - share))
    return weights
