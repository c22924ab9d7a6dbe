"""Grave signs in other words than those of the rules: written before looking at the phrases, then never lost again."""

import json
from pathlib import Path

import pytest

from factories import a_posting
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet

SAID = json.loads((Path(__file__).parent / "data" / "said_otherwise.json").read_text("utf-8"))
CASES = [(indicator, language) for indicator, languages in SAID.items() for language in languages]


@pytest.mark.parametrize(("indicator", "language"), CASES)
def test_a_grave_sign_is_seen_in_other_words_too(indicator: str, language: str, rules: RuleSet) -> None:
    seen = {text: check_wording(a_posting(text), rules).findings for text in SAID[indicator][language]}
    assert [text for text, findings in seen.items() if indicator not in {one.indicator for one in findings}] == []
