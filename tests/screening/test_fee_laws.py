"""What the law says about charging workers, in the words of a finding."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from factories import a_posting, explained
from leadlight.bundled import shared_rules_folder
from leadlight.screening.texts import load_texts
from leadlight.wording.check import check_wording
from leadlight.wording.load import load_rules

FOLDER = shared_rules_folder()
RULES, TEXTS = load_rules(FOLDER), load_texts(FOLDER / "texts")
AD = "Pay the processing fee of 300 EUR in advance to hold your place."


def why(country: str, language: str) -> str:
    posting = a_posting(AD, country=country)
    findings = explained([check_wording(posting, RULES)], language, posting).findings
    return next(f.why for f in findings if f.indicator == "fees.before_departure")


@pytest.mark.parametrize("language", ["en", "pl", "sk"])
def test_the_law_of_the_country_joins_the_finding_with_its_name_and_day(language: str) -> None:
    forbidden, capped = why("PL", language), why("DE", language)
    assert RULES.fee_laws["PL"].law in forbidden
    assert RULES.fee_laws["PL"].checked_on in forbidden
    assert "SGB III" in capped
    assert "…" not in forbidden + capped


def test_without_a_known_law_nothing_is_said_about_it() -> None:
    assert why("DK", "en") == TEXTS.indicator("en", "fees.before_departure")["why"]


@pytest.mark.parametrize("path", sorted((FOLDER / "limits" / "fees").glob("*.yml")), ids=lambda path: path.stem)
def test_a_rule_on_fees_names_its_law_and_a_reading_names_its_source(path: Path) -> None:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said["workers"] in {"forbidden", "capped", "allowed", "unknown"}
    assert (said["workers"] == "unknown") == (said["evidence"] == "none")
    assert bool(said.get("law")) == (said["workers"] != "unknown")
    assert bool(said.get("source")) == (said["evidence"] == "read")
    assert date.fromisoformat(said["checked_on"]) <= datetime.now(UTC).date()


def test_the_country_of_a_law_is_called_by_its_name_in_the_readers_language() -> None:
    named = {language: why("AT", language) for language in TEXTS.languages()}
    names = {"en": "Austria", "de": "Österreich", "el": "Αυστρία", "sk": "Rakúsko", "uk": "Австрія", "hu": "Ausztria"}
    assert all(f"({name})" in named[language] for language, name in names.items())
    assert not any("(AT)" in sentence for sentence in named.values())
