"""Trains the heads of the meaning reader. Deterministic: the same ads give the same numbers.

Every score that is used to calibrate, to choose a threshold or to report is held out: the ad's language was left out
when the heads that scored it were fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadlight.meaning.corpus import Ad, Example, Kind
from leadlight.meaning.heads import Floats, Head, balanced, calibrate, fit, sigmoid
from leadlight.meaning.weights import FLOOR, ad_features, ad_vector, spread, topic_shares

SENTENCE_RIDGE = 10.0
AD_RIDGE = 15.0
"""How strongly the heads are held near 0: of 3, 5, 10, 15, 20, 30 and 60 those with the best area under the curve in
languages left out (0.940 for marked sentences, 0.964 for ads; half or twice as much changes the third digit)."""
STACK_RIDGE = 1e-2
GLANCE_RIDGE = 5.0
FEWEST_EXAMPLES = 12
"""Marked sentences below which an indicator has no column of its own: the median language would have none."""
UNMARKED = 0.3
"""How much a sentence of a suspicious ad counts that nobody marked: it may be harmless by itself."""
ORDINARY = 0.3
"""How much an ordinary ad's sentence counts: there are many, and they differ from the others in style as well."""
OTHER_FOLD = "other"
NO_AD = -1
FEWEST_FOR_CENTRE = 80


@dataclass(frozen=True, slots=True)
class Table:
    """Sentences with their vectors and what is known of them.

    Attributes:
        vectors: shape (sentences, 384), the average of their language taken off; lengths: characters of each sentence.
        ad: index of the ad that each sentence belongs to; -1 for an example of a rule.
        fold: language that leaves the sentence out.
        suspicious, weight: label and how much it counts.
        signs: index of the marked indicator, -1 for none; one of them when a sentence shows several.
        ad_fold, ad_suspicious, ad_weight: the same for ads.
        names: ids of the indicators that have enough marked sentences.
    """

    vectors: Floats
    lengths: Floats
    ad: NDArray[np.int64]
    fold: NDArray[np.str_]
    suspicious: NDArray[np.bool_]
    weight: Floats
    signs: NDArray[np.int64]
    ad_fold: NDArray[np.str_]
    ad_suspicious: NDArray[np.bool_]
    ad_weight: Floats
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Heads before calibration."""

    shows: Head
    whole: Head
    topics: Floats
    biases: Floats


@dataclass(frozen=True, slots=True)
class Held:
    """Held-out scores: of sentences whether they show a sign and shares of indicators; of ads their direction."""

    shows: Floats
    shares: Floats
    whole: Floats


def fold_of(lang: str, languages: frozenset[str]) -> str:
    """The group that is left out together: a language, or all languages without suspicious ads of their own."""
    return lang if lang in languages else OTHER_FOLD


def language_centres(ads: Sequence[Ad], counts: Sequence[int], vectors: Floats) -> dict[str, Floats]:
    """Average vector of the sentences of each language, and of all under "".

    A language's own flavour is the largest part of a vector and says nothing about an ad. No label is used. Where a
    language has ads of the project, its ordinary ads are left aside, so that every centre is of the same sort of ad.

    Args:
        ads: all ads.
        counts: number of sentences of each.
        vectors: of all their sentences, in order.
    """
    own = {ad.lang for ad in ads if ad.kind is not Kind.ORDINARY}
    owner = np.repeat(np.arange(len(ads)), counts)
    used = np.array([ad.kind is not Kind.ORDINARY or ad.lang not in own for ad in ads])[owner]
    langs = np.array([ad.lang for ad in ads])[owner]
    groups = {lang: used & (langs == lang) for lang in sorted(set(langs.tolist())) if lang}
    enough = {lang: rows for lang, rows in groups.items() if rows.sum() >= FEWEST_FOR_CENTRE}
    return {lang: vectors[rows].mean(axis=0) for lang, rows in enough.items()} | {"": vectors[used].mean(axis=0)}


def make_table(
    ads: Sequence[Ad],
    pieces: Sequence[Sequence[frozenset[str]]],
    examples: Sequence[Example],
    vectors: Floats,
    lengths: Floats,
) -> Table:
    """Put the training data into columns.

    Args:
        ads: all ads.
        pieces: for each ad the signs marked in each of its sentences.
        examples: sentences of rule files.
        vectors: of all sentences of all ads, then of all examples.
        lengths: characters of the same sentences.
    """
    languages = frozenset(ad.lang for ad in ads if ad.kind is Kind.SUSPICIOUS)
    marked = [(index, signs) for index, parts in enumerate(pieces) for signs in parts]
    counts: dict[str, int] = {}
    shown = [signs for index, signs in marked if ads[index].kind is Kind.SUSPICIOUS]
    for sign in [s for signs in shown for s in signs] + [e.sign for e in examples if e.shows]:
        counts[sign] = counts.get(sign, 0) + 1
    names = tuple(sorted(sign for sign, count in counts.items() if count >= FEWEST_EXAMPLES))
    columns = {name: column for column, name in enumerate(names)}
    rarest = sorted(names, key=lambda name: counts[name])
    rows = [_row(ads[index], signs) for index, signs in marked]
    rows += [(example.shows, 1.0, frozenset({example.sign})) for example in examples]
    return Table(
        vectors=vectors,
        lengths=lengths,
        ad=np.array([index for index, _ in marked] + [-1] * len(examples)),
        fold=np.array(
            [fold_of(ads[index].lang, languages) for index, _ in marked]
            + [fold_of(e.lang, languages) for e in examples]
        ),
        suspicious=np.array([row[0] for row in rows]),
        weight=np.array([row[1] for row in rows]),
        # The rarest sign of a sentence stands for it: the frequent ones have examples enough.
        signs=np.array([next((columns[name] for name in rarest if name in row[2]), -1) for row in rows]),
        ad_fold=np.array([fold_of(ad.lang, languages) for ad in ads]),
        ad_suspicious=np.array([ad.kind is Kind.SUSPICIOUS for ad in ads]),
        ad_weight=np.array([0.5 if ad.kind is Kind.ORDINARY else 1.0 for ad in ads]),
        names=names,
    )


def _row(ad: Ad, signs: frozenset[str]) -> tuple[bool, float, frozenset[str]]:
    if ad.kind is Kind.SUSPICIOUS:
        return True, 1.0 if signs or not ad.marks else UNMARKED, signs
    return False, ORDINARY if ad.kind is Kind.ORDINARY else 1.0, signs


def ad_directions(table: Table) -> Floats:
    """One vector for each ad; zeros for an ad without sentences."""
    directions = np.zeros((len(table.ad_fold), table.vectors.shape[1]))
    for index in range(len(directions)):
        rows = table.ad == index
        if rows.any():
            directions[index] = ad_vector(table.vectors[rows], table.lengths[rows])
    return directions


def fit_heads(table: Table, rows: NDArray[np.bool_], ads: NDArray[np.bool_]) -> Fitted:
    """Fit on these sentences and ads."""
    shows = _fit_shows(table, rows)
    directions = ad_directions(table)[ads]
    whole = fit(directions, table.ad_suspicious[ads].astype(float), table.ad_weight[ads], ridge=AD_RIDGE)
    x = spread(table.vectors[rows])
    topics, biases = _fit_topics(x, table.signs[rows], len(table.names))
    return Fitted(shows, whole, topics, biases)


TOPIC_RIDGE = 30.0
TOPIC_SCALE = 20.0
"""What the scores of the indicators are multiplied with before they become shares: the highest likelihood of the
marked sentences in languages left out."""


def _fit_shows(table: Table, rows: NDArray[np.bool_]) -> Head:
    # Examples of rules name an indicator, but stand alone: a model that learns from them what an ad's sentence looks
    # like does worse (0.915 instead of 0.940 for marked sentences), so they only teach the topics.
    used = rows & (table.ad != NO_AD)
    labels = table.suspicious[used].astype(float)
    return fit(spread(table.vectors[used]), labels, table.weight[used], ridge=SENTENCE_RIDGE)


def _fit_topics(x: Floats, signs: NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    """Least squares for all indicators at once: one matrix is solved, whatever their number."""
    rows = signs >= 0
    targets = np.eye(count)[signs[rows]]
    share = targets.mean(axis=0)
    known = np.hstack([x[rows], np.ones((int(rows.sum()), 1))])
    ridge = np.full(known.shape[1], TOPIC_RIDGE)
    ridge[-1] = 1e-6
    solved = np.linalg.solve(known.T @ known + np.diag(ridge), known.T @ (targets - share))
    return solved[:-1] * TOPIC_SCALE, solved[-1] * TOPIC_SCALE


def held_out(table: Table) -> Held:
    """Scores of every sentence and ad by heads that never saw its language."""
    shows = np.zeros(len(table.fold))
    shares = np.zeros((len(table.fold), len(table.names)))
    whole = np.full(len(table.ad_fold), FLOOR)
    for fold in np.unique(table.fold):
        rows, ads = table.fold == fold, table.ad_fold == fold
        fitted = fit_heads(table, ~rows, ~ads)
        x = spread(table.vectors[rows])
        shows[rows] = fitted.shows.logits(x)
        shares[rows] = topic_shares(x @ fitted.topics + fitted.biases)
        whole[ads] = fitted.whole.logits(ad_directions(table)[ads])
    return Held(shows, shares, whole)


LANGUAGE_GROUPS = 4
"""Languages that are left out together when an indicator is left out as well: sixty indicators by thirteen languages
would take half an hour."""


def shows_without_sign(table: Table, sign: int) -> Floats:
    """Scores of an indicator's marked sentences by a head that saw neither its languages nor an ad with that sign."""
    marked = (table.signs == sign) & (table.ad != NO_AD)
    with_sign = np.isin(table.ad, table.ad[marked]) | (table.signs == sign)
    folds = np.unique(table.fold)
    scores = np.zeros(len(table.fold))
    for group in range(LANGUAGE_GROUPS):
        rows = np.isin(table.fold, folds[group::LANGUAGE_GROUPS])
        if (rows & marked).any():
            scores[rows] = _fit_shows(table, ~rows & ~with_sign).logits(spread(table.vectors[rows]))
    return scores


def ad_feature_table(table: Table, held: Held, shows: Head) -> Floats:
    """Features of each ad out of held-out scores; those of sentences calibrated as in a reading."""
    scores = shows.slope * held.shows + shows.offset
    features = np.full((len(table.ad_fold), 2), FLOOR)
    for index in range(len(features)):
        rows = table.ad == index
        if rows.any():
            features[index] = ad_features(float(held.whole[index]), scores[rows])
    return features


def fit_ad(table: Table, features: Floats) -> tuple[Head, Floats]:
    """The head of whole ads, and the held-out score of each ad by heads fitted without its language."""
    labels = table.ad_suspicious.astype(float)
    weights = balanced(table.ad_suspicious) * table.ad_weight
    scores = np.zeros(len(labels))
    for fold in np.unique(table.ad_fold):
        rest = table.ad_fold != fold
        scores[~rest] = _rising(features[rest], labels[rest], weights[rest]).logits(features[~rest])
    return calibrate(_rising(features, labels, weights), scores, labels, weights), scores


def _rising(features: Floats, labels: Floats, weights: Floats) -> Head:
    """A head in which no feature counts against suspicion: a stronger sentence never makes an ad look better."""
    head = fit(features, labels, weights, ridge=STACK_RIDGE)
    if (head.weights >= 0).all():
        return head
    kept = np.where(head.weights >= 0, 1.0, 0.0)
    again = fit(features * kept, labels, weights, ridge=STACK_RIDGE)
    return Head(again.weights * kept, again.bias)


def calibrated_shows(head: Head, table: Table, held: Held) -> Head:
    """The sentence head, calibrated on held-out sentences that somebody marked."""
    known = (table.ad != NO_AD) & ~(table.suspicious & (table.weight < 1))
    return calibrate(head, held.shows[known], table.suspicious[known].astype(float), table.weight[known])


def certainties(shows: Head, held: Held) -> Floats:
    """Held-out certainty of each indicator in each sentence, as `MeaningReader.judge` computes it."""
    calibrated = shows.slope * held.shows + shows.offset
    return sigmoid(calibrated)[:, None] * held.shares


def fit_glance(table: Table, glances: Floats) -> Floats:
    """Direction in the space of word vectors that tells marked sentences from harmless ones; 0 when there are none."""
    known = (table.signs >= 0) | ~table.suspicious
    x = glances[known] - glances[known].mean(axis=0)
    # A near miss is worth reading as well: only the whole sentence tells which it is.
    labels = (table.signs[known] >= 0).astype(float)
    head = fit(spread(x), labels, balanced(labels > 0), ridge=GLANCE_RIDGE)
    return head.weights
