"""Small rules made of a few phrases, compiled and matched by the same code as the shipped ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from leadlight.wording.compile import Compiled, compile_pack
from leadlight.wording.engine import Engine
from leadlight.wording.load import RuleSet
from leadlight.wording.model import Indicator


def a_rule(
    phrases: Mapping[str, Mapping[str, list[str]]], match: Mapping[str, Any] | None = None, **changes: Any
) -> Indicator:
    """A rule in the nursery: phrases by language and slot; the slot `said` makes a match unless told otherwise."""
    return Indicator.model_validate(
        {
            "id": "test.rule",
            "version": 1,
            "status": "nursery",
            "family": "test",
            "title": "Something",
            "weight": "weak",
            "blind_to": "everything else",
            "match": match or {"any": ["said"]},
            "phrases": phrases,
            **changes,
        }
    )


def compiled(rules: RuleSet, *indicators: Indicator) -> Compiled:
    return compile_pack(indicators, [], rules.guards, knowledge=rules.knowledge, as_of=date(2026, 1, 1), nursery=True)


def an_engine(rules: RuleSet, *indicators: Indicator) -> Engine:
    return Engine(compiled(rules, *indicators).pack, characters=rules.characters)


def with_rule(rules: RuleSet, indicator: Indicator) -> RuleSet:
    """A rule set of this one rule."""
    made = compiled(rules, indicator)
    return replace(rules, indicators={indicator.id: indicator}, combinations={}, pack=made.pack, compile=lambda: made)


def quotes(engine: Engine, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in engine.match([("text", text)])]
