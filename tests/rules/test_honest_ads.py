"""An honest ad for work abroad is not accused, in any language: its wage is no sign, and small signs stay small."""

import json
from pathlib import Path

import pytest

from leadlight.findings import Check, CheckResult, Finding, State, Weight
from leadlight.postings.model import Posting
from leadlight.screening.verdict import Level, decide
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet

HONEST = json.loads((Path(__file__).parent / "data/honest.json").read_text(encoding="utf-8"))
"""Written for this test. `pay`: sentences with a wage. `ads`: seasonal work with a named employer, a contract, a bed
that costs something, a bus, a quick start, and a chat account; no experience or language is asked for. `more`: ads and
sentences whose ordinary words were once taken for a sign. `hourly`: sentences with pay by the hour. `boards`: what
stands in any ad on a board. `everyday`: what honest ads of many trades say of pay, papers, beds, journeys, courses,
deposits and fraud in their name."""
COUNTRIES = {"en": "GB", "uk": "UA", "ca": "ES", "el": "GR"}
"""Where a language is not named after the country: the law on fees there decides about red lines."""

MONTHLY = (1_200, 1_600, 1_800, 2_000, 2_500, 2_800, 3_000, 3_500)
"""Euros a month that people without a trade do earn in Europe."""


@pytest.mark.parametrize("language", sorted(HONEST["pay"]))
def test_an_ordinary_wage_is_no_sign(language: str, rules: RuleSet) -> None:
    spellings = (str, lambda n: f"{n // 1000} {n % 1000:03}", lambda n: f"{n}-{n + 400}")
    texts = [
        sentence.format(n=spell(wage))
        for sentence in HONEST["pay"][language]
        for wage in MONTHLY
        for spell in spellings
    ]
    loud = [text for text in texts for hit in rules.engine.match([("text", text)]) if hit.indicator == "pay.too_good"]
    assert loud == []


@pytest.mark.parametrize("language", sorted(HONEST["hourly"]))
def test_pay_by_the_hour_is_no_working_time(language: str, rules: RuleSet) -> None:
    texts = [sentence.format(n=pay) for sentence in HONEST["hourly"][language] for pay in (*range(7, 26), 30, 75, 90)]
    loud = {hit.indicator for text in texts for hit in rules.engine.match([("text", text)])}
    assert not [indicator for indicator in loud if indicator.startswith("hours.")]


@pytest.mark.parametrize("language", sorted(HONEST["ads"]))
def test_many_small_signs_in_an_honest_ad_make_a_notice(language: str, rules: RuleSet) -> None:
    wording = check_wording(Posting(title="", text=HONEST["ads"][language], country=""), rules)
    assert len(wording.findings) >= 3
    others = [CheckResult(check, State.NOTHING_FOUND) for check in (Check.REGISTER, Check.CONTACT)]
    assert decide([wording, *others]).level is Level.NOTICE


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in HONEST["more"].items() for text in texts]
)
def test_ordinary_words_of_work_abroad_make_no_more_than_a_notice(language: str, text: str, rules: RuleSet) -> None:
    wording = check_wording(Posting(title="", text=text, country=""), rules)
    others = [CheckResult(check, State.NOTHING_FOUND) for check in (Check.REGISTER, Check.CONTACT)]
    assert decide([wording, *others]).level in (Level.NOTICE, Level.NOTHING_FOUND), language


@pytest.mark.parametrize("language", sorted(HONEST["everyday"]))
def test_what_honest_ads_for_work_abroad_say_is_a_small_sign_at_most(language: str, rules: RuleSet) -> None:
    sentences = HONEST["everyday"][language]
    found = {text: check_wording(Posting(title="", text=text, country=""), rules).findings for text in sentences}
    assert {text: seen for text, findings in found.items() if (seen := [f for f in findings if not is_small(f)])} == {}
    others = [CheckResult(check, State.NOTHING_FOUND) for check in (Check.REGISTER, Check.CONTACT)]
    together = check_wording(Posting(title="", text=" ".join(sentences), country=""), rules)
    assert decide([together, *others]).level is Level.NOTICE


def is_small(finding: Finding) -> bool:
    return finding.weight is Weight.WEAK and not finding.red_line and not finding.combination


@pytest.mark.parametrize("language", sorted(HONEST["boards"]))
def test_what_stands_in_any_ad_on_a_board_makes_no_more_than_a_notice(language: str, rules: RuleSet) -> None:
    others = [CheckResult(check, State.NOTHING_FOUND) for check in (Check.REGISTER, Check.CONTACT)]
    country = COUNTRIES.get(language, language.upper())
    loud = {
        text: decided.level
        for text in HONEST["boards"][language]
        if (decided := decide([check_wording(Posting(title="", text=text, country=country), rules), *others])).level
        not in (Level.NOTICE, Level.NOTHING_FOUND)
    }
    assert loud == {}
