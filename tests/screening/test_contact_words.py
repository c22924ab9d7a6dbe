"""What a reader is told of shared contacts and texts: whole in every language, what differs, and who reviewed it."""

from datetime import date

import pytest

from factories import a_finding, a_posting, a_result
from leadlight.bundled import shared_rules_folder
from leadlight.findings import Check, Finding, Weight
from leadlight.screening.explain import ExplainedFinding, Versions, explain
from leadlight.screening.texts import load_texts
from leadlight.screening.verdict import decide

TEXTS = load_texts(shared_rules_folder() / "texts")
LANGUAGES = ["bg", "ca", "de", "el", "en", "es", "hu", "it", "pl", "ro", "ru", "sk", "uk"]
COUNTS = {
    "kind": "phone",
    "employers": 4,
    "places": 3,
    "countries": 3,
    "sites": 2,
    "ads": 9,
    "days": 30,
    "since": "2026-10-01",
    "share": 40,
}
OF_TEXT = {
    "likeness": 93,
    "sentences": 12,
    "same_sentences": 11,
    "other_ads": 8,
    "other_employer": 3,
    "other_contact": 5,
    "other_country": 2,
    "other_place": 7,
}


def told(finding: Finding, language: str) -> ExplainedFinding:
    results = [a_result(check, *([finding] if check is Check.CONTACT else [])) for check in Check]
    verdict = explain(
        a_posting(),
        decide(results),
        results,
        texts=TEXTS,
        language=language,
        helplines=(),
        versions=Versions(service="1", rules="1", registers={"x": date(2026, 1, 1)}),
    )
    (one,) = verdict.findings
    return one


def shared(indicator: str, **more: object) -> Finding:
    facts = COUNTS | (OF_TEXT if indicator.startswith("text.") else {})
    return a_finding(Check.CONTACT, indicator, Weight.WEAK, facts=facts, **more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "indicator",
    [
        "contact.many_employers",
        "contact.many_places",
        "text.other_employer",
        "text.other_contact",
        "text.other_country",
    ],
)
def test_every_sentence_is_whole_in_every_language(indicator: str, language: str) -> None:
    said = told(shared(indicator), language)
    assert all("…" not in words and "{" not in words for words in (said.headline, said.why, said.what_to_do))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_in_the_other_ads_is_said_of_texts_only(language: str) -> None:
    why = told(shared("text.other_contact"), language).why
    differences = TEXTS.of(language).verdict["differences"].format(**OF_TEXT)
    assert differences in why
    assert differences not in told(shared("contact.many_employers"), language).why


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_is_told_when_nobody_reviewed_the_other_ads_and_what_that_means(language: str) -> None:
    said = told(shared("contact.many_employers", unreviewed=True), language)
    sentence = said.why.removeprefix(told(shared("contact.many_employers"), language).why)
    assert TEXTS.of(language).verdict["levels"]["notice"]["title"] in sentence
    assert said.unreviewed


def test_the_kind_of_contact_is_named_in_the_language_of_the_reader() -> None:
    assert "(Telefon)" in told(shared("contact.many_employers"), "pl").why
    assert "(Phone)" in told(shared("contact.many_employers"), "en").why


def test_what_was_seen_on_one_day_needs_no_singular() -> None:
    seen = a_finding(Check.CONTACT, "contact.many_employers", Weight.WEAK, facts={**COUNTS, "days": 1})
    assert "within 2 days" in told(seen, "en").why
    assert told(seen, "en").facts["days"] == 1
