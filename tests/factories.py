"""The smallest valid values; a test states only what matters to it."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from leadlight.bundled import shared_rules_folder
from leadlight.findings import Check, CheckResult, Finding, Reason, Source, State, Weight
from leadlight.postings.model import Posting
from leadlight.screening.explain import Verdict, Versions, explain
from leadlight.screening.texts import AllTexts, load_texts
from leadlight.screening.verdict import decide

A_SOURCE = Source(id="rules", title="Leadlight rules", as_of=date(2026, 11, 26), version="1")


def a_posting(text: str = "Warehouse worker wanted in Brno.", **changes: Any) -> Posting:
    return Posting(text=text, **changes)


def a_finding(
    check: Check = Check.WORDING, indicator: str = "pay.too_good", weight: Weight = Weight.MEDIUM, **changes: Any
) -> Finding:
    family = changes.pop("family", indicator.split(".", maxsplit=1)[0])
    return Finding(check=check, indicator=indicator, family=family, weight=weight, source=A_SOURCE, **changes)


def a_result(check: Check = Check.WORDING, *findings: Finding, reason: Reason | None = None) -> CheckResult:
    if reason is not None:
        return CheckResult(check=check, state=State.NOT_CHECKED, reason=reason)
    state = State.FOUND if findings else State.NOTHING_FOUND
    return CheckResult(check=check, state=state, findings=findings)


@cache
def _texts() -> AllTexts:
    return load_texts(shared_rules_folder() / "texts")


def explained(results: Sequence[CheckResult], language: str, posting: Posting | None = None) -> Verdict:
    """What a reader is told of these results in the shipped words."""
    return explain(
        posting or a_posting(),
        decide(results),
        results,
        texts=_texts(),
        language=language,
        helplines=(),
        versions=Versions(service="1", rules="1", registers={}),
    )
