"""The OpenAPI description is the documentation, so it has to be complete."""

from typing import Any

import pytest
from pydantic import BaseModel

from leadlight.api.report_schemas import ReportRequest
from leadlight.api.schemas import CheckRequest
from running_app import RunningApp

PATHS = {
    ("/v1/check", "post"),
    ("/v1/lookups/{prefix}", "get"),
    ("/v1/rules", "get"),
    ("/v1/registers", "get"),
    ("/v1/helplines", "get"),
    ("/v1/reports", "get"),
    ("/v1/reports", "post"),
    ("/v1/reports/{receipt}", "get"),
    ("/healthz", "get"),
    ("/readyz", "get"),
    ("/metrics", "get"),
}


@pytest.fixture(scope="module")
def described(app: RunningApp) -> dict[str, Any]:
    described: dict[str, Any] = app.client.get("/openapi.json").json()
    return described


def test_every_call_is_described(described: dict[str, Any]) -> None:
    calls = {(path, method): call for path, item in described["paths"].items() for method, call in item.items()}
    assert set(calls) == PATHS
    assert all(call["summary"] and call["description"] for call in calls.values())


def test_every_field_of_every_shape_has_a_description(described: dict[str, Any]) -> None:
    missing = [
        f"{name}.{field}"
        for name, shape in described["components"]["schemas"].items()
        for field, schema in shape.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert missing == []


def test_every_shape_is_described_and_every_reference_leads_to_one(described: dict[str, Any]) -> None:
    shapes = described["components"]["schemas"]
    assert [name for name, shape in shapes.items() if not shape.get("description")] == []
    assert references(described) <= {f"#/components/schemas/{name}" for name in shapes}


@pytest.mark.parametrize("shape", [CheckRequest, ReportRequest])
def test_the_examples_of_a_request_are_requests(described: dict[str, Any], shape: type[BaseModel]) -> None:
    examples = described["components"]["schemas"][shape.__name__]["examples"]
    assert examples
    for example in examples:
        shape.model_validate(example)


def test_every_problem_of_a_check_has_its_own_media_type(described: dict[str, Any]) -> None:
    responses = described["paths"]["/v1/check"]["post"]["responses"]
    problems = {status: answer for status, answer in responses.items() if status != "200"}
    assert set(problems) == {"400", "401", "413", "415", "422", "429", "500", "502", "503"}
    assert all(set(answer["content"]) == {"application/problem+json"} for answer in problems.values())


def test_the_page_for_developers_names_every_call_and_every_field(app: RunningApp, described: dict[str, Any]) -> None:
    page = app.client.get("/docs").text
    assert all(path in page for path, _ in PATHS)
    for shape in described["components"]["schemas"].values():
        assert all(f"<code>{field}</code>" in page for field in shape.get("properties", {}))


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(references(one) for one in value))
    return set()


def test_the_examples_of_the_documentation_name_the_address_it_is_read_at(app: RunningApp) -> None:
    page = app.client.get("/docs").text
    assert f"{app.address}/v1/check -d" in page
    assert "127.0.0.1:8000" not in page
