"""Naughty strings and odd JSON through every field: each is answered, or refused in words; never an error of ours."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from running_app import RunningApp, running_app

NAUGHTY: list[str] = json.loads((Path(__file__).parents[1] / "wording/data/blns.json").read_text("utf-8"))
JSON = {"Content-Type": "application/json"}
TEXT_FIELDS = ("text", "title", "employer", "country", "language", "url")


@pytest.fixture(scope="module")
def hardy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An application that opens no page and reads no meaning, so that thousands of requests take seconds."""
    with running_app(tmp_path_factory.mktemp("hardy"), meaning_budget_ms=0, fetch_budget_ms=100) as running:
        yield running


def is_answered(app: RunningApp, body: bytes) -> None:
    answer = app.client.post("/v1/check", content=body, headers=JSON)
    assert answer.status_code < 500 or answer.json()["type"] == "/problems/fetch-timed-out", (body[:200], answer.text)
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
    if answer.status_code == 200:
        assert len(answer.json()["checks"]) == 3
    else:
        assert answer.json()["remedy"]


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_naughty_strings_in_every_field_are_answered(hardy: RunningApp, field: str) -> None:
    # Every third or eighth: all of them take half a minute, and `make fuzz` takes its time.
    for string in NAUGHTY[:: 3 if field == "text" else 8]:
        fields = {"text": "Waiters for a hotel in Vienna.", "remember": False} | {field: string}
        is_answered(hardy, json.dumps(fields).encode())


def test_naughty_strings_inside_a_posting_are_answered(hardy: RunningApp) -> None:
    for start in range(0, len(NAUGHTY), 40):
        some = NAUGHTY[start : start + 40]
        posting = {"title": some[0], "description": " ".join(some), "hiringOrganization": {"name": some[-1]}}
        is_answered(hardy, json.dumps({"posting": posting, "remember": False}).encode())


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "a", "text": "b"}',
        b'{"text": 1e400}',
        b'{"text": NaN}',
        b'{"text": "\\u0000\\u0001\\ufeff"}',
        b'{"text": "\\ud83d\\ude00\\u202e\\u0301"}',
        b'{"text": "\\ud83d"}',
        b'\xef\xbb\xbf{"text": "a"}',
        b'{"text": "a",}',
        b"{'text': 'a'}",
        b'{"text": "a"}\x00',
        b'{"posting": ' + b'{"a":' * 150 + b"1" + b"}" * 150 + b"}",
        b'{"posting": {"description": ' + b"[" * 150 + b'"a"' + b"]" * 150 + b"}}",
        b'{"posting": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
        b'{"posting": {"description": {"@value": null}, "title": [1, [2]], "jobLocation": [[[]]]}}',
        b'{"posting": {"description": "x", "baseSalary": {"value": {"value": 1e308, "minValue": -1e308}}}}',
        b'{"posting": {"description": "x", "datePosted": "-99999-99-99", "@type": 7}}',
        b'{"file": "===="}',
        b'{"file": "JVBERi0xLjcK"}',
        b'{"html": "' + b"<div>" * 50_000 + b'"}',
        b'{"text": "' + b"a" * 1_000_000 + b'"}',
        b'{"text": "' + b"1 " * 200_000 + b'"}',
        b'{"text": "a", "remember": "yes please"}',
        b'{"text": ["a"]}',
        b'{"": "a"}',
        b'{"__proto__": {"text": "a"}}',
        b"9" * 10_000,
        b'"' + b"\\" * 9_999 + b'"',
    ],
    ids=lambda body: repr(body[:40]),
)
def test_odd_json_is_answered(hardy: RunningApp, body: bytes) -> None:
    is_answered(hardy, body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(["text", "html", "posting", "file", "title", "employer", "country", "language", "compare"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(fields, json_values, max_size=4))
def test_any_values_in_any_fields_are_answered(hardy: RunningApp, values: dict[str, object]) -> None:
    is_answered(hardy, json.dumps({"remember": False} | values).encode())


@settings(max_examples=40)
@given(st.binary(max_size=60))
def test_any_bytes_are_answered(hardy: RunningApp, body: bytes) -> None:
    is_answered(hardy, body)


@settings(max_examples=40)
@given(
    st.sampled_from(["/v1/lookups/", "/problems/", "/desk/clusters/", "/static/", "/v1/"]),
    st.text(max_size=12),
    st.dictionaries(st.sampled_from(["lang", "q", "page"]), st.text(max_size=20)),
)
def test_any_path_and_query_are_answered(hardy: RunningApp, path: str, rest: str, query: dict[str, str]) -> None:
    from urllib.parse import quote

    answer = hardy.client.get(path + quote(rest, safe=""), params=query)
    assert answer.status_code < 500, (path, rest, query)
