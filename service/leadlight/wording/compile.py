"""Compiles indicators into a pack: plain lists and numbers that both engines load.

The pack holds no phrase language and no Unicode knowledge beyond its table of characters, so the two engines
cannot read a rule in two ways. Layout (format 1):

- `atoms`: what words are compared with, one a line, kind sign first.
- `phrases`: for each variant of a phrase: slot, number of elements, from which word it is searched, elements. An
  element is a gap (minus its width) or a count of atoms followed by their numbers.
- `units`: one for each indicator and language: `{i, w, g, u?, d?, s?}` = indicator, most words, groups of slots
  (first the one that is searched for everywhere, the rarest), guard slots, guard distance, guard side.
- `latin`: for languages that are also written in Latin letters: spellings of their letters, and betraying words.
- `indicators`, `combinations`: what a finding says. `fee_laws`: country -> rule for worker fees, law, day of reading.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from leadlight.wording.characters import Characters
from leadlight.wording.common_words import Commonness
from leadlight.wording.fees import FeeLaw
from leadlight.wording.first_words import choose_first_words
from leadlight.wording.model import WIDEST_WINDOW, Combination, GuardList, Indicator, RedLine, Status
from leadlight.wording.phrases import Atom, Gap, PhraseError, Variant, parse_phrase

PACK_FORMAT = 1
NOTHING_COMMON = Commonness({})
SIDES = {"either": 0, "before": 1, "after": 2}


class PhraseAt(ValueError):
    """A phrase that cannot be read, with the keys that lead to it in its file."""

    def __init__(self, owner: str, steps: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.owner = owner
        self.steps = steps


@dataclass(frozen=True, slots=True)
class Slot:
    """The phrases of one slot in one language."""

    owner: str
    language: str
    name: str
    phrases: tuple[str, ...]
    variants: tuple[tuple[Variant, ...], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pack with the slots it was made from, for explaining."""

    pack: dict[str, Any]
    slots: tuple[Slot, ...]


@dataclass
class _Compiler:
    characters: Characters
    guards: Mapping[str, GuardList]
    slots: list[Slot] = field(default_factory=list)
    numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def slot(self, owner: str, language: str, name: str, phrases: Sequence[str], at: tuple[str | int, ...]) -> int:
        key = (owner, language, name)
        if key not in self.numbers:
            variants = []
            for place, phrase in enumerate(phrases):
                try:
                    variants.append(parse_phrase(phrase, self.characters, language=language))
                except PhraseError as error:
                    raise PhraseAt(owner, (*at, place), str(error)) from error
            self.numbers[key] = len(self.slots)
            self.slots.append(Slot(owner, language, name, tuple(phrases), tuple(variants)))
        return self.numbers[key]

    def guard_slots(self, indicator: Indicator, language: str) -> list[int]:
        unless = indicator.match.unless
        numbers: list[int] = []
        for name in unless.any if unless else ():
            if name.startswith("@"):
                phrases = self.guards[name[1:]].phrases.get(language, [])
                if phrases:
                    numbers.append(self.slot(name, language, name, phrases, ("phrases", language)))
            else:
                numbers += self._own_guards(indicator, name)
        return numbers

    def _own_guards(self, indicator: Indicator, name: str) -> list[int]:
        # A rule of one language also fires on words that a neighbouring language shares; the word that takes the
        # match back then stands in that other language.
        return [
            self.slot(indicator.id, language, name, slots[name], ("phrases", language, name))
            for language, slots in indicator.phrases.items()
            if slots.get(name)
        ]

    def unit(self, place: int, indicator: Indicator, language: str) -> dict[str, Any]:
        slots = indicator.phrases[language]
        groups = [
            [
                self.slot(indicator.id, language, name, slots[name], ("phrases", language, name))
                for name in dict.fromkeys(group)
                if slots.get(name)
            ]
            for group in indicator.match.groups()
        ]
        unit: dict[str, Any] = {"i": place, "w": indicator.match.within_words or WIDEST_WINDOW, "g": groups}
        guards = self.guard_slots(indicator, language)
        if indicator.match.unless and guards:
            unit["u"] = guards
            unit["d"] = indicator.match.unless.within_words or WIDEST_WINDOW
            unit["s"] = SIDES[indicator.match.unless.side]
        return unit


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a pack needs beside its rules.

    Attributes:
        characters: the table of characters.
        commonness: how common words are; decides only what is searched for first.
        fee_laws: what the law of each country says about charging workers.
        latin: languages that are also written in Latin letters.

    """

    characters: Characters
    commonness: Commonness = NOTHING_COMMON
    fee_laws: Mapping[str, FeeLaw] = field(default_factory=dict)
    latin: tuple[Mapping[str, Any], ...] = ()


def compile_pack(
    indicators: Iterable[Indicator],
    combinations: Iterable[Combination],
    guards: Mapping[str, GuardList],
    *,
    knowledge: Knowledge,
    as_of: date,
    nursery: bool = False,
) -> Compiled:
    """Compile the active indicators, and with `nursery` also those that are not proved yet.

    Raises:
        PhraseAt: a phrase cannot be read.
    """
    wanted = {Status.ACTIVE, Status.NURSERY} if nursery else {Status.ACTIVE}
    chosen = [indicator for indicator in indicators if indicator.status in wanted]
    compiler = _Compiler(knowledge.characters, guards)
    units = [
        compiler.unit(place, indicator, language)
        for place, indicator in enumerate(chosen)
        for language, slots in indicator.phrases.items()
        if all(any(slots.get(name) for name in group) for group in indicator.match.groups())
    ]
    languages = {language for indicator in chosen for language in indicator.phrases}
    variants = [list(dict.fromkeys(v for phrase in slot.variants for v in phrase)) for slot in compiler.slots]
    first = choose_first_words([unit["g"] for unit in units], variants, knowledge.commonness)
    for unit, group in zip(units, first.groups, strict=True):
        unit["g"].insert(0, unit["g"].pop(group))
    atoms, phrases = _flat(variants, first.anchors)
    pack: dict[str, Any] = {
        "format": PACK_FORMAT,
        "version": "",
        "as_of": as_of.isoformat(),
        "indicators": [_facts(indicator) for indicator in chosen],
        "combinations": _combinations(combinations, {i.id for i in chosen}, wanted),
        "fee_laws": {
            country: [law.workers, law.law, law.checked_on] for country, law in sorted(knowledge.fee_laws.items())
        },
        "units": units,
        "atoms": "\n".join(atom.kind + atom.text for atom in atoms),
        "phrases": phrases,
        "latin": [entry for entry in knowledge.latin if entry["language"] in languages],
        "characters": dict(knowledge.characters.table),
    }
    pack["version"] = f"{pack['as_of']}+{pack_digest(pack)}"
    return Compiled(pack, tuple(compiler.slots))


def pack_digest(pack: Mapping[str, Any]) -> str:
    """First 12 hex digits of the SHA-256 of everything in the pack but its version and date."""
    content = {key: value for key, value in pack.items() if key not in ("version", "as_of")}
    return hashlib.sha256(pack_json(content).encode()).hexdigest()[:12]


def pack_json(pack: Mapping[str, Any]) -> str:
    """A pack as committed and served: the same bytes for the same content."""
    return json.dumps(pack, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _facts(indicator: Indicator) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": indicator.id, "family": indicator.family, "weight": indicator.weight.value}
    if indicator.red_line is not RedLine.NEVER:
        facts["red_line"] = indicator.red_line.value
    if indicator.match.disguised:
        facts["disguised"] = True
    return facts


def _combinations(combinations: Iterable[Combination], known: set[str], wanted: set[Status]) -> list[dict[str, Any]]:
    """Combinations whose indicators can all be found; `any_of` keeps those that can."""
    kept: list[dict[str, Any]] = []
    for combination in combinations:
        any_of = combination.of.any_of
        ids = [i for i in any_of.ids if i in known] if any_of else []
        at_least = any_of.at_least if any_of else 0
        if combination.status in wanted and known.issuperset(combination.of.all) and len(ids) >= at_least:
            kept.append({"id": combination.id, "all": combination.of.all, "at_least": at_least, "any_of": ids})
    return kept


def _flat(slots: Sequence[Sequence[Variant]], anchors: Sequence[Sequence[int]]) -> tuple[list[Atom], list[int]]:
    numbers: dict[Atom, int] = {}
    flat: list[int] = []
    for slot_number, variants in enumerate(slots):
        for variant, anchor in zip(variants, anchors[slot_number], strict=True):
            flat += [slot_number, len(variant), anchor]
            for element in variant:
                if isinstance(element, Gap):
                    flat.append(-element.most)
                else:
                    atoms = [numbers.setdefault(atom, len(numbers)) for atom in sorted(element.atoms)]
                    flat += [len(atoms), *atoms]
    return list(numbers), flat
