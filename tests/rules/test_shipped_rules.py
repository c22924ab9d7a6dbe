import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from leadlight.bundled import shared_rules_folder
from leadlight.commands.build_rules import EXTENSION_TEXTS, built_files, stale_files
from leadlight.commands.ordinary_rates import FEWEST_ADS, read_figures
from leadlight.findings import Weight
from leadlight.wording.lint import lint
from leadlight.wording.load import RuleSet
from leadlight.wording.lock import broken_promises, read_lock, released
from leadlight.wording.model import RedLine, Status
from leadlight.wording.proofs import prove
from leadlight.wording.ready_pack import LOCK_FILE, ready_pack
from shipped_rules import shipped_rules
from wording.fuzzed import example_texts

RULES = shipped_rules(nursery=True)
SHARED = shared_rules_folder()
EXTENSION = SHARED.parent / "extension"
LANGUAGES = sorted(folder.name for folder in (SHARED / "texts").iterdir() if (folder / "indicators.yml").is_file())
SAID = ("headline", "why", "what_to_do")
RAREST_RED_LINE = 0.001
"""A red line warns alone, so fewer than one ordinary ad in a thousand may show it."""
MOST_WARNINGS = 0.003
MOST_CAUTIONS = 0.03
"""Shares of ordinary ads that may reach a warning, and a caution or more: a tool that cries often is not heard."""
FEWEST_INDICATORS = 80
FEWEST_PHRASES = 4_000
WITHOUT_PHRASES = {"hiding.disguised_words"}
"""Fires on words of other rules, so it needs none of its own."""


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


def test_a_service_finds_its_pack_ready(shared: Path) -> None:
    lock = json.loads((shared / LOCK_FILE).read_text("utf-8"))
    assert ready_pack(shared, lock) is not None, "run `leadlight rules build` and commit what it writes"


def test_extension_has_the_words_of_every_language_that_has_them_all(shared: Path) -> None:
    complete = {
        folder.name
        for folder in (shared / "texts").iterdir()
        if all((folder / f"{name}.yml").is_file() for name in EXTENSION_TEXTS)
    }
    assert {path.stem for path in (EXTENSION / "rules" / "texts").glob("*.json")} == complete


def test_examples_are_of_many_languages(rules: RuleSet) -> None:
    assert len(example_texts(rules)) >= 4 * len(rules.indicators)


def test_ordinary_ads_seldom_warn_in_every_language_that_has_enough_of_them(shared: Path) -> None:
    figures = read_figures(shared)
    assert figures is not None
    for language, ads in figures.ads.items():
        if ads >= FEWEST_ADS:
            levels = figures.levels[language]
            assert levels.get("warning", 0) <= MOST_WARNINGS * ads, language
            assert levels.get("warning", 0) + levels.get("caution", 0) <= MOST_CAUTIONS * ads, language


def test_every_measured_rule_says_the_rate_that_the_page_shows(shared: Path, rules: RuleSet) -> None:
    figures = read_figures(shared)
    assert figures is not None
    ads = sum(figures.ads.values())
    for id_, rule in (*rules.indicators.items(), *rules.combinations.items()):
        if rule.ordinary_rate is not None and id_ in figures.findings:
            assert rule.ordinary_rate.n == ads, id_
            assert rule.ordinary_rate.value == pytest.approx(sum(figures.findings[id_].values()) / ads, abs=1e-5), id_


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_words_of_a_finding_are_left_in_english(language: str) -> None:
    english = yaml.safe_load((SHARED / "texts" / "en" / "indicators.yml").read_text(encoding="utf-8"))
    words = yaml.safe_load((SHARED / "texts" / language / "indicators.yml").read_text(encoding="utf-8"))
    assert [id_ for id_ in english for part in SAID if words[id_][part] == english[id_][part]] == []


def test_every_indicator_has_words_in_every_language_that_readers_have(rules: RuleSet) -> None:
    short = [(i.id, lang) for i in rules.indicators.values() for lang in LANGUAGES if lang not in i.phrases]
    assert [pair for pair in short if pair[0] not in WITHOUT_PHRASES] == []


def test_there_are_as_many_indicators_and_phrases_as_the_work_asked_for(rules: RuleSet) -> None:
    shown = [i for i in rules.indicators.values() if i.status is Status.ACTIVE]
    phrases = {
        (i.id, lang, slot, p) for i in shown for lang, s in i.phrases.items() for slot, ps in s.items() for p in ps
    }
    assert len(shown) >= FEWEST_INDICATORS
    assert len(phrases) >= FEWEST_PHRASES


@pytest.mark.parametrize("combination", RULES.combinations)
def test_no_combination_warns_for_small_signs_alone(combination: str, rules: RuleSet) -> None:
    # A chat account, no experience, no language and a quick start stand together in honest ads of every season.
    of = rules.combinations[combination].of
    weak = {id_ for id_, rule in rules.indicators.items() if rule.weight is Weight.WEAK}
    some, at_least = (set(of.any_of.ids), of.any_of.at_least) if of.any_of else (set(), 0)
    assert not weak.issuperset(of.all) or at_least > len(some & weak)
