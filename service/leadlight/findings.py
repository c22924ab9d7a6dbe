"""What the checks say: findings, the state of a check, and why a check did not run. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from leadlight.postings.model import Span

Facts = Mapping[str, str | int | float]


class Check(StrEnum):
    """The three independent looks at a posting."""

    WORDING = "wording"
    REGISTER = "register"
    CONTACT = "contact"


class Weight(StrEnum):
    """How much one finding counts. Derived from how much rarer the sign is in ordinary ads."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


class State(StrEnum):
    """What became of a check. A check that failed is `not_checked`, never an empty result."""

    FOUND = "found"
    NOTHING_FOUND = "nothing_found"
    NOT_CHECKED = "not_checked"


class Reason(StrEnum):
    """Why a check did not run, or could not say. Each has a text under `reasons` in shared_rules/texts."""

    TIMED_OUT = "timed_out"
    FAILED = "failed"
    STORE_UNAVAILABLE = "store_unavailable"
    RULES_UNAVAILABLE = "rules_unavailable"
    NO_TEXT = "no_text"
    NO_RULES_FOR_LANGUAGE = "no_rules_for_language"
    TEXT_IN_PART = "text_in_part"
    NO_REGISTER_FOR_COUNTRY = "no_register_for_country"
    NO_LICENCE_NEEDED = "no_licence_needed"
    LOOK_YOURSELF = "look_yourself"
    NO_COUNTRY = "no_country"
    REGISTER_TOO_OLD = "register_too_old"
    REGISTER_EMPTY = "register_empty"
    NO_AGENCY_NAMED = "no_agency_named"
    NO_CONTACTS = "no_contacts"
    NOT_ASKED = "not_asked"
    MEANING_UNAVAILABLE = "meaning_unavailable"
    MEANING_TIMED_OUT = "meaning_timed_out"
    MEANING_FAILED = "meaning_failed"
    MEANING_NO_LANGUAGE = "meaning_no_language"
    MEANING_IN_PART = "meaning_in_part"


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of the ad that a finding rests on: W3C Web Annotation text position and text quote in one.

    `exact` is `field[start:end]` in code points; `prefix` and `suffix` are up to 32 code points around it.
    """

    field: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


QUOTE_CONTEXT = 32


def quote(field_text: str, span: Span) -> Quote:
    """Cut the quote at `span` out of the text of its field, with a little context on both sides."""
    return Quote(
        field=span.field,
        start=span.start,
        end=span.end,
        exact=field_text[span.start : span.end],
        prefix=field_text[max(0, span.start - QUOTE_CONTEXT) : span.start],
        suffix=field_text[span.end : span.end + QUOTE_CONTEXT],
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a finding comes from: the rule set, a register, or the sightings of this deployment.

    Attributes:
        id: stable id ("rules", "bd_bmet", "sightings").
        title: name for people.
        as_of: date of the data; None only when the data have no date of their own.
        version: version of the rules or id of the snapshot, "" when there is none.
        url: official address, "" when there is none.

    """

    id: str
    title: str
    as_of: date | None = None
    version: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check saw.

    Attributes:
        check: which check saw it.
        indicator: id of the indicator; its words are in shared_rules/texts under this id.
        family: family of the indicator ("fees", "papers", "register", "contact" …).
        weight: how much it counts.
        source: where the knowledge comes from, with its date.
        quotes: the words of the ad; empty only when the sign is not a matter of words.
        red_line: it may make a warning alone (see `screening.verdict`).
        combination: it is a named combination of wording findings, proved on ordinary ads.
        unreviewed: it rests on ads that anybody may have sent in, so it makes a notice at most and adds nothing to
            other findings.
        facts: values that the texts mention, by name ("employers": 4, "country": "PL").
        seen_in: other ads that show the same sign, for staff; empty for the public.

    """

    check: Check
    indicator: str
    family: str
    weight: Weight
    source: Source
    quotes: tuple[Quote, ...] = ()
    red_line: bool = False
    combination: bool = False
    unreviewed: bool = False
    facts: Facts = field(default_factory=dict)
    seen_in: tuple["OtherAd", ...] = ()


@dataclass(frozen=True, slots=True)
class OtherAd:
    """Another ad linked to this one, as staff see it."""

    title: str
    employer: str
    place: str
    site: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The answer of one check.

    Attributes:
        check: which one.
        state: `found` has at least one finding; `nothing_found` means it ran and saw nothing;
            `not_checked` has a reason.
        findings: empty unless `found`.
        reason: set exactly when `not_checked`.
        facts: values that the reason's text mentions.
        sources: what was consulted, with dates, also when nothing was found.
        partial: what of the check did not run although the rest did (the second reader of the wording check);
            the level does not change by it, but the answer says so.

    """

    check: Check
    state: State
    findings: tuple[Finding, ...] = ()
    reason: Reason | None = None
    facts: Facts = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    partial: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.FOUND) != bool(self.findings):
            raise ValueError("a check has findings exactly when its state is found")
        if (self.state is State.NOT_CHECKED) != (self.reason is not None):
            raise ValueError("a check has a reason exactly when its state is not_checked")


def found_or_nothing(check: Check, findings: tuple[Finding, ...], sources: tuple[Source, ...]) -> CheckResult:
    """Result of a check that ran: `found` with findings, else `nothing_found`."""
    state = State.FOUND if findings else State.NOTHING_FOUND
    return CheckResult(check=check, state=state, findings=findings, sources=sources)


def not_checked(
    check: Check, reason: Reason, *, facts: Facts | None = None, sources: tuple[Source, ...] = ()
) -> CheckResult:
    """Result of a check that did not run or could not say, with its reason and the values its text mentions."""
    return CheckResult(check=check, state=State.NOT_CHECKED, reason=reason, facts=facts or {}, sources=sources)
