"""Mirrors service/leadlight/screening/verdict.py."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_finding, a_result
from leadlight.bundled import shared_rules_folder
from leadlight.findings import Check, CheckResult, Finding, Reason, Weight
from leadlight.screening.verdict import Level, Row, decide

CASES = json.loads((shared_rules_folder() / "vectors" / "verdict.json").read_text("utf-8"))["cases"]
URGENCY = [Level.NOT_CHECKED, Level.NOTHING_FOUND, Level.NOTICE, Level.CAUTION, Level.WARNING]

FINDINGS = st.builds(
    lambda check, name, weight, red_line, combination, unreviewed: a_finding(
        check, f"family.{name}", weight, red_line=red_line, combination=combination, unreviewed=unreviewed
    ),
    st.sampled_from(Check),
    st.sampled_from("abcd"),
    st.sampled_from(Weight),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def results_of(findings: list[Finding]) -> list[CheckResult]:
    return [a_result(check, *(f for f in findings if f.check is check)) for check in Check]


def results_of_case(case: dict) -> list[CheckResult]:
    findings = [
        a_finding(Check(check), indicator, Weight(weight), **({flags: True} if flags else {}))
        for check, indicator, weight, flags in case["findings"]
    ]
    unchecked = {check for check, state in case["states"].items() if state == "not_checked"}
    return [
        a_result(
            check, *(f for f in findings if f.check is check), reason=Reason.FAILED if check in unchecked else None
        )
        for check in Check
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_vector_gets_its_level_and_row(case):
    decision = decide(results_of_case(case))
    assert {"level": decision.level, "row": decision.row} == case["expect"]


def test_every_row_of_the_table_has_a_vector():
    assert {case["expect"]["row"] for case in CASES} == {row.value for row in Row}


def test_every_level_has_a_vector():
    assert {case["expect"]["level"] for case in CASES} == {level.value for level in Level}


@given(st.lists(FINDINGS, max_size=6), FINDINGS)
def test_adding_a_finding_never_lowers_the_level(findings, another):
    before = decide(results_of(findings)).level
    after = decide(results_of([*findings, another])).level
    assert URGENCY.index(after) >= URGENCY.index(before)


@given(st.lists(FINDINGS, max_size=6), st.lists(FINDINGS, max_size=3))
def test_unreviewed_findings_never_raise_anything_above_a_notice(findings, invented):
    before = decide(results_of(findings)).level
    after = decide(results_of([*findings, *(replace(one, unreviewed=True) for one in invented)])).level
    assert after is before or (before in URGENCY[:2] and after is Level.NOTICE)


@given(st.lists(FINDINGS, max_size=6), st.randoms())
def test_the_order_of_checks_and_findings_never_matters(findings, random):
    results = results_of(findings)
    shuffled = findings[:]
    random.shuffle(shuffled)
    again = results_of(shuffled)
    random.shuffle(again)
    assert decide(again) == decide(results)


@given(st.lists(FINDINGS.filter(lambda f: f.check is Check.WORDING), min_size=1, max_size=8))
def test_wording_alone_warns_only_by_red_line_or_combination(findings):
    decision = decide(results_of(findings))
    proved = any((f.red_line or f.combination) and not f.unreviewed for f in findings)
    assert (decision.level is Level.WARNING) == proved


@given(st.lists(FINDINGS, min_size=1, max_size=4))
def test_a_failed_check_never_hides_what_another_found(findings):
    results = [r if r.findings else a_result(r.check, reason=Reason.FAILED) for r in results_of(findings)]
    assert decide(results) == decide(results_of(findings))
