import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlight.bundled import shared_rules_folder
from leadlight.wording.engine import Engine
from leadlight.wording.load import RuleSet
from leadlight.wording.reference import reference_hits, words_of
from leadlight.wording.tokens import BREAK
from leadlight.wording.units import MOST_QUOTES
from leadlight.wording.vocabulary import LONGEST_REMEMBERED, REMEMBERED_PIECES
from shipped_rules import shipped_rules
from wording.fuzzed import SMALL_TEXTS, AdMaker, example_texts, small_rules
from wording.small_rules import a_rule, an_engine, quotes, with_rule

RULES = shipped_rules(nursery=True)
ADS = AdMaker(RULES)
VECTORS = shared_rules_folder() / "vectors"
EVERY_NTH_EXAMPLE = 499
"""The slow matcher takes most of a second for each text of thousands of phrases."""


def vectors(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((VECTORS / name).read_text(encoding="utf-8"))["cases"]
    return cases


@pytest.mark.parametrize("case", vectors("words.json"), ids=lambda case: case["name"])
def test_phrase_finds_what_the_vector_says(case: dict[str, Any], rules: RuleSet) -> None:
    engine = an_engine(rules, a_rule({case["language"]: {"said": [case["phrase"]]}}))
    assert quotes(engine, case["text"]) == case["expect"]


@pytest.mark.parametrize("case", vectors("rules.json"), ids=lambda case: case["name"])
def test_rule_finds_what_the_vector_says(case: dict[str, Any], rules: RuleSet) -> None:
    engine = an_engine(rules, a_rule({"en": case["phrases"]}, case["match"]))
    assert quotes(engine, case["text"]) == case["expect"]


def test_nothing_found_is_an_empty_list(rules: RuleSet) -> None:
    assert rules.engine.match([("text", "A quiet sentence about gardens.")]) == []


def test_fields_are_matched_each_on_its_own(rules: RuleSet) -> None:
    engine = an_engine(rules, a_rule({"en": {"said": ["keep passport"]}}))
    assert engine.match([("title", "we keep"), ("text", "passport")]) == []
    [hit] = engine.match([("title", "nothing"), ("text", "keep passport")])
    assert (hit.field, hit.start, hit.end) == ("text", 0, 13)


def test_quotes_of_one_indicator_are_limited_over_all_fields(rules: RuleSet) -> None:
    engine = an_engine(rules, a_rule({"en": {"said": ["fee"]}}))
    hits = engine.match([("title", "fee " * 5), ("text", "fee " * 50)])
    assert [hit.field for hit in hits] == ["title"] * 5 + ["text"] * (MOST_QUOTES - 5)


def test_slots_of_two_languages_do_not_make_a_match(rules: RuleSet) -> None:
    rule = a_rule(
        {"en": {"a": ["fee"], "b": ["upfront"]}, "sk": {"a": ["poplatok"], "b": ["vopred"]}},
        {"all": ["a", "b"], "within_words": 3},
    )
    engine = an_engine(rules, rule)
    assert quotes(engine, "the fee vopred") == []
    assert quotes(engine, "poplatok vopred, fee upfront") == ["poplatok vopred", "fee upfront"]


def test_guard_slot_of_another_language_stops_the_match_too(rules: RuleSet) -> None:
    rule = a_rule(
        {"en": {"a": ["fee"], "x": ["without"]}, "it": {"a": ["tassa"], "x": ["senza"]}},
        {"any": ["a"], "unless": {"any": ["x"], "within_words": 3}},
    )
    assert quotes(an_engine(rules, rule), "senza fee") == []


def test_shared_guard_list_stops_matches_of_its_own_language_only(rules: RuleSet) -> None:
    rule = a_rule(
        {"en": {"a": ["fee"]}, "it": {"a": ["tassa"]}},
        {"any": ["a"], "unless": {"any": ["@negation"], "within_words": 3}},
    )
    engine = an_engine(rules, rule)
    assert quotes(engine, "senza fee") == ["fee"]
    assert quotes(engine, "without fee") == []
    assert quotes(engine, "senza tassa") == []


def test_disguised_word_of_another_rule_is_a_finding(rules: RuleSet) -> None:
    plain = a_rule({"en": {"said": ["keep <2> passport"]}})
    disguise = a_rule({}, {"disguised": True}, id="test.disguise")
    engine = an_engine(rules, plain, disguise)
    text = "We keep your p a s s p o r t"
    assert [(hit.indicator, text[hit.start : hit.end]) for hit in engine.match([("text", text)])] == [
        ("test.rule", "keep your p a s s p o r t"),
        ("test.disguise", "p a s s p o r t"),
    ]
    assert [hit.indicator for hit in engine.match([("text", "We keep your passport")])] == ["test.rule"]
    assert engine.match([("text", "A nice p a s s p o r t")]) == []


@given(small_rules(), st.lists(SMALL_TEXTS, min_size=1, max_size=8))
@settings(max_examples=400, deadline=None)
def test_fast_matcher_agrees_with_the_slow_one(
    rule: tuple[dict[str, dict[str, list[str]]], dict[str, object]], texts: list[str]
) -> None:
    small = with_rule(RULES, a_rule(*rule))
    ad = [(f"field {number}", text) for number, text in enumerate(texts)]
    assert small.engine.match(ad) == reference_hits(small, ad)


def test_fast_matcher_agrees_with_the_slow_one_on_examples_of_the_shipped_rules() -> None:
    compared = 0
    for text in example_texts(RULES)[::EVERY_NTH_EXAMPLE]:
        hits = RULES.engine.match([("text", text)])
        if any(RULES.indicators[hit.indicator].match.disguised for hit in hits):
            continue  # the slow matcher does not look behind disguises
        assert hits == reference_hits(RULES, [("text", text)])
        compared += 1
    assert compared > 5


@given(st.integers(0, 2**64))
@settings(deadline=None)
def test_every_hit_cuts_whole_words_out_of_the_text(number: int) -> None:
    ad = ADS.ad(number)
    texts = dict(ad)
    for hit in RULES.engine.match(ad):
        words = words_of(texts[hit.field], RULES.characters)
        assert hit.start in {word.start for word in words}
        assert hit.end in {word.end for word in words}
        assert 0 <= hit.start < hit.end <= len(texts[hit.field])


@given(st.text(max_size=300) | st.text(st.sampled_from("aB \n\r\t.\u2029\x02\x03-\u200b1("), max_size=40))
@settings(deadline=None)
def test_words_of_the_fast_way_are_those_of_the_slow_way(text: str) -> None:
    tokens = [token is BREAK for token in RULES.engine.tokens(text)]
    words = [word.readings is None for word in words_of(text, RULES.characters)]
    assert _without_breaks_at_the_end(tokens) == _without_breaks_at_the_end(words)


def _without_breaks_at_the_end(breaks: list[bool]) -> list[bool]:
    while breaks and breaks[-1]:
        breaks = breaks[:-1]
    return breaks


def test_memory_of_words_is_bounded(rules: RuleSet) -> None:
    engine = an_engine(rules, a_rule({"en": {"said": ["fee"]}}))
    pieces = engine._pieces
    engine.match([("text", " ".join(f"w{number}" for number in range(REMEMBERED_PIECES + 500)))])
    assert 0 < len(pieces) <= REMEMBERED_PIECES


def test_forgetting_what_was_found_out_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlight.wording.search.REMEMBERED_STRANGERS", 50)
    monkeypatch.setattr("leadlight.wording.vocabulary.REMEMBERED_CLASSES", 20)
    forgetful = Engine(RULES.pack, characters=RULES.characters)
    texts = example_texts(RULES)[:: EVERY_NTH_EXAMPLE // 10]
    hits = [forgetful.match([("text", text)]) for text in texts]
    assert hits == [RULES.engine.match([("text", text)]) for text in texts]
    assert any(hits)
    assert len(forgetful.vocabulary._classes) <= 20


def test_long_piece_is_never_remembered(rules: RuleSet) -> None:
    engine = an_engine(rules, a_rule({"en": {"said": ["fee"]}}))
    engine.match([("text", "x" * 1_000_000 + " " + "https://example.org/" + "y.z/" * 1000)])
    assert max(map(len, engine._pieces), default=0) <= LONGEST_REMEMBERED


def test_pack_of_another_format_is_refused(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="format"):
        Engine({**rules.pack, "format": 99})


def test_vectors_have_names_of_their_own() -> None:
    for path in (Path("words.json"), Path("rules.json")):
        names = [case["name"] for case in vectors(str(path))]
        assert len(names) == len(set(names))
