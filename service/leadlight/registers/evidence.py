"""From what a register says to the findings a reader sees: which indicator, how much it counts, which words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from leadlight.findings import Check, Facts, Finding, Quote, Source, Weight, quote
from leadlight.postings.model import Contact, LicenceClaim, Posting, Span
from leadlight.registers.foreigners import too_new_for_foreigners
from leadlight.registers.impersonation import other_contacts, shares_contact
from leadlight.registers.job_orders import JobOrder
from leadlight.registers.look_up import MOST_CANDIDATES, Ground, LookUp
from leadlight.registers.model import EntryStatus, LicenceState
from leadlight.registers.numbers import format_number, shows_agency
from leadlight.registers.office import other_office
from leadlight.registers.poster import Poster, PosterKind, PosterReason
from leadlight.registers.source import Kind, RegisterSource
from leadlight.registers.where import Concerned

FAMILY = "register"

# What a snapshot that is too old may still say, and why. A list that is too old says nothing about today: not
# "in force", not "expired" (it may have been renewed), not "not listed" (it may have been added), not "other
# contacts" (they change). Two things stay true with their date: that an agency was struck off, and whose a
# number was, because authorities do not give a number to a second agency. Agencies are restored and renamed,
# though, so from an old list neither is more than medium nor a red line.
_STILL_SAID_WHEN_OLD = frozenset({"register.struck_off", "register.warned_employer", "register.number_mismatch"})

# Signs that the ad itself speaks as an agency under the name that was looked up; only then is a number on the
# register of another name a red line. The employer field alone may hold the client.
_SPEAKS_AS_AGENCY = frozenset({PosterReason.AGENCY_NAMED, PosterReason.AGENCY_WORD_IN_NAME})


@dataclass(frozen=True, slots=True)
class Case:
    """One ad before one register, with what the register said.

    Attributes:
        posting: the ad.
        poster: who posts it.
        asked: the register and why it was asked.
        found: what it said.
        claim: the number that was looked up; None when it was a name.
        source: the register as findings show it, with the date of its snapshot.
        today: the day of the question.

    """

    posting: Posting
    poster: Poster
    asked: Concerned
    found: LookUp
    claim: LicenceClaim | None
    source: Source
    today: date


def findings_of(case: Case, *, too_old: bool) -> tuple[Finding, ...]:
    """Findings of one look-up. Empty: the register says nothing against this ad."""
    findings = _from_warnings(case) if case.asked.source.kind is Kind.WARNING else _from_licences(case)
    if not too_old:
        return tuple(findings)
    return tuple(
        replace(finding, weight=_softened(finding.weight), red_line=False)
        for finding in findings
        if finding.indicator in _STILL_SAID_WHEN_OLD
    )


def no_job_order(case: Case, said: JobOrder, countries: frozenset[str]) -> Finding:
    """The agency is licensed, but no job in the country of the ad is approved for it."""
    # An order can be approved after the copy was made, and one word more or less in a name hides it.
    more: Facts = {"country": ", ".join(sorted(countries)), "job_order": said.value}
    return _finding(case, "register.no_job_order", Weight.MEDIUM, more=more)


def facts_of(found: LookUp, source: RegisterSource, shown: Source) -> Facts:
    """Values that the texts of a register finding mention, by name."""
    facts: dict[str, str | int | float] = {
        "register": source.title,
        "register_url": source.data.page,
        "as_of": shown.as_of.isoformat() if shown.as_of else "",
        "country": source.country,
        "name": found.name,
        "number": format_number(source.number_scheme, found.number) if found.number else "",
        "licence_state": found.state.value,
        "ground": found.ground.value,
        "listed_name": found.entries[0].name if found.entries else "",
        "status": found.entries[0].status.value if found.entries else "",
        "candidates": "; ".join(dict.fromkeys(entry.name for entry in found.entries[:MOST_CANDIDATES])),
    }
    return facts


def _from_warnings(case: Case) -> Iterator[Finding]:
    # Only the same name counts: to resemble a struck-off agency is nobody's fault.
    if case.found.entries and case.found.ground in (Ground.SAME_NAME, Ground.NUMBER_AND_NAME):
        yield _finding(case, case.asked.source.warning_indicator, Weight.STRONG)


def _from_licences(case: Case) -> Iterator[Finding]:
    match case.found.state:
        case LicenceState.IN_FORCE:
            yield from _impersonation(case)
            yield from _other_address(case)
            yield from _too_new(case)
        case LicenceState.NOT_IN_FORCE:
            yield _not_in_force(case)
        case LicenceState.NUMBER_MISMATCH:
            own_name = case.poster.reason in _SPEAKS_AS_AGENCY and shows_agency(case.asked.source.number_scheme)
            weight = Weight.STRONG if own_name else Weight.MEDIUM
            yield _finding(case, "register.number_mismatch", weight, red_line=own_name)
        case LicenceState.AMBIGUOUS | LicenceState.NOT_LISTED if case.poster.kind is PosterKind.AGENCY:
            yield from _unclear(case)
        case _:
            return


def _not_in_force(case: Case) -> Finding:
    statuses = {entry.status for entry in case.found.entries}
    if EntryStatus.STRUCK_OFF in statuses:
        return _finding(case, "register.struck_off", Weight.STRONG)
    # A renewal can reach the list late, so an end date counts less than a decision of the authority.
    weight = Weight.STRONG if EntryStatus.SUSPENDED in statuses else Weight.MEDIUM
    return _finding(case, "register.not_in_force", weight)


def _unclear(case: Case) -> Iterator[Finding]:
    ground = case.found.ground
    if ground is Ground.SIMILAR_NAME:
        yield _finding(case, "register.lookalike", Weight.MEDIUM)
    elif ground is Ground.NUMBER_UNKNOWN:
        # The name may well be listed; what the register lacks is the number.
        number = format_number(case.asked.source.number_scheme, case.found.number)
        yield _finding(case, "register.not_listed", Weight.MEDIUM, more={"name": number})
    elif case.found.state is LicenceState.AMBIGUOUS:
        yield _finding(case, "register.ambiguous", Weight.WEAK)
    elif case.asked.absence_counts and case.found.name:
        yield _finding(case, "register.not_listed", Weight.WEAK)


def _impersonation(case: Case) -> Iterator[Finding]:
    others = other_contacts(case.posting, case.found.entries)
    if others is None or (others.weight is not Weight.STRONG and not case.asked.source.contacts_complete):
        return
    more: Facts = {
        "contact": ", ".join(contact.written for contact in others.contacts),
        "listed_contact": ", ".join(others.listed),
    }
    quotes = (quote_of_contact(case.posting, contact) for contact in others.contacts)
    found_quotes = tuple(each for each in quotes if each is not None)
    yield _finding(case, "register.impersonation", others.weight, more=more, quotes=found_quotes)


def _other_address(case: Case) -> Iterator[Finding]:
    # Who answers on the agency's own line or mailbox is the agency, wherever the office is.
    if shares_contact(case.posting, case.found.entries):
        return
    country = case.asked.source.country
    other = other_office(case.posting, case.found.entries, name=case.found.name, country=country)
    if other is None:
        return
    more: Facts = {"address": other.address.written, "listed_address": "; ".join(other.listed)}
    span = other.address.span
    quotes = () if span is None else (quote(text_of(case.posting, span.field), span),)
    yield _finding(case, "register.other_address", other.weight, more=more, quotes=quotes)


def _too_new(case: Case) -> Iterator[Finding]:
    allowed = too_new_for_foreigners(case.posting, case.asked.source, case.found.entries, case.today)
    if allowed is not None:
        more: Facts = {"since": allowed.isoformat(), "years": case.asked.source.min_years_for_foreigners}
        yield _finding(case, "register.too_new_for_foreigners", Weight.MEDIUM, more=more)


def _finding(
    case: Case,
    indicator: str,
    weight: Weight,
    *,
    red_line: bool = False,
    more: Facts | None = None,
    quotes: tuple[Quote, ...] = (),
) -> Finding:
    return Finding(
        check=Check.REGISTER,
        indicator=indicator,
        family=FAMILY,
        weight=weight,
        source=case.source,
        quotes=(*_claim_quotes(case), *_name_quotes(case), *quotes),
        red_line=red_line,
        facts={**facts_of(case.found, case.asked.source, case.source), **(more or {})},
    )


def _softened(weight: Weight) -> Weight:
    return Weight.MEDIUM if weight is Weight.STRONG else weight


def _claim_quotes(case: Case) -> tuple[Quote, ...]:
    if case.claim is None or case.claim.span is None:
        return ()
    return (quote(text_of(case.posting, case.claim.span.field), case.claim.span),)


def _name_quotes(case: Case) -> tuple[Quote, ...]:
    name = case.found.name
    for field in ("text", "title", "agency", "employer"):
        place = text_of(case.posting, field).find(name) if name else -1
        if place >= 0:
            return (quote(text_of(case.posting, field), Span(field, place, place + len(name))),)
    return ()


def text_of(posting: Posting, field: str) -> str:
    """The text of a field of a posting that a span can point into."""
    text: str = getattr(posting, field)
    return text


def quote_of_contact(posting: Posting, contact: Contact) -> Quote | None:
    """The words of the ad in which a contact stands; None when it came from structured data."""
    return None if contact.span is None else quote(text_of(posting, contact.span.field), contact.span)
