from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from leadlight.bundled import shared_rules_folder
from leadlight.commands.build_rules import EXTENSION_TEXTS, built_files, stale_files
from leadlight.wording.lint import lint
from leadlight.wording.load import RuleSet, load_rules
from leadlight.wording.lock import broken_promises, read_lock, released
from leadlight.wording.model import RedLine, Status
from leadlight.wording.proofs import prove
from wording.fuzzed import example_texts

RULES = load_rules(shared_rules_folder(), nursery=True)
SHARED = shared_rules_folder()
EXTENSION = SHARED.parent / "extension"
LANGUAGES = sorted(folder.name for folder in (SHARED / "texts").iterdir() if (folder / "indicators.yml").is_file())
SAID = ("headline", "why", "what_to_do")
RAREST_RED_LINE = 0.001
"""A red line warns alone, so fewer than one ordinary ad in a thousand may show it."""


def test_lint_has_nothing_to_mend(rules: RuleSet) -> None:
    assert [str(note) for note in lint(rules)] == []


@pytest.mark.parametrize("indicator", RULES.indicators)
def test_examples_hold(indicator: str, rules: RuleSet) -> None:
    assert prove(rules.indicators[indicator], rules, clauses=False).errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_words(language: str, rules: RuleSet) -> None:
    words = yaml.safe_load((SHARED / "texts" / language / "indicators.yml").read_text(encoding="utf-8"))
    shown = [
        id_ for id_, rule in (*rules.indicators.items(), *rules.combinations.items()) if rule.status is Status.ACTIVE
    ]
    missing = [f"{id_}.{part}" for id_ in shown for part in SAID if not words.get(id_, {}).get(part)]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_belong_to_findings_that_exist(language: str, rules: RuleSet) -> None:
    words = yaml.safe_load((SHARED / "texts" / language / "indicators.yml").read_text(encoding="utf-8"))
    families = {indicator.family for indicator in rules.indicators.values()}
    known = {*rules.indicators, *rules.combinations}
    of_rules = {id_ for id_ in words if id_.split(".")[0] in {*families, "combination"}}
    assert sorted(of_rules - known) == []


def test_red_lines_are_rare_in_ordinary_ads(rules: RuleSet) -> None:
    common = [
        indicator.id
        for indicator in rules.indicators.values()
        if indicator.red_line is not RedLine.NEVER
        and indicator.status is Status.ACTIVE
        and (indicator.ordinary_rate is None or indicator.ordinary_rate.value >= RAREST_RED_LINE)
    ]
    assert common == []


@pytest.mark.parametrize("indicator", RULES.indicators)
def test_every_clause_is_proved_by_an_example(indicator: str, rules: RuleSet) -> None:
    assert prove(rules.indicators[indicator], rules, phrases=False).errors == []


def test_ordinary_sentences_of_one_rule_fire_no_red_line_of_another(rules: RuleSet) -> None:
    """Silent examples are honest sentences: together they are a small corpus for every other rule."""
    red = {i.id for i in rules.indicators.values() if i.red_line is not RedLine.NEVER}
    honest = [s.text for i in rules.indicators.values() for e in i.examples.values() for s in e.silent]
    fired = {
        (hit.indicator, text) for text in honest for hit in rules.engine.match([("text", text)]) if hit.indicator in red
    }
    assert len(honest) > len(rules.indicators)
    assert len({text for _, text in fired}) <= len(honest) // 50, sorted(fired)


def test_changed_rule_has_a_new_version(shared: Path, rules: RuleSet) -> None:
    assert list(broken_promises(read_lock(shared)[1], rules)) == []


def test_lock_holds_every_released_rule(shared: Path, rules: RuleSet) -> None:
    assert read_lock(shared)[1] == released(rules)


def test_built_files_are_fresh(shared: Path) -> None:
    files = built_files(shared, EXTENSION, today=datetime.now(UTC).date())
    assert [str(path) for path in stale_files(files)] == [], "run `leadlight rules build` and commit what it writes"


def test_extension_has_the_words_of_every_language_that_has_them_all(shared: Path) -> None:
    complete = {
        folder.name
        for folder in (shared / "texts").iterdir()
        if all((folder / f"{name}.yml").is_file() for name in EXTENSION_TEXTS)
    }
    assert {path.stem for path in (EXTENSION / "rules" / "texts").glob("*.json")} == complete


def test_examples_are_of_many_languages(rules: RuleSet) -> None:
    assert len(example_texts(rules)) >= 4 * len(rules.indicators)
