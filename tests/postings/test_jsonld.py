"""JSON-LD as sites write it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.jsonld import job_postings, parse_json
from leadlight.postings.model import Origin, Pay
from leadlight.postings.page import read_page
from leadlight.postings.structured import read_properties

json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@value", "name", "title", "address", "value", "baseSalary"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "written",
    ['{"a": 1}', ' <!-- {"a": 1} --> ', '//<![CDATA[\n{"a": 1}\n//]]>', '{"a": 1,}', '{"a": 1};', "{&quot;a&quot;: 1}"],
)
def test_wrapped_and_slightly_broken_json_is_read(written: str) -> None:
    assert parse_json(written) == {"a": 1}


@pytest.mark.parametrize("written", ["", "{", '{"a": }', '{"a": "b" "c"}', "undefined", "[" * 100_000])
def test_json_with_more_than_one_meaning_is_not_guessed(written: str) -> None:
    assert parse_json(written) is None


def test_commas_inside_words_stay_when_commas_outside_go() -> None:
    assert parse_json('{"a": "one,] two,}", "b": [1,],}') == {"a": "one,] two,}", "b": [1]}


def test_line_breaks_inside_words_are_accepted() -> None:
    assert parse_json('{"a": "one\ntwo"}') == {"a": "one\ntwo"}


def test_halves_of_characters_in_json_become_question_marks() -> None:
    data = parse_json('{"@type": "JobPosting", "title": "Cook \\ud800"}')
    assert [read_properties(values, Origin.JSON_LD).title for values in job_postings(data)] == ["Cook ?"]


def test_no_job_posting_gives_none() -> None:
    assert list(job_postings({"@type": "Organization", "name": "ACME"})) == []


def test_prose_in_place_of_an_amount_is_no_pay() -> None:
    values = {"baseSalary": {"currency": "EUR", "value": {"value": "by agreement", "unitText": "HOUR"}}}
    assert read_properties(values, Origin.JSON_LD).pay == ()


@pytest.mark.parametrize(
    "salary",
    [
        {"currency": "EUR", "value": {"value": 2000, "unitText": "MONTH"}},
        {"currency": "eur", "value": {"minValue": "2,000", "maxValue": 2000, "unitText": "month"}},
        {"currency": "EUR", "value": 2000, "unitText": "MONTH"},
        {"currency": "EUR", "value": "2000", "unitText": "MONTH"},
        [{"currency": "EUR", "value": [{"value": "2000.00", "unitText": "MONTH"}]}],
    ],
)
def test_each_form_of_a_salary_is_read(salary: object) -> None:
    assert read_properties({"baseSalary": salary}, Origin.JSON_LD).pay == (
        Pay(2000, 2000, "EUR", "month", monthly_low=2000, monthly_high=2000),
    )


def test_a_bare_amount_with_its_currency_beside_it_is_pay_without_a_period() -> None:
    values = {"baseSalary": "100000", "salaryCurrency": "USD"}
    assert read_properties(values, Origin.JSON_LD).pay == (Pay(100000, 100000, "USD", ""),)


@given(json_values)
def test_values_of_any_type_are_read_without_an_error(data: object) -> None:
    for values in job_postings(
        {
            "@type": "JobPosting",
            "title": data,
            "hiringOrganization": data,
            "jobLocation": data,
            "baseSalary": data,
            "description": data,
            "datePosted": data,
        }
    ):
        read_properties(values, Origin.JSON_LD)


@given(json_values)
def test_whole_json_stays_what_it_is(data: object) -> None:
    assert parse_json(json.dumps(data)) == data


EXAMPLES = json.loads((Path(__file__).parent / "vectors" / "schemaorg_jobposting_examples.json").read_text("utf-8"))
MARKED_UP = [
    (f"{example['types'].split()[0]} {syntax}", example[syntax])
    for example in EXAMPLES
    for syntax in ("MICRODATA", "RDFA", "JSON")
    if "JobPosting" in example[syntax]
]


@pytest.mark.parametrize(("name", "markup"), MARKED_UP, ids=[name for name, _ in MARKED_UP])
def test_every_example_of_schema_org_is_read(name: str, markup: str) -> None:
    posting = read_page(markup.encode())
    assert posting.title
    assert posting.origins["title"] in (Origin.JSON_LD, Origin.MICRODATA, Origin.RDFA)


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 12
    assert len(MARKED_UP) == 14
