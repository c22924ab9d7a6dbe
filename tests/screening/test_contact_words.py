"""What a reader is told of shared contacts and texts: whole in every language, what differs, and who reviewed it."""

import pytest

from factories import a_finding, a_result, explained
from leadlight.bundled import shared_rules_folder
from leadlight.findings import Check, Finding, Weight
from leadlight.screening.explain import ExplainedFinding
from leadlight.screening.texts import load_texts

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
    (one,) = explained(results, language).findings
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("indicator", ["contact.many_employers", "contact.many_places"])
def test_the_days_are_those_that_were_counted_also_when_it_was_one(indicator: str, language: str) -> None:
    seen = a_finding(Check.CONTACT, indicator, Weight.WEAK, facts={**COUNTS, "days": 1})
    assert told(seen, language).why.endswith(": 1.")
