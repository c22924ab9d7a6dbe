"""Tests rules in the order of cost: examples, then whether every clause and phrase is proved by an example.

A clause is proved when taking it away breaks an example. What no example needs may be wrong without anybody
noticing, so an unproved clause is an error, and an unproved phrase is counted and shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leadlight.wording.compile import Slot, compile_pack
from leadlight.wording.engine import Engine
from leadlight.wording.load import RuleSet
from leadlight.wording.model import WIDEST_WINDOW, Indicator, Match, Status
from leadlight.wording.reference import occurrences, words_of

FEWEST_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a rule file and whether it must fire."""

    indicator: str
    language: str
    text: str
    fires: bool
    steps: tuple[str | int, ...]


@dataclass(slots=True)
class Proof:
    """What became of the tests of one rule. No errors means that it passed; `unproved` phrases are no errors."""

    indicator: str
    errors: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)


def examples_of(indicator: Indicator) -> Iterator[Example]:
    """Every example of a rule."""
    for language, examples in indicator.examples.items():
        for place, text in enumerate(examples.fires):
            yield Example(indicator.id, language, text, True, ("examples", language, "fires", place))
        for place, silent in enumerate(examples.silent):
            yield Example(indicator.id, language, silent.text, False, ("examples", language, "silent", place))


def prove(indicator: Indicator, rules: RuleSet, *, clauses: bool = True, phrases: bool = True) -> Proof:
    """Test one rule.

    Args:
        indicator: any rule of `rules`.
        rules: loaded with `nursery=True`, so that rules without proof can be tested.
        clauses: also take every clause away in turn.
        phrases: then also every phrase, to list those that no example needs.
    """
    proof = Proof(indicator.id)
    proof.errors += _missing_examples(indicator, rules)
    for example in examples_of(indicator):
        if fires(example.text, indicator.id, rules.engine) != example.fires:
            wrong = "stays silent, but must fire" if example.fires else "fires, but must stay silent"
            place = rules.files[indicator.id].place(*example.steps)
            proof.errors.append(f"{place.file}:{place.line}: `{example.text}` {wrong}: see `leadlight rules explain`")
    if clauses and not proof.errors and indicator.status is not Status.RETIRED and not indicator.match.disguised:
        proof.errors += _unproved_clauses(indicator, rules)
        if phrases:
            proof.unproved += _unproved_phrases(indicator, rules)
    return proof


def fires(text: str, indicator: str, engine: Engine) -> bool:
    """Whether an indicator is seen in a text."""
    return any(hit.indicator == indicator for hit in engine.match([("text", text)]))


def _missing_examples(indicator: Indicator, rules: RuleSet) -> Iterator[str]:
    for language in indicator.phrases:
        examples = indicator.examples.get(language)
        for kind, count in (
            ("fires", len(examples.fires) if examples else 0),
            ("silent", len(examples.silent) if examples else 0),
        ):
            if count < FEWEST_EXAMPLES:
                place = rules.files[indicator.id].place("examples", language, kind)
                yield (
                    f"{place.file}:{place.line}: {language} has {count} `{kind}` examples: "
                    f"a language with phrases needs at least {FEWEST_EXAMPLES}"
                )


def _unproved_clauses(indicator: Indicator, rules: RuleSet) -> Iterator[str]:
    place = rules.files[indicator.id].place("match")
    for name, match in _shorter_matches(indicator.match):
        if _keeps_examples(indicator.model_copy(update={"match": match}), rules):
            yield (
                f"{place.file}:{place.line}: no example needs {name}: "
                "add an example that breaks without it, or take it away"
            )


def _shorter_matches(match: Match) -> Iterator[tuple[str, Match]]:
    """The clauses of a match, each with the match that is left without it."""
    for slot in match.all:
        if len(match.groups()) > 1:
            yield f"`{slot}` in `all`", match.model_copy(update={"all": [s for s in match.all if s != slot]})
    for slot in match.any:
        if len(match.any) > 1:
            yield f"`{slot}` in `any`", match.model_copy(update={"any": [s for s in match.any if s != slot]})
    if match.within_words is not None and len(match.groups()) > 1:
        yield "`within_words`", match.model_copy(update={"within_words": WIDEST_WINDOW})
    if match.unless is not None:
        yield "`unless`", match.model_copy(update={"unless": None})
        for name in match.unless.any if len(match.unless.any) > 1 else ():
            rest = match.unless.model_copy(update={"any": [n for n in match.unless.any if n != name]})
            yield f"`{name}` in `unless`", match.model_copy(update={"unless": rest})
        if match.unless.within_words is not None:
            wide = match.unless.model_copy(update={"within_words": None})
            yield "`within_words` of `unless`", match.model_copy(update={"unless": wide})


def _unproved_phrases(indicator: Indicator, rules: RuleSet) -> Iterator[str]:
    """Phrases that no example needs. Only those that occur in an example are tried."""
    examples = list(examples_of(indicator))
    for slot in (slot for slot in rules.slots if slot.owner == indicator.id):
        seen = set(_phrases_in(slot, [e.text for e in examples if e.language == slot.language], rules))
        for phrase in slot.phrases:
            if phrase not in seen or _keeps_examples(_without(indicator, slot, phrase), rules):
                yield f"{slot.language}.{slot.name}: {phrase}"


def _phrases_in(slot: Slot, texts: Iterable[str], rules: RuleSet) -> Iterator[str]:
    for text in texts:
        for occurrence in occurrences(slot, words_of(text, rules.characters)):
            yield occurrence.phrase


def _without(indicator: Indicator, slot: Slot, phrase: str) -> Indicator:
    languages: dict[str, Mapping[str, list[str]]] = dict(indicator.phrases)
    slots = dict(languages[slot.language])
    slots[slot.name] = [p for p in slots[slot.name] if p != phrase]
    languages[slot.language] = slots
    return indicator.model_copy(update={"phrases": languages})


def _keeps_examples(indicator: Indicator, rules: RuleSet) -> bool:
    """Whether a changed rule still gives the expected answer on every example."""
    engine = engine_of(indicator, rules)
    return all(fires(e.text, indicator.id, engine) == e.fires for e in examples_of(indicator))


def engine_of(indicator: Indicator, rules: RuleSet) -> Engine:
    """An engine of this one rule."""
    pack: dict[str, Any] = compile_pack(
        [indicator], [], rules.guards, knowledge=rules.knowledge, as_of=rules.as_of, nursery=True
    ).pack
    return Engine(pack, characters=rules.characters)
