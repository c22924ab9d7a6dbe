"""Puts a decision into the reader's words. Values in, values out; the shape here is the answer on the wire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadlight.findings import CheckResult, Facts, Finding, OtherAd, Quote, Source, State
from leadlight.postings.model import Posting
from leadlight.screening.helplines import Helpline
from leadlight.screening.names import with_names, with_own_title
from leadlight.screening.texts import FALLBACK_LANGUAGE, AllTexts
from leadlight.screening.verdict import Decision


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """Which row of the table decided, in words."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ExplainedCheck:
    """The state of one check, in words, with what was consulted.

    `reason` says why it did not run, or, when it ran, what part of it did not.
    """

    check: str
    name: str
    state: str
    state_text: str
    reason: str | None
    reason_text: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """One finding with its three sentences: what was seen, why it matters, what to do."""

    check: str
    indicator: str
    family: str
    weight: str
    red_line: bool
    combination: bool
    unreviewed: bool
    headline: str
    why: str
    what_to_do: str
    quotes: tuple[Quote, ...]
    source: Source
    facts: Facts
    seen_in: tuple[OtherAd, ...]


@dataclass(frozen=True, slots=True)
class ExplainedComparison:
    """Whether the site shows this service the same ad as the reader, in words."""

    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What a verdict was made with: the same content and the same versions give the same answer.

    `meaning` is the version of the second reader of the wording check, "" when there is none here.
    """

    service: str
    rules: str
    registers: Mapping[str, date]
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer for one posting in one language."""

    level: str
    title: str
    meaning: str
    row: ExplainedRow
    language: str
    checks: tuple[ExplainedCheck, ...]
    findings: tuple[ExplainedFinding, ...]
    helplines: tuple[Helpline, ...]
    posting: Posting
    versions: Versions
    compared: ExplainedComparison | None = None


WEIGHT_ORDER = {"strong": 0, "medium": 1, "weak": 2}


def explain(
    posting: Posting,
    decision: Decision,
    results: Sequence[CheckResult],
    *,
    texts: AllTexts,
    language: str,
    helplines: tuple[Helpline, ...],
    versions: Versions,
) -> Verdict:
    """Put a decision into words. Findings come red lines first, then by weight, then as they stand in the ad."""
    words = texts.of(language).verdict
    level = words["levels"][decision.level.value]
    findings = sorted((f for result in results for f in result.findings), key=_importance)
    return Verdict(
        level=decision.level.value,
        title=level["title"],
        meaning=level["meaning"],
        row=ExplainedRow(decision.row.value, words["rows"][decision.row.value]),
        language=texts.of(language).code,
        checks=tuple(_explained_check(result, texts, language) for result in results),
        findings=tuple(_explained_finding(finding, texts, language) for finding in findings),
        helplines=helplines,
        posting=posting,
        versions=versions,
        compared=_explained_comparison(posting, words),
    )


def _explained_comparison(posting: Posting, words: Mapping[str, Mapping[str, str]]) -> ExplainedComparison | None:
    state = posting.comparison.value
    return ExplainedComparison(state, str(words["compared"][state])) if state else None


def _importance(finding: Finding) -> tuple[bool, int, int]:
    start = min((quote.start for quote in finding.quotes), default=0)
    return (not (finding.red_line or finding.combination), WEIGHT_ORDER[finding.weight.value], start)


def _explained_check(result: CheckResult, texts: AllTexts, language: str) -> ExplainedCheck:
    words = texts.of(language).verdict
    spoken = _Spoken(with_names(result.facts, result.sources, texts, language))
    missing = result.reason or next(iter(result.partial), None)
    reason = missing.value if missing else None
    sentence = str(words["reasons"][reason]).format_map(spoken) if reason else None
    return ExplainedCheck(
        check=result.check.value,
        name=words["checks"][result.check.value]["name"],
        state=result.state.value,
        state_text=_licence(result, words, spoken) or str(words["states"][result.state.value]),
        reason=reason,
        reason_text=sentence,
        sources=tuple(with_own_title(source, texts, language) for source in result.sources),
    )


def _licence(result: CheckResult, words: Mapping[str, Any], spoken: "_Spoken") -> str:
    """That the agency stands on a list with a licence in force; "" where the register check says anything else.

    Every other licence state is a finding, or a reason why nothing could be said.
    """
    if result.state is not State.NOTHING_FOUND:
        return ""
    sentence = words["licences"].get(str(result.facts.get("licence_state")))
    return str(sentence).format_map(spoken) if sentence else ""


def _explained_finding(finding: Finding, texts: AllTexts, language: str) -> ExplainedFinding:
    sentences = texts.indicator(language, finding.indicator)
    spoken = _Spoken(with_names(finding.facts, (finding.source,), texts, language))
    if kind := texts.of(language).desk.get(f"kind_{finding.facts.get('kind')}"):
        spoken["kind"] = kind
    return ExplainedFinding(
        check=finding.check.value,
        indicator=finding.indicator,
        family=finding.family,
        weight=finding.weight.value,
        red_line=finding.red_line,
        combination=finding.combination,
        unreviewed=finding.unreviewed,
        headline=sentences["headline"].format_map(spoken),
        why=" ".join(
            (
                sentences["why"].format_map(spoken),
                *_law(finding, spoken, texts, language),
                *_model(finding, texts, language),
                *_differences(finding, texts, language),
                *_unreviewed(finding, texts, language),
            )
        ),
        what_to_do=sentences["what_to_do"].format_map(spoken),
        quotes=finding.quotes,
        source=with_own_title(finding.source, texts, language),
        facts=finding.facts,
        seen_in=finding.seen_in,
    )


def _law(finding: Finding, spoken: "_Spoken", texts: AllTexts, language: str) -> tuple[str, ...]:
    """What the law of the country says about charging workers, when the finding carries it."""
    rule = finding.facts.get("fee_rule")
    sentence = texts.of(language).verdict.get("fee_laws", {}).get(rule)
    return (str(sentence).format_map(spoken),) if sentence else ()


def _model(finding: Finding, texts: AllTexts, language: str) -> tuple[str, ...]:
    """That a language model said so, how certain it is and what it knows that is most alike."""
    words = texts.of(language).verdict.get("meaning") or texts.of(FALLBACK_LANGUAGE).verdict.get("meaning", {})
    sentence = words.get(
        str(finding.facts.get("certainty") or ("confirmed" if "confirmed_by" in finding.facts else ""))
    )
    said = (str(sentence),) if sentence else ()
    example = words.get("example") if finding.facts.get("example") else None
    return (*said, str(example).format_map(_Spoken(finding.facts))) if example else said


def _differences(finding: Finding, texts: AllTexts, language: str) -> tuple[str, ...]:
    """What differs in the other ads with nearly the same text, when the finding is about a text."""
    if "other_ads" not in finding.facts:
        return ()
    return (str(texts.of(language).verdict["differences"]).format_map(_Spoken(finding.facts)),)


def _unreviewed(finding: Finding, texts: AllTexts, language: str) -> tuple[str, ...]:
    """That nobody reviewed the ads that a finding rests on."""
    words = texts.of(language).verdict
    said = str(words["unreviewed"]).format(notice=words["levels"]["notice"]["title"])
    return (said,) if finding.unreviewed else ()


class _Spoken(dict[str, str | int | float]):
    """Facts for a sentence; one that is missing shows as "…" instead of costing the reader the whole verdict."""

    def __missing__(self, key: str) -> str:
        return "…"
