"""Writes the study page: how well the meaning reader does on what it was not trained on, and what it gets wrong."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadlight.meaning.corpus import Kind
from leadlight.meaning.evaluation import Judged, LanguageFigures, figures_of, is_raised
from leadlight.meaning.heads import Floats
from leadlight.meaning.study import Material, Trained
from leadlight.meaning.training import NO_AD, shows_without_sign

MISTAKES_SHOWN = 6
QUOTED = 160
FEWEST_SENTENCES = 6

HEAD = """# How well the meaning reader does

Rebuilt by `leadlight meaning evaluate`; weights {version}, model {model}.

Every figure is held out: the language of an ad was left out when the heads that judged it were trained, so the model
knows the language only from its own pre-training. Suspicious ads and near misses are those of `shared_rules/corpus`,
**written for this project by few hands**: they are more alike than real ads, some situations return in several
languages, and many near misses were written to be hard (the same words, denied). Read the figures as a comparison of
readers on one set, not as what will be found in the world. {ordinary}

## Languages left out

Found: suspicious ads at `caution` or above. Raised: honest ads at `caution` or above, by whichever reader.

| language | ads: suspicious, near misses, ordinary | area under curve | model alone at 1 % / 0.1 % false alarms |\
 found by phrases | found by both | near misses raised: phrases, both | ordinary raised: phrases, both |
|---|---|---|---|---|---|---|---|
"""

FOOT = """
"Both" follows the table in `meaning/findings.py`: a model's finding is at most medium and never makes a warning alone.
Bars, chosen on these held-out scores: whole ad {suspicious:.2f}, sentence in a suspicious ad {like:.2f}, sentence
alone {like_alone:.2f}, sentence that is medium in any ad {very_like:.2f}.

## Calibration

Probability that the whole ad is suspicious, as said and as it was, over all ads of the study weighted as in training
(half suspicious, half not).

| said | ads | were suspicious |
|---|---|---|
"""


def study_page(trained: Trained, material: Material) -> str:
    """The whole page, in Markdown."""
    figures = figures_of(trained.judged)
    ordinary = sum(ad.kind is Kind.ORDINARY for ad in material.ads)
    about = (
        f"{ordinary} ordinary ads were measured beside them; they are not part of the project."
        if ordinary
        else "No ordinary ads were given for this run."
    )
    head = HEAD.format(version=trained.weights.version, model=trained.weights.model, ordinary=about)
    bars = trained.bars
    foot = FOOT.format(suspicious=bars.suspicious, like=bars.like, like_alone=bars.like_alone, very_like=bars.very_like)
    parts = [head, *(_line(one) for one in figures), foot, *_calibration(trained, material)]
    parts += ["\n## Indicators left out\n\n", *_indicators_left_out(trained)]
    parts += ["\n## What it gets wrong\n\n", *_mistakes(trained.judged)]
    return "".join(parts)


def _line(one: LanguageFigures) -> str:
    recall = " / ".join(f"{share:.0%}" for share in one.recall)
    area = "" if one.area is None else f"{one.area:.3f}"
    return (
        f"| {one.lang} | {one.suspicious}, {one.near_misses}, {one.ordinary} | {area} | {recall} "
        f"| {one.phrases:.0%} | {one.both:.0%} | {one.near_phrases:.1%}, {one.near_both:.1%} "
        f"| {one.ordinary_phrases:.1%}, {one.ordinary_both:.1%} |\n"
    )


def _calibration(trained: Trained, material: Material) -> list[str]:
    said = trained.held.suspicion
    truth = material.table.ad_suspicious
    weight = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean())) * material.table.ad_weight
    lines = []
    for low in np.arange(0, 1, 0.2):
        rows = (said >= low) & (said < low + 0.2 + 1e-9)
        if rows.any():
            share = float((weight * truth)[rows].sum() / weight[rows].sum())
            lines.append(f"| {low:.1f} to {low + 0.2:.1f} | {int(rows.sum())} | {share:.2f} |\n")
    return lines


def _indicators_left_out(trained: Trained) -> list[str]:
    """For each indicator: its marked sentences scored by a model that saw neither them nor their language."""
    table = trained.held.table
    marked = (table.signs >= 0) & (table.ad != NO_AD)
    lines = [
        "Share of an indicator's suspicious sentences that score above nine in ten near-miss sentences of all "
        "indicators: when only the language was left out of training, and when every ad that shows the sign was left "
        "out as well.\n\n| indicator | sentences | known | left out |\n|---|---|---|---|\n"
    ]
    for sign, name in enumerate(table.names):
        rows = marked & (table.signs == sign) & table.suspicious
        if rows.sum() >= FEWEST_SENTENCES:
            known = _above(trained.held.shows, rows, marked & ~table.suspicious)
            without = shows_without_sign(table, sign)
            unknown = _above(without, rows, marked & ~table.suspicious & (without != 0))
            lines.append(f"| {name} | {int(rows.sum())} | {known:.0%} | {unknown:.0%} |\n")
    return lines


def _above(scores: Floats, rows: NDArray[np.bool_], harmless: NDArray[np.bool_]) -> float:
    return float((scores[rows] > np.quantile(scores[harmless], 0.9)).mean())


def _mistakes(judged: Sequence[Judged]) -> list[str]:
    missed = [one for one in judged if one.ad.kind is Kind.SUSPICIOUS and not is_raised(one.both)]
    raised = [one for one in judged if one.ad.kind is Kind.NEAR_MISS and is_raised(one.both)]
    missed.sort(key=lambda one: one.suspicion)
    raised.sort(key=lambda one: -one.suspicion)
    lines = [f"Suspicious ads that stay below `caution` ({len(missed)}), the most harmless first:\n\n"]
    lines += [_quoted(one) for one in missed[:MISTAKES_SHOWN]]
    lines += [f"\nNear misses at `caution` or above ({len(raised)}), the most suspicious first:\n\n"]
    lines += [_quoted(one) for one in raised[:MISTAKES_SHOWN]]
    return lines


def _quoted(one: Judged) -> str:
    words = " ".join(one.ad.text.split())
    words = words if len(words) <= QUOTED else words[:QUOTED] + "…"
    return f"- {one.ad.id} ({one.suspicion:.2f}): “{words}”\n"
