"""Training: held out means held out, and the same data give the same numbers."""

from dataclasses import replace

import numpy as np
import pytest

from leadlight.meaning.corpus import Ad, Example, Kind, Mark
from leadlight.meaning.training import (
    FEWEST_EXAMPLES,
    Table,
    fold_of,
    held_out,
    language_centres,
    make_table,
    shows_without_sign,
)

LANGS = ("bg", "en", "sk")


def ads_of_three_languages() -> list[Ad]:
    ads = []
    for number in range(90):
        kind = Kind.SUSPICIOUS if number % 2 else Kind.NEAR_MISS
        sign = "papers.kept" if number % 4 > 1 else "pay.crypto"
        text = f"Sentence that shows the sign number {number}."
        ads.append(Ad(f"ad-{number}", LANGS[number % 3], kind, text, marks=(Mark(sign, len(text)),)))
    return ads


@pytest.fixture(scope="module")
def table() -> Table:
    ads = ads_of_three_languages()
    random = np.random.default_rng(3)
    vectors = random.normal(size=(len(ads), 384))
    vectors[:, 0] += np.array([3.0 if ad.kind is Kind.SUSPICIOUS else -3.0 for ad in ads])
    signs = [[ad.signs_of(piece) for piece in ad.pieces()] for ad in ads]
    return make_table(ads, signs, [], vectors, np.full(len(ads), 40.0))


def test_held_out_scores_of_a_language_do_not_depend_on_its_labels(table: Table) -> None:
    rows, ads = table.fold == "sk", table.ad_fold == "sk"
    flipped = replace(
        table,
        suspicious=np.where(rows, ~table.suspicious, table.suspicious),
        ad_suspicious=np.where(ads, ~table.ad_suspicious, table.ad_suspicious),
        signs=np.where(rows, 1 - table.signs, table.signs),
    )
    one, other = held_out(table), held_out(flipped)
    assert (one.shows[rows] == other.shows[rows]).all()
    assert (one.whole[ads] == other.whole[ads]).all()
    assert (one.shares[rows] == other.shares[rows]).all()
    assert not (one.shows[~rows] == other.shows[~rows]).all()


def test_what_is_learnt_in_two_languages_holds_in_the_third(table: Table) -> None:
    held = held_out(table)
    assert held.shows[table.suspicious].mean() > held.shows[~table.suspicious].mean() + 1


def test_an_indicator_left_out_has_no_part_in_any_fit(table: Table) -> None:
    sign = table.names.index("papers.kept")
    rows = table.signs == sign
    flipped = replace(table, suspicious=np.where(rows, ~table.suspicious, table.suspicious))
    assert (shows_without_sign(table, sign) == shows_without_sign(flipped, sign)).all()


def test_an_indicator_with_too_few_examples_gets_no_column() -> None:
    few = [Example(f"Sentence {n}.", "en", "crime.border", shows=True) for n in range(FEWEST_EXAMPLES - 1)]
    enough = [Example(f"Sentence {n}.", "en", "papers.kept", shows=True) for n in range(FEWEST_EXAMPLES)]
    examples = [*few, *enough]
    table = make_table([], [], examples, np.zeros((len(examples), 384)), np.ones(len(examples)))
    assert table.names == ("papers.kept",)


def test_the_centre_of_a_language_is_that_of_its_own_ads_not_of_its_ordinary_ones() -> None:
    own = [Ad(f"o{n}", "en", Kind.NEAR_MISS, "x") for n in range(80)]
    ordinary = [Ad(f"p{n}", "en", Kind.ORDINARY, "x") for n in range(80)]
    vectors = np.vstack([np.ones((80, 384)), np.full((80, 384), 9.0)])
    centres = language_centres([*own, *ordinary], [1] * 160, vectors)
    assert centres["en"] == pytest.approx(np.ones(384))


def test_languages_without_suspicious_ads_are_left_out_together() -> None:
    assert fold_of("pt", frozenset({"en"})) == fold_of("lv", frozenset({"en"}))
    assert fold_of("en", frozenset({"en"})) == "en"
