"""The register check: what official lists say about the agency behind an ad, and what they cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from leadlight.errors import StoreUnavailable
from leadlight.findings import (
    Check,
    CheckResult,
    Facts,
    Finding,
    Reason,
    Source,
    State,
    not_checked,
)
from leadlight.postings.model import LicenceClaim, Posting
from leadlight.registers.evidence import Case, facts_of, findings_of, no_job_order
from leadlight.registers.job_orders import JobOrder, job_order
from leadlight.registers.look_up import Ground, LookUp, look_up
from leadlight.registers.model import LicenceState, RegisterEntry, Snapshot
from leadlight.registers.names import take_apart
from leadlight.registers.no_public_list import countries_without_list
from leadlight.registers.numbers import compact, shows_agency
from leadlight.registers.ports import RegisterStore
from leadlight.registers.poster import Poster, PosterKind, who_posts, words_of
from leadlight.registers.source import Kind, RegisterSource
from leadlight.registers.where import Concerned, registers_for, work_countries

# Of several numbers in one ad, or several registers, the answer that says most is kept.
_MOST_TELLING = (
    LicenceState.IN_FORCE,
    LicenceState.NOT_IN_FORCE,
    LicenceState.AMBIGUOUS,
    LicenceState.NUMBER_MISMATCH,
    LicenceState.NOT_LISTED,
)

# What only says that an agency does not stand on a list as it is written.
_ABSENCES = frozenset({"register.not_listed", "register.ambiguous", "register.lookalike"})

# A registered name of one short word ("Silva") stands in texts by chance; so many letters do not.
SHORTEST_NAME_IN_TEXT = 6


@dataclass(frozen=True, slots=True)
class _Question:
    """What every register is asked with."""

    posting: Posting
    poster: Poster
    store: RegisterStore
    snapshots: Mapping[str, Snapshot]
    today: date

    def claims(self, source: RegisterSource) -> list[LicenceClaim]:
        """The numbers of the ad that belong to this register's scheme."""
        return [claim for claim in self.posting.licence_claims if claim.scheme and claim.scheme == source.number_scheme]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one register said: a look-up with its findings, or the reason why it could say nothing."""

    asked: Concerned
    source: Source
    found: LookUp | None = None
    findings: tuple[Finding, ...] = ()
    reason: Reason | None = None


def check_register(
    posting: Posting, store: RegisterStore, sources: Mapping[str, RegisterSource], *, today: date
) -> CheckResult:
    """Ask the registers that an ad concerns about the agency it names.

    Returns:
        `found` with the register.* findings; `nothing_found` when a licence register was read and nothing
        spoke against the ad, its `facts` then hold the licence state; `not_checked` with the reason when no
        register could answer. A direct employer needs no licence and is never reported as missing.

    Raises nothing of its own: a store that fails gives `not_checked`.

    """
    try:
        return _check(posting, store, sources, today)
    except StoreUnavailable:
        return not_checked(Check.REGISTER, Reason.STORE_UNAVAILABLE)


def _check(posting: Posting, store: RegisterStore, sources: Mapping[str, RegisterSource], today: date) -> CheckResult:
    poster = who_posts(posting)
    snapshots = {snapshot.register_id: snapshot for snapshot in store.snapshots()}
    concerned = registers_for(posting, [source for source in sources.values() if source.kind is not Kind.JOB_ORDER])
    question = _Question(posting, poster, store, snapshots, today)
    job_lists = [source for source in sources.values() if source.kind is Kind.JOB_ORDER]
    answers = [_with_job_order(_ask(each, question), job_lists, question) for each in concerned]
    answers = [replace(answer, findings=_fair_findings(answer, answers)) for answer in answers]
    findings = tuple(chain.from_iterable(answer.findings for answer in answers))
    consulted = tuple(answer.source for answer in answers if answer.found is not None)
    if findings:
        return CheckResult(Check.REGISTER, State.FOUND, findings, sources=consulted)
    licences = [answer for answer in answers if answer.asked.source.kind is Kind.LICENCE]
    settled = [answer for answer in licences if answer.found is not None and answer.reason is None]
    if settled and not any(_may_be_listed(answer, licences) for answer in settled):
        best = min(settled, key=_telling)
        return CheckResult(Check.REGISTER, State.NOTHING_FOUND, facts=_facts(best), sources=consulted)
    return _unanswered(posting, poster, licences, consulted)


def _fair_findings(answer: _Answer, answers: Sequence[_Answer]) -> tuple[Finding, ...]:
    """Findings of one register in the light of its country's other registers.

    Some countries keep one list for placing and one for lending. Who stands on one of them is not "missing" on
    the other, and while one of them could not be read, nobody can be called missing.
    """
    others = _sisters(answer, answers)
    if any(other.found is not None and other.found.state is LicenceState.IN_FORCE for other in others):
        return tuple(finding for finding in answer.findings if finding.indicator not in _ABSENCES)
    if _may_be_listed(answer, answers):
        return tuple(finding for finding in answer.findings if finding.indicator != "register.not_listed")
    return answer.findings


def _may_be_listed(answer: _Answer, answers: Sequence[_Answer]) -> bool:
    """Whether an agency that this register lacks may stand on a sister list that could not be read."""
    if answer.found is None or answer.found.ground is not Ground.NO_SUCH_NAME:
        return False
    return any(other.reason in (Reason.REGISTER_EMPTY, Reason.REGISTER_TOO_OLD) for other in _sisters(answer, answers))


def _sisters(answer: _Answer, answers: Sequence[_Answer]) -> list[_Answer]:
    """The other licence registers of the same country."""
    country = answer.asked.source.country
    return [
        other
        for other in answers
        if other is not answer and other.asked.source.kind is Kind.LICENCE and other.asked.source.country == country
    ]


def _ask(asked: Concerned, question: _Question) -> _Answer:
    source, poster = asked.source, question.poster
    snapshot = question.snapshots.get(source.id)
    if snapshot is None:
        return _Answer(asked, _source(source, None), reason=Reason.REGISTER_EMPTY)
    shown = _source(source, snapshot)
    claims = question.claims(source)
    if (not poster.names and not claims) or (source.kind is Kind.LICENCE and poster.kind is PosterKind.EMPLOYER):
        return _Answer(asked, shown, reason=Reason.NO_AGENCY_NAMED)
    claim, found = _look_up(source, question, claims, snapshot)
    too_old = source.is_too_old(snapshot.as_of, question.today)
    case = Case(question.posting, poster, asked, found, claim, shown, question.today)
    findings = findings_of(case, too_old=too_old)
    reason = Reason.REGISTER_TOO_OLD if too_old else None
    if reason is None and poster.kind is PosterKind.UNCLEAR and found.state is not LicenceState.IN_FORCE:
        # Nobody says that this employer is an agency, so its absence from a list of agencies says nothing.
        reason = None if findings else Reason.NO_AGENCY_NAMED
    return _Answer(asked, shown, found, findings, reason)


def _with_job_order(answer: _Answer, job_lists: Sequence[RegisterSource], question: _Question) -> _Answer:
    """Add what the list of approved jobs of that country says, where there is one and its copy is fresh."""
    found, countries = answer.found, work_countries(question.posting) - {answer.asked.source.country}
    if found is None or answer.reason is not None or found.state is not LicenceState.IN_FORCE or not countries:
        return answer
    for source in job_lists:
        snapshot = question.snapshots.get(source.id)
        if source.country != answer.asked.source.country or snapshot is None:
            continue
        if source.is_too_old(snapshot.as_of, question.today):
            continue
        said = job_order(question.store, source.id, found.entries, countries, question.today)
        if said is not JobOrder.APPROVED:
            asked = replace(answer.asked, source=source)
            case = Case(
                question.posting, question.poster, asked, found, None, _source(source, snapshot), question.today
            )
            answer = replace(answer, findings=(*answer.findings, no_job_order(case, said, countries)))
    return answer


def _look_up(
    source: RegisterSource, question: _Question, claims: Sequence[LicenceClaim], snapshot: Snapshot
) -> tuple[LicenceClaim | None, LookUp]:
    def ask(names: Sequence[str], number: str = "") -> LookUp:
        return look_up(
            question.store, source.id, names=names, number=number, as_of=snapshot.as_of, today=question.today
        )

    answers: list[tuple[LicenceClaim | None, LookUp]] = []
    asked: Sequence[LicenceClaim | None] = claims or (None,)
    for claim in asked:
        number = compact(source.number_scheme, claim.number) if claim else ""
        found = ask(question.poster.names, number)
        if found.ground is Ground.NUMBER_UNKNOWN and not shows_agency(source.number_scheme):
            # A company number that is not on the list only says that this company is not on it.
            found = ask(question.poster.names)
        if found.state is LicenceState.NUMBER_MISMATCH:
            # The employer field often holds the client. Where the ad names the number's owner anywhere, it fits.
            named = tuple(entry.name for entry in found.entries if _stands_in(question.posting, entry))
            found = ask(named, number) if named else found
        answers.append((claim, found))
    return min(answers, key=lambda answer: _MOST_TELLING.index(answer[1].state))


def _stands_in(posting: Posting, entry: RegisterEntry) -> bool:
    spaced = words_of(posting)
    text = spaced.replace(" ", "")
    hosts = "".join(contact.value for contact in posting.contacts).casefold()
    for name in (entry.name, *entry.other_names):
        parts = take_apart(name)
        if f" {' '.join(parts.words)} " in spaced:
            return True
        if len(parts.joined) >= SHORTEST_NAME_IN_TEXT and (parts.joined in hosts or parts.joined in text):
            return True
    return False


def _telling(answer: _Answer) -> int:
    return _MOST_TELLING.index(answer.found.state) if answer.found else len(_MOST_TELLING)


def _facts(answer: _Answer) -> Facts:
    found = answer.found
    return {} if found is None else facts_of(found, answer.asked.source, answer.source)


def _unanswered(
    posting: Posting, poster: Poster, licences: Sequence[_Answer], consulted: tuple[Source, ...]
) -> CheckResult:
    who: dict[str, str | int | float] = {"poster": poster.kind.value, "poster_reason": poster.reason.value}
    if poster.kind is PosterKind.EMPLOYER or (not poster.names and not posting.licence_claims):
        return not_checked(Check.REGISTER, Reason.NO_AGENCY_NAMED, sources=consulted, facts=who)
    for reason in (Reason.REGISTER_TOO_OLD, Reason.REGISTER_EMPTY, Reason.NO_AGENCY_NAMED):
        answer = next((each for each in licences if each.reason is reason), None)
        if answer is not None:
            return not_checked(Check.REGISTER, reason, sources=(answer.source,), facts=who | _register_facts(answer))
    countries = sorted(work_countries(posting))
    if not countries:
        return not_checked(Check.REGISTER, Reason.NO_COUNTRY, sources=consulted, facts=who)
    facts = who | {"country": ", ".join(countries)}
    known = countries_without_list().get(countries[0]) if len(countries) == 1 else None
    if known is None or poster.kind is PosterKind.UNCLEAR:
        return not_checked(Check.REGISTER, Reason.NO_REGISTER_FOR_COUNTRY, sources=consulted, facts=facts)
    facts |= {"register": known.register_name, "register_url": known.page}
    return not_checked(Check.REGISTER, Reason(known.reason), sources=consulted, facts=facts)


def _register_facts(answer: _Answer) -> dict[str, str | int | float]:
    source = answer.asked.source
    facts: dict[str, str | int | float] = {
        "register": source.title,
        "register_url": source.data.page,
        "country": source.country,
    }
    if answer.source.as_of is not None:
        facts["as_of"] = answer.source.as_of.isoformat()
    return facts


def _source(source: RegisterSource, snapshot: Snapshot | None) -> Source:
    return Source(
        id=source.id,
        title=source.title,
        as_of=None if snapshot is None else snapshot.as_of,
        version="" if snapshot is None else snapshot.digest[:12],
        url=source.data.page,
    )
