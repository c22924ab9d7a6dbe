"""Measures the meaning reader on ads of a language that it never saw, and what it gets wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadlight.findings import CheckResult, Weight
from leadlight.meaning.about import Bars
from leadlight.meaning.corpus import Ad, Kind
from leadlight.meaning.findings import add_meaning, level_is_decided
from leadlight.meaning.heads import Floats, area_under_curve, threshold_at
from leadlight.meaning.reader import MOST_SIGNS
from leadlight.meaning.reading import Likeness, Reading
from leadlight.meaning.sentences import Piece
from leadlight.meaning.training import Table
from leadlight.postings.model import Posting

FALSE_ALARM_SHARES = (0.01, 0.001)

Level = Callable[[CheckResult], str]


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """How well one language does that was left out of training.

    Attributes:
        suspicious, near_misses, ordinary: number of ads.
        area: area under the curve of the ad score, suspicious against near misses; None without near misses.
        recall: share of suspicious ads above the score that 1 % and 0.1 % of all honest ads reach.
        phrases, both: share of suspicious ads at caution or above, by phrases alone and with meaning.
        near_phrases, near_both: the same for near misses; ordinary_phrases, ordinary_both: for ordinary ads.
    """

    lang: str
    suspicious: int
    near_misses: int
    ordinary: int
    area: float | None
    recall: tuple[float, ...]
    phrases: float
    both: float
    near_phrases: float
    near_both: float
    ordinary_phrases: float
    ordinary_both: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One ad with the level that phrases alone give, and phrases with held-out meaning."""

    ad: Ad
    phrases: str
    both: str
    suspicion: float
    reading: Reading


def held_out_reading(
    pieces: Sequence[Piece], certainty: Floats, shows: Floats, suspicion: float, names: Sequence[str]
) -> Reading:
    """The reading that `MeaningReader.judge` would give, from held-out scores."""
    if not pieces:
        return Reading((), 0.0, None, 0, 0)
    likenesses = tuple(
        Likeness(names[column], pieces[row].span, float(certainty[row, column]), "", "")
        for column in np.argsort(-certainty.max(axis=0))[:MOST_SIGNS]
        for row in [int(certainty[:, column].argmax())]
    )
    return Reading(likenesses, suspicion, pieces[int(shows.argmax())].span, len(pieces), 0)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the model says of every ad when the ad's language was left out of training.

    Attributes:
        certainty, shows: of each sentence in `table`; suspicion: of each ad, between 0 and 1.
    """

    table: Table
    certainty: Floats
    shows: Floats
    suspicion: Floats

    def reading(self, index: int, ad: Ad) -> Reading:
        """The reading of one ad."""
        rows = np.flatnonzero(self.table.ad == index)
        return held_out_reading(
            ad.pieces(), self.certainty[rows], self.shows[rows], float(self.suspicion[index]), self.table.names
        )


def judge_all(
    ads: Sequence[Ad],
    readings: Sequence[Reading],
    wording: Sequence[CheckResult],
    *,
    level: Level,
    bars: Bars,
    version: str,
    weights: Mapping[str, Weight],
) -> list[Judged]:
    """Judge every ad twice: by phrases alone, and together with its reading."""
    judged = []
    for ad, reading, first in zip(ads, readings, wording, strict=True):
        second = first
        if not level_is_decided(first):
            posting = Posting(text=ad.text, title=ad.title)
            second = add_meaning(first, posting, reading, bars=bars, version=version, weights=weights)
        judged.append(Judged(ad, level(first), level(second), reading.suspicion, reading))
    return judged


def is_raised(level: str) -> bool:
    """Caution or above."""
    return level in ("caution", "warning")


def figures_of(judged: Sequence[Judged]) -> list[LanguageFigures]:
    """Figures by language; "all" comes last."""
    languages = sorted({one.ad.lang for one in judged if one.ad.kind is Kind.SUSPICIOUS})
    honest = np.array([one.suspicion for one in judged if one.ad.kind is not Kind.SUSPICIOUS])
    bars = tuple(threshold_at(honest, share) for share in FALSE_ALARM_SHARES)
    groups = [(lang, [one for one in judged if one.ad.lang == lang]) for lang in languages]
    return [_figures(lang, group, bars) for lang, group in [*groups, ("all", list(judged))]]


def _figures(lang: str, judged: Sequence[Judged], bars: Sequence[float]) -> LanguageFigures:
    by_kind = {kind: [one for one in judged if one.ad.kind is kind] for kind in Kind}
    suspicious, near, ordinary = (by_kind[kind] for kind in (Kind.SUSPICIOUS, Kind.NEAR_MISS, Kind.ORDINARY))
    scores = np.array([one.suspicion for one in (*suspicious, *near)])
    labels = np.array([True] * len(suspicious) + [False] * len(near))
    return LanguageFigures(
        lang=lang,
        suspicious=len(suspicious),
        near_misses=len(near),
        ordinary=len(ordinary),
        area=area_under_curve(scores, labels) if suspicious and near else None,
        recall=tuple(_share(one.suspicion > bar for one in suspicious) for bar in bars),
        phrases=_share(is_raised(one.phrases) for one in suspicious),
        both=_share(is_raised(one.both) for one in suspicious),
        near_phrases=_share(is_raised(one.phrases) for one in near),
        near_both=_share(is_raised(one.both) for one in near),
        ordinary_phrases=_share(is_raised(one.phrases) for one in ordinary),
        ordinary_both=_share(is_raised(one.both) for one in ordinary),
    )


def _share(values: Iterable[object]) -> float:
    listed = [bool(value) for value in values]
    return sum(listed) / len(listed) if listed else 0.0
