"""The wording check: what the words of an ad say."""

from collections.abc import Mapping
from typing import Any

from leadlight.findings import (
    Check,
    CheckResult,
    Facts,
    Finding,
    Reason,
    Source,
    Weight,
    found_or_nothing,
    not_checked,
    quote,
)
from leadlight.postings.model import Posting, Span
from leadlight.wording.engine import Hit
from leadlight.wording.fees import UNKNOWN
from leadlight.wording.load import RuleSet
from leadlight.wording.model import RedLine

TITLE = "Leadlight rules"
COMBINATION = "combination"


def check_wording(posting: Posting, rules: RuleSet) -> CheckResult:
    """Look for indicators in the words of an ad: in its title and in its text, each on its own.

    Args:
        posting: the ad. Its country decides whether a fee for the worker is a red line.
        rules: from `load_rules`.

    Returns:
        One finding for each indicator, with up to eight quotes, and one for each combination. `nothing_found`
        when the rules saw nothing; `not_checked` with `no_text` when there are no words to look at.
    """
    sources = (Source(id="rules", title=TITLE, as_of=rules.as_of, version=rules.version),)
    fields = [(name, text) for name, text in (("title", posting.title), ("text", posting.text)) if text.strip()]
    if not fields:
        return not_checked(Check.WORDING, Reason.NO_TEXT, sources=sources)
    hits: dict[str, list[Hit]] = {}
    for hit in rules.engine.match(fields):
        hits.setdefault(hit.indicator, []).append(hit)
    texts = dict(fields)
    findings = [
        _finding(indicator, hits[indicator["id"]], texts, posting.country, rules, sources[0])
        for indicator in rules.pack["indicators"]
        if indicator["id"] in hits
    ]
    by_id = {finding.indicator: finding for finding in findings}
    findings += [_combined(c, by_id, sources[0]) for c in rules.pack["combinations"] if _holds(c, by_id)]
    return found_or_nothing(Check.WORDING, tuple(findings), sources)


def _finding(
    indicator: Mapping[str, Any],
    hits: list[Hit],
    texts: Mapping[str, str],
    country: str,
    rules: RuleSet,
    source: Source,
) -> Finding:
    red_line = indicator.get("red_line")
    return Finding(
        check=Check.WORDING,
        indicator=indicator["id"],
        family=indicator["family"],
        weight=Weight(indicator["weight"]),
        source=source,
        quotes=tuple(quote(texts[hit.field], Span(hit.field, hit.start, hit.end)) for hit in hits),
        red_line=red_line == RedLine.ALWAYS
        or (red_line == RedLine.WHERE_FEES_FORBIDDEN and country in rules.fees_forbidden),
        facts={"country": country, **_fee_facts(red_line, country, rules)} if country else {},
    )


def _fee_facts(red_line: str | None, country: str, rules: RuleSet) -> Facts:
    """What the law of the country of work says about charging workers, for signs that are about a charge.

    Empty: the sign is about something else, or that law is not known here.
    """
    law = rules.fee_laws.get(country) if red_line == RedLine.WHERE_FEES_FORBIDDEN else None
    if law is None or law.workers == UNKNOWN or not law.law:
        return {}
    return {"fee_rule": law.workers, "fee_law": law.law, "fee_law_checked_on": law.checked_on}


def _holds(combination: Mapping[str, Any], found: Mapping[str, Finding]) -> bool:
    some = sum(indicator in found for indicator in combination["any_of"])
    return all(indicator in found for indicator in combination["all"]) and some >= combination["at_least"]


def _combined(combination: Mapping[str, Any], found: Mapping[str, Finding], source: Source) -> Finding:
    """A combination quotes the first words of each of its signs."""
    members = [i for i in (*combination["all"], *combination["any_of"]) if i in found]
    return Finding(
        check=Check.WORDING,
        indicator=combination["id"],
        family=COMBINATION,
        weight=Weight.STRONG,
        source=source,
        quotes=tuple(found[member].quotes[0] for member in members),
        combination=True,
    )
