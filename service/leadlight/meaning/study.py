"""From ads to weights and figures: what `leadlight meaning train` and `evaluate` do, without the terminal."""

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from leadlight.findings import CheckResult, Weight
from leadlight.meaning.about import Bars
from leadlight.meaning.corpus import Ad, Example, Kind
from leadlight.meaning.evaluation import HeldOut, Judged, Level, figures_of, is_raised, judge_all
from leadlight.meaning.heads import Floats, sigmoid, threshold_at
from leadlight.meaning.ports import DIMENSIONS, Embedder
from leadlight.meaning.reading import Reading
from leadlight.meaning.training import (
    Table,
    ad_feature_table,
    calibrated_shows,
    certainties,
    fit_ad,
    fit_glance,
    fit_heads,
    held_out,
    language_centres,
    make_table,
)
from leadlight.meaning.weights import StoredExample, Weights

ADS_AT_ONCE = 16
EXAMPLES_OF_A_SIGN = 24
"""Sentences kept of each indicator to show as the nearest; more would only make the file larger."""
NEAR_MISSES_RAISED = 0.03
ORDINARY_RAISED = 0.005
"""The bars of the study: shares of honest ads that meaning may lift to caution."""
SUSPICIOUS_SHARES = (0.02, 0.03, 0.04, 0.06, 0.09, 0.13)
LIKE_BARS = (0.03, 0.05, 0.08, 0.12, 0.2)
VERY_LIKE = 0.85
LIKE_ALONE = 0.6

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from and measured on, with its vectors.

    Attributes:
        wording: what the phrases find in each ad; weights: weight of each indicator that has rules.
        table: the sentences of `ads`, then `examples`; texts: their words.
        glances: cheap vectors of the same sentences.
        centres: average vector of each language.
    """

    ads: Sequence[Ad]
    examples: Sequence[Example]
    wording: Sequence[CheckResult]
    weights: Mapping[str, Weight]
    table: Table
    texts: Sequence[str]
    glances: Floats
    centres: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights, and how they do on held-out ads."""

    weights: Weights
    bars: Bars
    judged: Sequence[Judged]
    held: HeldOut


def embed_all(
    ads: Sequence[Ad], examples: Sequence[Example], embedder: Embedder, *, progress: Progress
) -> tuple[Floats, Floats, list[str]]:
    """Vectors, cheap vectors and words of all sentences of all ads, then of the examples."""
    groups = [[piece.text for piece in ad.pieces()] for ad in ads] + [[example.text] for example in examples]
    vectors: list[Floats] = [np.empty((0, DIMENSIONS))]
    glances: list[Floats] = [np.empty((0, DIMENSIONS))]
    for at in range(0, len(groups), ADS_AT_ONCE):
        part = groups[at : at + ADS_AT_ONCE]
        vectors.extend(one.astype(np.float64) for one in embedder.embed(part))
        glances.extend(embedder.glance(group).astype(np.float64) for group in part)
        progress(at + len(part), len(groups))
    return np.concatenate(vectors), np.concatenate(glances), [text for group in groups for text in group]


def gather_material(
    ads: Sequence[Ad],
    examples: Sequence[Example],
    wording: Sequence[CheckResult],
    weights: Mapping[str, Weight],
    embedder: Embedder,
    *,
    progress: Progress,
) -> Material:
    """Embed everything and put it into columns."""
    vectors, glances, texts = embed_all(ads, examples, embedder, progress=progress)
    signs = [[ad.signs_of(piece) for piece in ad.pieces()] for ad in ads]
    lengths = np.array([len(text) for text in texts], float)
    counts = [len(one) for one in signs]
    centres = language_centres(ads, counts, vectors[: sum(counts)])
    langs = [ad.lang for ad, count in zip(ads, counts, strict=True) for _ in range(count)]
    langs += [example.lang for example in examples]
    centred = vectors - np.stack([centres.get(lang, centres[""]) for lang in langs])
    table = make_table(ads, signs, examples, centred, lengths)
    return Material(ads, examples, wording, weights, table, texts, glances, centres)


def train(material: Material, *, level: Level, model: str, today: date) -> Trained:
    """Fit the heads on everything; calibrate, choose the bars and measure on held-out scores."""
    table = material.table
    held = held_out(table)
    fitted = fit_heads(table, np.ones(len(table.fold), bool), np.ones(len(table.ad_fold), bool))
    shows = calibrated_shows(fitted.shows, table, held)
    ad_head, ad_scores = fit_ad(table, ad_feature_table(table, held, shows))
    out = HeldOut(table, certainties(shows, held), held.shows, sigmoid(ad_head.slope * ad_scores + ad_head.offset))
    readings = [out.reading(index, ad) for index, ad in enumerate(material.ads)]
    version = f"{today.isoformat()}-{digest_of(material.texts)[:8]}"
    bars, judged = _choose_bars(material, readings, level=level, version=version)
    kept = _examples_to_show(table)
    weights = Weights(
        version=version,
        model=model,
        signs=table.names,
        centres=material.centres,
        shows=shows,
        topics=fitted.topics,
        biases=fitted.biases,
        whole=fitted.whole,
        ad=ad_head,
        glance=fit_glance(table, material.glances),
        examples=tuple(StoredExample(material.texts[row], _language(material, row)) for row in kept),
        example_vectors=_directions(table.vectors[kept]),
        example_signs=table.signs[kept],
        about={"bars": _as_numbers(bars), "data": _data(material), "figures": _figures(judged)},
    )
    return Trained(weights, bars, judged, out)


def _choose_bars(
    material: Material, readings: Sequence[Reading], *, level: Level, version: str
) -> tuple[Bars, list[Judged]]:
    """The bars that find most in the language they find least in, among those that keep honest ads below theirs."""
    honest = np.array([r.suspicion for r, ad in zip(readings, material.ads, strict=True) if ad.kind is Kind.NEAR_MISS])
    best: tuple[tuple[float, ...], Bars, list[Judged]] | None = None
    for share, like in itertools.product(SUSPICIOUS_SHARES, LIKE_BARS):
        bars = Bars(VERY_LIKE, like, LIKE_ALONE, round(threshold_at(honest, share), 4))
        judged = judge_all(
            material.ads,
            readings,
            material.wording,
            level=level,
            bars=bars,
            version=version,
            weights=material.weights,
        )
        score = _score(judged)
        if best is None or score > best[0]:
            best = (score, bars, judged)
    assert best is not None  # noqa: S101  the grid is not empty
    return best[1], best[2]


def _score(judged: Sequence[Judged]) -> tuple[float, ...]:
    near = _lifted([one for one in judged if one.ad.kind is Kind.NEAR_MISS])  # what phrases raise, bars cannot mend
    ordinary = _lifted([one for one in judged if one.ad.kind is Kind.ORDINARY])
    kept = near <= NEAR_MISSES_RAISED and ordinary <= ORDINARY_RAISED
    figures = figures_of(judged)
    if not kept:
        return (0.0, -near - ordinary)
    return (1.0, figures[-1].both + min(one.both for one in figures))


def _lifted(judged: Sequence[Judged]) -> float:
    lifted = sum(is_raised(one.both) and not is_raised(one.phrases) for one in judged)
    return lifted / len(judged) if judged else 0.0


def _examples_to_show(table: Table) -> list[int]:
    """Rows of suspicious sentences, evenly spread over each indicator's."""
    kept: list[int] = []
    for sign in range(len(table.names)):
        rows = np.flatnonzero((table.signs == sign) & table.suspicious)
        step = max(len(rows) / EXAMPLES_OF_A_SIGN, 1.0)
        kept.extend(int(rows[int(index * step)]) for index in range(min(len(rows), EXAMPLES_OF_A_SIGN)))
    return kept


def _language(material: Material, row: int) -> str:
    ad = int(material.table.ad[row])
    if ad >= 0:
        return material.ads[ad].lang
    return material.examples[row - (len(material.texts) - len(material.examples))].lang


def _directions(centred: Floats) -> Floats:
    directions: Floats = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return directions


def digest_of(texts: Sequence[str]) -> str:
    """SHA-256 of texts in their order, in hexadecimal."""
    return hashlib.sha256("\x00".join(texts).encode("utf-8", "replace")).hexdigest()


def _data(material: Material) -> dict[str, object]:
    by_kind = {kind: [ad.text for ad in material.ads if ad.kind is kind] for kind in Kind}
    data: dict[str, object] = {
        kind.value: {"ads": len(texts), "sha256": digest_of(texts)} for kind, texts in by_kind.items()
    }
    examples = [example.text for example in material.examples]
    return data | {"rule_examples": {"sentences": len(examples), "sha256": digest_of(examples)}}


def _as_numbers(bars: Bars) -> dict[str, float]:
    return {
        "very_like": bars.very_like,
        "like": bars.like,
        "like_alone": bars.like_alone,
        "suspicious": bars.suspicious,
    }


def _figures(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    return {
        one.lang: {
            "found_by_phrases": round(one.phrases, 4),
            "found_by_both": round(one.both, 4),
            "near_misses_raised": round(one.near_both, 4),
        }
        for one in figures_of(judged)
    }
