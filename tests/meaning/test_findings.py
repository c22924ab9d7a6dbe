"""Every row of the table in meaning/findings.py."""

from dataclasses import replace

import pytest

from factories import a_finding, a_posting, a_result
from leadlight.findings import Check, CheckResult, Reason, State, Weight
from leadlight.meaning.about import Bars
from leadlight.meaning.findings import WHOLE_AD, add_meaning, level_is_decided, without_meaning
from leadlight.meaning.reading import NOTHING, Likeness, Reading
from leadlight.postings.model import Span
from leadlight.screening.verdict import Level, decide

BARS = Bars(very_like=0.9, like=0.1, like_alone=0.5, suspicious=0.8)
WEIGHTS = {
    "papers.kept": Weight.STRONG,
    "pay.crypto": Weight.MEDIUM,
    "pay.too_good": Weight.MEDIUM,
    "one_hand.housing": Weight.WEAK,
}
POSTING = a_posting("The boss looks after your documents. You sleep upstairs.")
SPANS = {"first": Span("text", 0, 36), "second": Span("text", 37, 56)}


def like(indicator: str = "papers.kept", certainty: float = 0.95, where: str = "first") -> Likeness:
    return Likeness(indicator, SPANS[where], certainty, "The passport stays with me.", "en")


def read(*likenesses: Likeness, suspicion: float = 0.2) -> Reading:
    return Reading(likenesses, suspicion, SPANS["first"], 2, 0)


def with_meaning(reading: Reading, *phrases) -> CheckResult:
    wording = a_result(Check.WORDING, *phrases)
    return add_meaning(wording, POSTING, reading, bars=BARS, version="2026-11-26-ab", weights=WEIGHTS)


def seen(result: CheckResult) -> dict[str, tuple[Weight, str]]:
    return {finding.indicator: (finding.weight, finding.source.id) for finding in result.findings}


def test_a_sentence_very_like_an_indicator_is_a_medium_finding_even_when_phrases_would_be_strong() -> None:
    assert seen(with_meaning(read(like(certainty=0.95)))) == {"papers.kept": (Weight.MEDIUM, "meaning")}


def test_a_sentence_like_an_indicator_in_a_suspicious_ad_is_medium() -> None:
    result = with_meaning(read(like(certainty=0.2), like("pay.crypto", 0.2, "second"), suspicion=0.9))
    assert seen(result) == {"papers.kept": (Weight.MEDIUM, "meaning"), "pay.crypto": (Weight.MEDIUM, "meaning")}


def test_a_sentence_like_an_indicator_in_another_ad_is_weak() -> None:
    assert seen(with_meaning(read(like(certainty=0.6)))) == {"papers.kept": (Weight.WEAK, "meaning")}


def test_a_sentence_below_the_bar_is_nothing() -> None:
    result = with_meaning(read(like(certainty=0.4)))
    assert result.state is State.NOTHING_FOUND
    assert [source.id for source in result.sources] == ["meaning"]


def test_a_weak_phrase_finding_is_confirmed_to_medium_and_stays_one_finding() -> None:
    phrase = a_finding(indicator="one_hand.housing", weight=Weight.WEAK)
    result = with_meaning(read(like("one_hand.housing", 0.6)), phrase)
    assert seen(result) == {"one_hand.housing": (Weight.MEDIUM, "rules")}
    assert result.findings[0].facts["confirmed_by"] == "meaning"


@pytest.mark.parametrize("weight", [Weight.MEDIUM, Weight.STRONG])
def test_a_phrase_finding_that_is_not_weak_stays_as_it_is(weight: Weight) -> None:
    phrase = a_finding(indicator="papers.kept", weight=weight)
    assert with_meaning(read(like(certainty=0.95)), phrase).findings == (phrase,)


def test_a_suspicious_ad_without_two_like_sentences_gets_a_weak_finding_that_quotes_the_strongest() -> None:
    result = with_meaning(read(suspicion=0.9))
    assert seen(result) == {WHOLE_AD: (Weight.WEAK, "meaning")}
    assert result.findings[0].quotes[0].exact == "The boss looks after your documents."


def test_the_score_of_the_ad_alone_gives_a_notice_and_with_two_sentences_caution() -> None:
    alone = with_meaning(read(suspicion=0.99))
    two = with_meaning(read(like(certainty=0.2), like("pay.crypto", 0.2, "second"), suspicion=0.99))
    assert decide([alone]).level is Level.NOTICE
    assert decide([two]).level is Level.CAUTION


def test_an_indicator_that_honest_ads_show_too_is_no_finding_of_its_own() -> None:
    assert with_meaning(read(like("one_hand.housing", 0.99))).state is State.NOTHING_FOUND


def test_a_sign_without_rules_is_passed_over() -> None:
    assert with_meaning(read(like("no.such_rule", 0.99))).state is State.NOTHING_FOUND


def test_however_certain_meaning_alone_never_makes_a_warning() -> None:
    everything = [like(name, 1.0) for name in WEIGHTS]
    assert decide([with_meaning(read(*everything, suspicion=1.0))]).level is Level.CAUTION


def test_every_finding_quotes_a_sentence_and_names_its_nearest_example_and_certainty() -> None:
    (finding,) = with_meaning(read(like(certainty=0.95))).findings
    assert finding.quotes[0].exact == "The boss looks after your documents."
    assert finding.facts == {
        "certainty": "probably",
        "example": "The passport stays with me.",
        "example_language": "en",
    }
    assert finding.source.version == "2026-11-26-ab"
    assert finding.source.as_of is not None


def test_a_reading_of_nothing_changes_nothing_but_the_sources() -> None:
    phrase = a_finding()
    assert with_meaning(NOTHING, phrase).findings == (phrase,)


@pytest.mark.parametrize("reason", [Reason.MEANING_UNAVAILABLE, Reason.MEANING_TIMED_OUT, Reason.MEANING_FAILED])
def test_without_meaning_the_phrases_stay_and_the_reason_is_kept(reason: Reason) -> None:
    wording = a_result(Check.WORDING, a_finding())
    result = without_meaning(wording, reason)
    assert result == replace(wording, partial=(reason,))
    assert decide([result]) == decide([wording])


@pytest.mark.parametrize(
    ("phrase", "decided"),
    [(a_finding(red_line=True), True), (a_finding(combination=True), True), (a_finding(weight=Weight.STRONG), False)],
    ids=["red_line", "combination", "strong"],
)
def test_the_model_is_not_asked_when_phrases_alone_make_a_warning(phrase, decided: bool) -> None:
    assert level_is_decided(a_result(Check.WORDING, phrase)) is decided
