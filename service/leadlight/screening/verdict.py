"""How findings become a level: one pure table, the same in the service and in the browser.

| row                    | level         | when                                                                  |
|------------------------|---------------|-----------------------------------------------------------------------|
| red_line               | warning       | one finding is a red line                                             |
| two_checks_one_strong  | warning       | two different checks found something, at least one finding is strong  |
| combination            | warning       | a named combination of wording findings, proved on ordinary ads       |
| one_strong             | caution       | one strong finding                                                    |
| two_medium             | caution       | two medium findings of different indicators                           |
| less                   | notice        | any finding                                                           |
| nothing_checked        | not_checked   | no finding, and the wording was not checked                           |
| nothing_found          | nothing_found | no finding; the verdict names every check that did not run            |

The first row that holds decides. Findings that rest on unreviewed ads alone (`unreviewed`) fill the row `less` and
no other: whoever invents ads to smear somebody gets no further than a notice, whatever the ad itself shows.

There is no level "safe": `nothing_found` says what was looked at, not what the job is. The wording check is the one
that every readable ad can have, so without it "nothing found" would promise too much. The two-checks row and the red
lines follow the study of 430 work-abroad ads in which 98.4 % held at least one indicator and 15 % five or more
(Volodko, Cockbain and Kleinberg 2019): single words prove nothing. Vectors for every row:
shared_rules/vectors/verdict.json.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leadlight.findings import Check, CheckResult, Finding, State, Weight


class Level(StrEnum):
    """The level of a verdict, from the most urgent to the least."""

    WARNING = "warning"
    CAUTION = "caution"
    NOTICE = "notice"
    NOTHING_FOUND = "nothing_found"
    NOT_CHECKED = "not_checked"


class Row(StrEnum):
    """The row of the table that decided. Each has a sentence under `rows` in shared_rules/texts."""

    RED_LINE = "red_line"
    TWO_CHECKS_ONE_STRONG = "two_checks_one_strong"
    COMBINATION = "combination"
    ONE_STRONG = "one_strong"
    TWO_MEDIUM = "two_medium"
    LESS = "less"
    NOTHING_FOUND = "nothing_found"
    NOTHING_CHECKED = "nothing_checked"


@dataclass(frozen=True, slots=True)
class Decision:
    """A level and the row of the table that gave it."""

    level: Level
    row: Row


def decide(results: Iterable[CheckResult]) -> Decision:
    """Decide the level of one ad from the results of its checks, in any order."""
    results = tuple(results)
    findings = tuple(finding for result in results for finding in result.findings)
    if findings:
        return _of_findings(tuple(finding for finding in findings if not finding.unreviewed))
    wording_ran = any(r.check is Check.WORDING and r.state is State.NOTHING_FOUND for r in results)
    if wording_ran:
        return Decision(Level.NOTHING_FOUND, Row.NOTHING_FOUND)
    return Decision(Level.NOT_CHECKED, Row.NOTHING_CHECKED)


def _of_findings(findings: tuple[Finding, ...]) -> Decision:
    strong = any(finding.weight is Weight.STRONG for finding in findings)
    medium = {finding.indicator for finding in findings if finding.weight is Weight.MEDIUM}
    if any(finding.red_line for finding in findings):
        return Decision(Level.WARNING, Row.RED_LINE)
    if strong and len({finding.check for finding in findings}) > 1:
        return Decision(Level.WARNING, Row.TWO_CHECKS_ONE_STRONG)
    if any(finding.combination for finding in findings):
        return Decision(Level.WARNING, Row.COMBINATION)
    if strong:
        return Decision(Level.CAUTION, Row.ONE_STRONG)
    if len(medium) > 1:
        return Decision(Level.CAUTION, Row.TWO_MEDIUM)
    return Decision(Level.NOTICE, Row.LESS)
