"""The two engines give the same findings at the same places, whatever the text."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leadlight.bundled import shared_rules_folder
from leadlight.findings import Finding
from leadlight.postings.model import Posting
from leadlight.wording.check import check_wording
from leadlight.wording.engine import Engine
from leadlight.wording.load import RuleSet
from shipped_rules import shipped_rules
from wording.engine_js import JavaScriptEngine
from wording.fuzzed import SMALL_TEXTS, Ad, AdMaker, example_texts, rule_words, small_rules
from wording.small_rules import a_rule, compiled, with_rule

RULES = shipped_rules(nursery=True)
DOCUMENTS = 20_000
IN_A_BATCH = 200
NAUGHTY = Path(__file__).parent / "data" / "blns.json"
ADS = AdMaker(RULES)


def assert_same(ads_: list[Ad], engine: Engine, javascript: JavaScriptEngine) -> int:
    """Both engines give the same hits for each ad; returns how many hits there were."""
    hits = 0
    for ad, other in zip(ads_, javascript.match(ads_), strict=True):
        own = [(hit.field, hit.indicator, hit.start, hit.end) for hit in engine.match(ad)]
        assert own == other, ad
        hits += len(own)
    return hits


def vectors(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((shared_rules_folder() / "vectors" / name).read_text("utf-8"))["cases"]
    return cases


@pytest.fixture
def shipped(javascript: JavaScriptEngine) -> JavaScriptEngine:
    assert javascript.ask("pack", RULES.pack) == RULES.version
    return javascript


def test_twenty_thousand_fuzzed_ads(shipped: JavaScriptEngine) -> None:
    hits = documents = 0

    @given(st.lists(st.integers(0, 2**64), min_size=IN_A_BATCH, max_size=IN_A_BATCH, unique=True))
    @settings(
        max_examples=DOCUMENTS // IN_A_BATCH,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def compare(numbers: list[int]) -> None:
        nonlocal hits, documents
        documents += len(numbers)
        hits += assert_same([ADS.ad(number) for number in numbers], RULES.engine, shipped)

    compare()
    assert documents >= DOCUMENTS
    assert hits > DOCUMENTS // 20, "the fuzzed ads hardly ever match: they prove nothing"


@given(st.lists(st.lists(st.tuples(st.just("text"), st.text(max_size=400)), max_size=1), max_size=20))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_at_all(shipped: JavaScriptEngine, batch: list[Ad]) -> None:
    assert_same(batch, RULES.engine, shipped)


@given(small_rules(), st.lists(SMALL_TEXTS, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_small_rule(
    javascript: JavaScriptEngine,
    rule: tuple[dict[str, dict[str, list[str]]], dict[str, object]],
    texts: list[str],
) -> None:
    small = with_rule(RULES, a_rule(*rule))
    javascript.ask("pack", small.pack)
    assert_same([[("text", text)] for text in texts], small.engine, javascript)


def test_naughty_strings(shipped: JavaScriptEngine) -> None:
    naughty: list[str] = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    words = rule_words(RULES)
    mixed = [f"{text} {words[n % len(words)]} {text}" for n, text in enumerate(naughty)]
    assert len(naughty) > 500
    assert_same(
        [[("title", text), ("text", more)] for text, more in zip(naughty, mixed, strict=True)], RULES.engine, shipped
    )


def test_every_example_of_the_rules(shipped: JavaScriptEngine) -> None:
    texts = example_texts(RULES)
    for batch in (texts[n : n + 50] for n in range(0, len(texts), 50)):
        assert_same([[("text", text)] for text in batch], RULES.engine, shipped)
    assert assert_same([[("text", "\n".join(texts))]], RULES.engine, shipped) > len(RULES.pack["indicators"])


def test_ad_of_two_megabytes(shipped: JavaScriptEngine) -> None:
    words = rule_words(RULES)
    text = " ".join(words[(n * n) % len(words)] for n in range(300_000))[:2_000_000]
    assert len(text) == 2_000_000
    assert assert_same([[("text", text)], [("text", "💰 " + text)]], RULES.engine, shipped) > 0


@pytest.mark.parametrize("name", ["words.json", "rules.json"])
def test_vectors(name: str, javascript: JavaScriptEngine, rules: RuleSet) -> None:
    for case in vectors(name):
        if name == "words.json":
            rule = a_rule({case["language"]: {"said": [case["phrase"]]}})
        else:
            rule = a_rule({"en": case["phrases"]}, case["match"])
        javascript.ask("pack", compiled(rules, rule).pack)
        [result] = javascript.ask("check", [{"text": case["text"]}])
        found = [quote["exact"] for finding in result["findings"] for quote in finding["quotes"]]
        assert found == case["expect"], case["name"]


def test_lone_surrogates(shipped: JavaScriptEngine) -> None:
    text = RULES.indicators["papers.kept"].examples["en"].fires[0]
    ads_ = [[("text", f"{a}{text}{b}")] for a in ("", "\ud800", "\udfff x") for b in ("", "\udc00", "\ud8ff😀")]
    assert assert_same(ads_, RULES.engine, shipped) >= len(ads_)


@pytest.mark.parametrize("sign", [" ", "\n", "\u2029", "\u2028", "\x85", "*", ";", "·", "\u200b", "💰", "\r\n"])
def test_letters_set_apart(sign: str, shipped: JavaScriptEngine) -> None:
    text = RULES.indicators["papers.kept"].examples["en"].fires[0]
    ads_ = [[("text", f"{sign.join(text)}{end}")] for end in ("", ".", f"{sign}a", f" {text}", f"\n{text}")]
    assert assert_same(ads_, RULES.engine, shipped) > 0


def test_readings_of_words(shipped: JavaScriptEngine) -> None:
    words = [
        "pаssport",
        "pa55p0rt",
        "пaспopт",
        "рассе",
        "STRAẞE",
        "𝐩𝐚𝐲",
        "p\u0336ay",
        "a\u200bb",
        "a" * 65,
        "1500",
        "é",
    ]
    own = [[[r.text, r.hidden] for r in RULES.characters.readings(word)] for word in words]
    other = shipped.ask("readings", words)
    assert [sorted(r) for r in own] == [sorted(r) for r in other]
    assert [r[:1] for r in own] == [r[:1] for r in other]


def test_verdicts(javascript: JavaScriptEngine) -> None:
    cases: list[dict[str, Any]] = json.loads((shared_rules_folder() / "vectors" / "verdict.json").read_text("utf-8"))[
        "cases"
    ]
    decided = javascript.ask("decide", [_results(case) for case in cases])
    for case, verdict in zip(cases, decided, strict=True):
        assert verdict == case["expect"], case["name"]


def _results(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of the checks as the extension holds them."""
    findings = [
        {"check": check, "indicator": indicator, "weight": weight, flags: True}
        for check, indicator, weight, flags in case["findings"]
    ]
    found = [{"check": f["check"], "state": "found", "findings": [f]} for f in findings]
    return [*found, *({"check": check, "state": state} for check, state in case["states"].items())]


def test_whole_wording_check(shipped: JavaScriptEngine) -> None:
    texts = example_texts(RULES)[::3]
    countries = ("SK", "DE", "")
    ads = [{"title": texts[n - 1], "text": f"💰 {text}", "country": countries[n % 3]} for n, text in enumerate(texts)]
    for ad, other in zip(ads, shipped.ask("check", ads), strict=True):
        own = check_wording(Posting(text=ad["text"], title=ad["title"], country=ad["country"]), RULES)
        assert other["state"] == own.state
        assert [_wire(finding) for finding in own.findings] == other["findings"]


def _wire(finding: Finding) -> dict[str, Any]:
    source = finding.source
    return {
        "check": finding.check.value,
        "indicator": finding.indicator,
        "family": finding.family,
        "weight": finding.weight.value,
        "red_line": finding.red_line,
        "combination": finding.combination,
        "quotes": [asdict(quote) for quote in finding.quotes],
        "source": {**asdict(source), "as_of": source.as_of.isoformat() if source.as_of else None},
        "facts": dict(finding.facts),
    }


def test_ad_without_words_is_not_checked_by_either(shipped: JavaScriptEngine) -> None:
    blank = "\u2003\n\x1c\u3000"
    [other] = shipped.ask("check", [{"title": "", "text": blank}])
    own = check_wording(Posting(text=blank), RULES)
    assert (own.state, own.reason) == (other["state"], other["reason"]) == ("not_checked", "no_text")


def test_good_pack_has_no_fault_and_spoiled_ones_have(javascript: JavaScriptEngine) -> None:
    pack = RULES.pack
    spoiled = [
        pack,
        {**pack, "format": 2},
        {**pack, "fee_laws": {}},
        {**pack, "as_of": "2020-01-01"},
        None,
        "x",
    ]
    assert javascript.ask("faults", spoiled) == ["", "another format", "wrong hash", "", "not a pack", "not a pack"]
