"""What a rule file may hold, as pydantic models. The JSON Schema for editors is made from them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from leadlight.findings import Weight

WIDEST_WINDOW = 40
"""Words. Further apart, two ideas seldom belong together, and the cost of a hostile text grows with it."""

MOST_SLOTS = 4

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
GuardName = Annotated[str, StringConstraints(pattern=r"^@?[a-z][a-z0-9_]*$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Strict(BaseModel):
    """Unknown keys and silently converted values are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Status(StrEnum):
    """Life of a rule. Only `active` rules are in the pack; promotion needs proof, not age."""

    NURSERY = "nursery"
    ACTIVE = "active"
    RETIRED = "retired"


class RedLine(StrEnum):
    """Whether a finding may make a warning alone."""

    NEVER = "never"
    ALWAYS = "always"
    WHERE_FEES_FORBIDDEN = "where_fees_forbidden"


class OrdinaryRate(Strict):
    """How often ordinary ads show the sign, as measured by `leadlight rules rate`."""

    value: Annotated[float, Field(ge=0, le=1, description="Share of ordinary ads, 0.0 to 1.0.")]
    n: Annotated[int, Field(ge=1, description="Number of ads measured.")]
    measured_on: Annotated[str, Field(alias="date", pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO date, in quotes.")]

    @field_validator("measured_on")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        date.fromisoformat(value)
        return value


class Unless(Strict):
    """What takes a match back: a denial near it, in the same sentence."""

    any: Annotated[list[GuardName], Field(min_length=1, description="Slots of this file, or @name of a guard list.")]
    within_words: Annotated[
        int | None,
        Field(ge=1, le=WIDEST_WINDOW, description="1 = next to the match. Left out: anywhere near in the sentence."),
    ] = None
    side: Annotated[
        Literal["either", "before", "after"], Field(description="Where the denial must stand. Inside always counts.")
    ] = "either"


class Match(Strict):
    """How slots make a match."""

    all: Annotated[list[Name], Field(max_length=MOST_SLOTS, description="Slots that must all be there.")] = []
    any: Annotated[list[Name], Field(description="Slots of which one must be there.")] = []
    within_words: Annotated[
        int | None, Field(ge=1, le=WIDEST_WINDOW, description="Most words between one slot and the next.")
    ] = None
    unless: Unless | None = None
    disguised: Annotated[
        bool, Field(description="Fires on words of other rules that the ad disguises. Needs no slots.")
    ] = False

    @model_validator(mode="after")
    def _has_a_way_to_match(self) -> "Match":
        if not self.all and not self.any and not self.disguised:
            raise ValueError("nothing can match: give `all` or `any` with slot names")
        if self.disguised and (self.all or self.any or self.unless):
            raise ValueError("`disguised` stands alone: remove `all`, `any` and `unless`")
        groups = len(self.all) + bool(self.any)
        if groups > 1 and self.within_words is None:
            raise ValueError("`all` needs `within_words`: how many words may stand between one slot and the next")
        return self

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Slots by group; each group must be there, by any of its slots."""
        return (*((slot,) for slot in self.all), *((tuple(self.any),) if self.any else ()))


class Silent(Strict):
    """A text that must not fire, and why."""

    text: Line
    because: Line


class Examples(Strict):
    """Texts that prove the rule in one language."""

    fires: list[Line] = []
    silent: list[Silent] = []


class Indicator(Strict):
    """One sign of misleading or exploitative recruitment, with its words in each language."""

    id: Annotated[Id, Field(description="<family>.<file name>. Never renamed, never used again.")]
    version: Annotated[int, Field(ge=1, description="Rises with every change that can alter a verdict.")]
    status: Annotated[Status, Field(strict=False)]
    family: Name
    title: Line
    weight: Annotated[Weight, Field(strict=False)]
    red_line: Annotated[RedLine, Field(strict=False)] = RedLine.NEVER
    ordinary_rate: OrdinaryRate | None = None
    ilo: list[Name] = []
    references: list[Line] = []
    blind_to: Line
    match: Match
    phrases: Mapping[Language, Mapping[Name, list[str]]] = {}
    examples: Mapping[Language, Examples] = {}

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Indicator":
        if not self.id.startswith(f"{self.family}."):
            raise ValueError(f"id `{self.id}` does not start with its family `{self.family}.`: make them agree")
        if self.status is Status.ACTIVE and self.ordinary_rate is None and not self.match.disguised:
            raise ValueError("an active rule needs its measured ordinary_rate: run `leadlight rules rate`")
        named = {slot for group in self.match.groups() for slot in group}
        guards = set() if self.match.unless is None else {s for s in self.match.unless.any if not s.startswith("@")}
        for language, slots in self.phrases.items():
            _check_slots(language, slots, self.match, guards)
        if not self.phrases and not self.match.disguised:
            raise ValueError("no phrases: give them under `phrases`, by language and slot")
        for slot in sorted(guards - {slot for slots in self.phrases.values() for slot in slots}):
            raise ValueError(f"`unless` names slot `{slot}`, which no language has: add its phrases or remove it")
        if guards & named:
            raise ValueError(f"slot `{min(guards & named)}` both makes and stops the match: use two slots")
        return self


def _check_slots(language: str, slots: Mapping[str, list[str]], match: Match, guards: set[str]) -> None:
    named = {slot for group in match.groups() for slot in group}
    for group in match.groups():
        if not any(slots.get(slot) for slot in group):
            raise ValueError(f"phrases.{language} has no `{' or '.join(group)}`: without it the rule never fires there")
    for slot in slots:
        if slot not in named and slot not in guards:
            raise ValueError(f"phrases.{language}.{slot} is used by no clause of `match`: name it there or remove it")


class AnyOf(Strict):
    """At least some of several."""

    at_least: Annotated[int, Field(ge=1)]
    ids: Annotated[list[Id], Field(min_length=1)]


class Of(Strict):
    """Which indicators make a combination."""

    all: list[Id] = []
    any_of: AnyOf | None = None

    @model_validator(mode="after")
    def _needs_two(self) -> "Of":
        at_least = self.any_of.at_least if self.any_of else 0
        if len(self.all) + at_least < 2:  # noqa: PLR2004 - one sign is no combination
            raise ValueError("a combination needs at least two indicators")
        if self.any_of and at_least > len(self.any_of.ids):
            raise ValueError("any_of.at_least is more than its ids: it can never be met")
        return self


class Combination(Strict):
    """Indicators that together mean more than each alone."""

    id: Annotated[str, StringConstraints(pattern=r"^combination\.[a-z][a-z0-9_]*$")]
    version: Annotated[int, Field(ge=1)]
    status: Annotated[Status, Field(strict=False)]
    title: Line
    of: Of
    ordinary_rate: OrdinaryRate | None = None
    references: list[Line] = []


class GuardList(Strict):
    """Denials that many rules share, by language."""

    id: Name | None = None
    version: Annotated[int, Field(ge=1)] = 1
    title: Line = "Denials"
    phrases: Mapping[Language, list[str]]


class LatinSpelling(Strict):
    """How one language is written in Latin letters."""

    tells: Annotated[list[str], Field(min_length=2)]
    letters: Mapping[str, list[str]]
