from dataclasses import replace

from leadlight.findings import Check, Reason, State, Weight
from leadlight.postings.model import Posting
from leadlight.wording.check import check_wording
from leadlight.wording.load import RuleSet, load_rules
from wording.rule_folder import RuleFolder

FEE = "You pay the fee upfront."
COMBINATION = """\
id: combination.both
version: 1
status: active
title: Both
of: {all: [fees.upfront], any_of: {at_least: 1, ids: [fees.later]}}
ordinary_rate: {value: 0.0, n: 100, date: "2026-11-26"}
"""


def rules_of(folder: RuleFolder) -> RuleSet:
    return load_rules(folder.path)


def two_rules(folder: RuleFolder) -> RuleSet:
    later = (
        folder.rule.read_text(encoding="utf-8").replace("fees.upfront", "fees.later").replace("upfront, ", "later, ")
    )
    folder.write("indicators/fees/later.yml", later)
    folder.write("combinations/both.yml", COMBINATION)
    return load_rules(folder.path)


def test_found_words_are_quoted_with_their_place(folder: RuleFolder) -> None:
    result = check_wording(Posting(text=f"💰 Hello. {FEE}"), rules_of(folder))
    assert (result.check, result.state) == (Check.WORDING, State.FOUND)
    [finding] = result.findings
    [quote] = finding.quotes
    assert (finding.indicator, finding.weight) == ("fees.upfront", Weight.STRONG)
    assert (quote.field, quote.exact, quote.start) == ("text", "fee upfront", 21)
    assert (quote.prefix, quote.suffix) == ("💰 Hello. You pay the ", ".")


def test_title_and_text_are_quoted_apart(folder: RuleFolder) -> None:
    [finding] = check_wording(Posting(title=FEE, text=FEE), rules_of(folder)).findings
    assert [quote.field for quote in finding.quotes] == ["title", "text"]


LAWS = {
    "SK": "country: SK\nworkers: forbidden\nlaw: 'Act 5/2004: free'\nchecked_on: '2026-11-23'\n",
    "DE": "country: DE\nworkers: capped\nlaw: 'SGB III'\nchecked_on: '2026-11-23'\n",
    "DK": "country: DK\nworkers: unknown\nchecked_on: '2026-11-23'\n",
}


def fee_facts(folder: RuleFolder, country: str) -> dict[str, object]:
    for code, law in LAWS.items():
        folder.write(f"limits/fees/{code}.yml", law)
    folder.rule.write_text(
        folder.rule.read_text("utf-8").replace("red_line: never", "red_line: where_fees_forbidden"), "utf-8"
    )
    [finding] = check_wording(Posting(text=FEE, country=country), rules_of(folder)).findings
    return {"red_line": finding.red_line, **finding.facts}


def test_a_charge_is_reported_with_the_law_of_the_country_of_work(folder: RuleFolder) -> None:
    assert fee_facts(folder, "SK") == {
        "red_line": True,
        "country": "SK",
        "fee_rule": "forbidden",
        "fee_law": "Act 5/2004: free",
        "fee_law_checked_on": "2026-11-23",
    }


def test_a_law_that_caps_charges_is_told_and_is_no_red_line(folder: RuleFolder) -> None:
    facts = fee_facts(folder, "DE")
    assert (facts["red_line"], facts["fee_rule"], facts["fee_law"]) == (False, "capped", "SGB III")


def test_a_law_that_is_not_known_is_not_made_up(folder: RuleFolder) -> None:
    for country in ("DK", "BR"):
        assert fee_facts(folder, country) == {"red_line": False, "country": country}


def test_nothing_found_is_said_with_the_rules_that_looked(folder: RuleFolder) -> None:
    rules = rules_of(folder)
    result = check_wording(Posting(text="A quiet job."), rules)
    assert (result.state, result.findings) == (State.NOTHING_FOUND, ())
    assert (result.sources[0].version, result.sources[0].as_of) == (rules.version, rules.as_of)


def test_ad_without_words_is_not_checked(folder: RuleFolder) -> None:
    result = check_wording(Posting(text=" \n"), rules_of(folder))
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.NO_TEXT)


def test_title_alone_is_enough_to_check(folder: RuleFolder) -> None:
    assert check_wording(Posting(text="", title=FEE), rules_of(folder)).state is State.FOUND


def test_fee_is_a_red_line_only_where_the_law_forbids_it(folder: RuleFolder) -> None:
    rules = rules_of(folder)
    red = {
        country: check_wording(Posting(text=FEE, country=country), rules).findings[0].red_line
        for country in ("SK", "DE", "XX", "")
    }
    assert red == {"SK": True, "DE": False, "XX": False, "": False}


def test_country_is_a_fact_only_when_it_is_known(folder: RuleFolder) -> None:
    rules = rules_of(folder)
    assert check_wording(Posting(text=FEE, country="SK"), rules).findings[0].facts == {"country": "SK"}
    assert check_wording(Posting(text=FEE), rules).findings[0].facts == {}


def test_red_line_that_always_holds_needs_no_country(folder: RuleFolder) -> None:
    folder.change("red_line: where_fees_forbidden", "red_line: always")
    assert check_wording(Posting(text=FEE), rules_of(folder)).findings[0].red_line


def test_combination_quotes_each_of_its_signs(folder: RuleFolder) -> None:
    result = check_wording(Posting(text=f"{FEE} Another fee later."), two_rules(folder))
    both = result.findings[-1]
    assert (both.indicator, both.family, both.combination) == ("combination.both", "combination", True)
    assert [quote.exact for quote in both.quotes] == ["fee upfront", "fee later"]


def test_combination_needs_all_its_signs(folder: RuleFolder) -> None:
    result = check_wording(Posting(text=FEE), two_rules(folder))
    assert [finding.indicator for finding in result.findings] == ["fees.upfront"]


def test_order_of_findings_is_the_order_of_the_rules(folder: RuleFolder) -> None:
    rules = two_rules(folder)
    forth = check_wording(Posting(text="A fee upfront. A fee later."), rules).findings
    back = check_wording(Posting(text="A fee later. A fee upfront."), rules).findings
    assert [f.indicator for f in forth] == [f.indicator for f in back]


def test_check_changes_nothing_in_the_rules(folder: RuleFolder) -> None:
    rules = rules_of(folder)
    before = replace(rules)
    check_wording(Posting(text=FEE), rules)
    assert rules == before
