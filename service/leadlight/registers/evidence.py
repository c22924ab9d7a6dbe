"""From what a register says to the findings a reader sees: which indicator, how much it counts, which words."""

from collections.abc import Iterator

from leadlight.findings import Check, Facts, Finding, Quote, Source, Weight, quote
from leadlight.postings.model import Contact, LicenceClaim, Posting, Span
from leadlight.registers.impersonation import other_contacts
from leadlight.registers.look_up import MOST_CANDIDATES, Ground, LookUp
from leadlight.registers.model import EntryStatus, LicenceState
from leadlight.registers.numbers import format_number, shows_agency
from leadlight.registers.poster import Poster, PosterKind, PosterReason
from leadlight.registers.source import Kind, RegisterSource
from leadlight.registers.where import Concerned

FAMILY = "register"

# What a snapshot that is too old may still say, and why. A list that is too old says nothing about today: not
# "in force", not "expired" (it may have been renewed), not "not listed" (it may have been added), not "other
# contacts" (they change). Two things stay true with their date: that an agency was struck off, and whose a
# number was, because authorities do not give a number to a second agency. Agencies are restored and renamed,
# though, so from an old list neither is more than medium nor a red line.
_STILL_SAID_WHEN_OLD = frozenset({"register.struck_off", "register.number_mismatch"})

# Signs that the ad itself speaks as an agency under the name that was looked up; only then is a number on the
# register of another name a red line. The employer field alone may hold the client.
_SPEAKS_AS_AGENCY = frozenset({PosterReason.AGENCY_NAMED, PosterReason.AGENCY_WORD_IN_NAME})


def findings_of(
    found: LookUp,
    asked: Concerned,
    posting: Posting,
    poster: Poster,
    claim: LicenceClaim | None,
    source: Source,
    *,
    too_old: bool,
) -> tuple[Finding, ...]:
    """Findings of one look-up. Empty: the register says nothing against this ad."""
    made = _Maker(found, asked, posting, poster, claim, source)
    findings = made.warnings() if asked.source.kind is Kind.WARNING else made.licences()
    if not too_old:
        return tuple(findings)
    return tuple(_as_old(finding) for finding in findings if finding.indicator in _STILL_SAID_WHEN_OLD)


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


class _Maker:
    """Builds the findings of one look-up."""

    def __init__(
        self,
        found: LookUp,
        asked: Concerned,
        posting: Posting,
        poster: Poster,
        claim: LicenceClaim | None,
        source: Source,
    ) -> None:
        self._found = found
        self._asked = asked
        self._posting = posting
        self._poster = poster
        self._claim = claim
        self._source = source

    def warnings(self) -> Iterator[Finding]:
        """A name on a list of struck-off agencies. Only the same name counts; a similar one says nothing."""
        if self._found.entries and self._found.ground in (Ground.SAME_NAME, Ground.NUMBER_AND_NAME):
            yield self._finding("register.struck_off", Weight.STRONG)

    def licences(self) -> Iterator[Finding]:
        """What a list of licences says against an ad."""
        match self._found.state:
            case LicenceState.IN_FORCE:
                yield from self._impersonation()
            case LicenceState.NOT_IN_FORCE:
                yield self._not_in_force()
            case LicenceState.NUMBER_MISMATCH:
                own_name = self._poster.reason in _SPEAKS_AS_AGENCY and shows_agency(self._asked.source.number_scheme)
                yield self._finding(
                    "register.number_mismatch", Weight.STRONG if own_name else Weight.MEDIUM, red_line=own_name
                )
            case LicenceState.AMBIGUOUS | LicenceState.NOT_LISTED if self._poster.kind is PosterKind.AGENCY:
                yield from self._unclear()
            case _:
                return

    def _not_in_force(self) -> Finding:
        statuses = {entry.status for entry in self._found.entries}
        if EntryStatus.STRUCK_OFF in statuses:
            return self._finding("register.struck_off", Weight.STRONG)
        # A renewal can reach the list late, so an end date counts less than a decision of the authority.
        weight = Weight.STRONG if EntryStatus.SUSPENDED in statuses else Weight.MEDIUM
        return self._finding("register.not_in_force", weight)

    def _unclear(self) -> Iterator[Finding]:
        ground = self._found.ground
        if ground is Ground.SIMILAR_NAME:
            yield self._finding("register.lookalike", Weight.MEDIUM)
        elif ground is Ground.NUMBER_UNKNOWN:
            # The name may well be listed; what the register lacks is the number.
            number = format_number(self._asked.source.number_scheme, self._found.number)
            yield self._finding("register.not_listed", Weight.MEDIUM, more={"name": number})
        elif self._found.state is LicenceState.AMBIGUOUS:
            yield self._finding("register.ambiguous", Weight.WEAK)
        elif self._asked.absence_counts and self._found.name:
            yield self._finding("register.not_listed", Weight.WEAK)

    def _impersonation(self) -> Iterator[Finding]:
        others = other_contacts(self._posting, self._found.entries)
        if others is None or (others.weight is not Weight.STRONG and not self._asked.source.contacts_complete):
            return
        facts = {
            "contact": ", ".join(contact.written for contact in others.contacts),
            "listed_contact": ", ".join(others.listed),
        }
        quotes = tuple(quote_of_contact(self._posting, contact) for contact in others.contacts)
        yield self._finding(
            "register.impersonation", others.weight, more=facts, quotes=tuple(q for q in quotes if q is not None)
        )

    def _finding(
        self,
        indicator: str,
        weight: Weight,
        *,
        red_line: bool = False,
        more: Facts | None = None,
        quotes: tuple[Quote, ...] = (),
    ) -> Finding:
        facts = dict(facts_of(self._found, self._asked.source, self._source)) | dict(more or {})
        return Finding(
            check=Check.REGISTER,
            indicator=indicator,
            family=FAMILY,
            weight=weight,
            source=self._source,
            quotes=(*self._claim_quotes(), *self._name_quotes(), *quotes),
            red_line=red_line,
            facts=facts,
        )

    def _claim_quotes(self) -> tuple[Quote, ...]:
        if self._claim is None or self._claim.span is None:
            return ()
        return (quote(text_of(self._posting, self._claim.span.field), self._claim.span),)

    def _name_quotes(self) -> tuple[Quote, ...]:
        name = self._found.name
        for field in ("text", "title", "agency", "employer"):
            place = text_of(self._posting, field).find(name) if name else -1
            if place >= 0:
                return (quote(text_of(self._posting, field), Span(field, place, place + len(name))),)
        return ()


def text_of(posting: Posting, field: str) -> str:
    """The text of a field of a posting that a span can point into."""
    text: str = getattr(posting, field)
    return text


def quote_of_contact(posting: Posting, contact: Contact) -> Quote | None:
    """The words of the ad in which a contact stands; None when it came from structured data."""
    return None if contact.span is None else quote(text_of(posting, contact.span.field), contact.span)


def _as_old(finding: Finding) -> Finding:
    return Finding(
        check=finding.check,
        indicator=finding.indicator,
        family=finding.family,
        weight=Weight.MEDIUM if finding.weight is Weight.STRONG else finding.weight,
        source=finding.source,
        quotes=finding.quotes,
        facts=finding.facts,
    )
