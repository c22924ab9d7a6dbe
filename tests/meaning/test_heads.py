"""The linear models: they learn, they are calibrated, and they are the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.meaning.heads import area_under_curve, balanced, calibrate, fit, sigmoid, threshold_at


def two_clouds(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    labels = (np.arange(count) % 2).astype(float)
    return random.normal(size=(count, 5)) + labels[:, None] * np.array([1.5, 0, 0, 0, 0]), labels


def test_a_head_tells_two_clouds_apart() -> None:
    vectors, labels = two_clouds()
    head = fit(vectors, labels, np.ones(len(labels)), ridge=1.0)
    assert area_under_curve(head.logits(vectors), labels > 0) > 0.8
    assert abs(head.weights[0]) > 3 * np.abs(head.weights[1:]).max()


def test_the_same_data_give_the_same_head() -> None:
    vectors, labels = two_clouds()
    heads = [fit(vectors, labels, np.ones(len(labels)), ridge=1.0) for _ in range(2)]
    assert (heads[0].weights == heads[1].weights).all()


def test_calibrated_scores_mean_what_they_say_on_ads_not_learnt_from() -> None:
    vectors, labels = two_clouds(4_000)
    train, hold = slice(0, 200), slice(200, 4_000)
    rough = fit(vectors[train], labels[train], np.ones(200), ridge=1e-6)
    head = calibrate(rough, rough.logits(vectors[hold]), labels[hold], np.ones(3_800))
    said = head.probabilities(vectors[hold])
    for low in (0.1, 0.3, 0.5, 0.7):
        rows = (said >= low) & (said < low + 0.2)
        assert labels[hold][rows].mean() == pytest.approx(low + 0.1, abs=0.08)


def test_area_under_curve_of_a_perfect_an_inverse_and_a_blind_score() -> None:
    labels = np.array([True, True, False, False])
    assert area_under_curve(np.array([3.0, 2.0, 1.0, 0.0]), labels) == 1.0
    assert area_under_curve(np.array([0.0, 1.0, 2.0, 3.0]), labels) == 0.0
    assert area_under_curve(np.zeros(4), labels) == 0.5


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=60), st.floats(0, 1))
def test_at_most_the_share_is_above_the_threshold(scores: list[float], share: float) -> None:
    above = sum(score > threshold_at(np.array(scores), share) for score in scores)
    assert above <= share * len(scores) + 1e-9


def test_no_scores_let_nothing_through() -> None:
    assert threshold_at(np.array([]), 0.5) == float("inf")


def test_balanced_weights_let_the_rare_class_count_the_same() -> None:
    weights = balanced([True, False, False, False])
    assert weights[0] == pytest.approx(weights[1:].sum())


@given(st.floats(-1e6, 1e6))
def test_sigmoid_stays_a_probability(score: float) -> None:
    assert 0.0 <= float(sigmoid(np.array([score]))[0]) <= 1.0
