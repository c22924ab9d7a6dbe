"""The machine-readable description of the API."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from leadlight.api.schemas import Problem

SUMMARY = "Says what is worth checking in a job ad, with its evidence, before somebody answers it."
DESCRIPTION = """
Three independent checks look at a job ad: its wording, official registers of recruitment agencies, and the reuse of
its contact points. The answer shows each finding with the words it rests on, why it matters, what to do, its source
and date. It never accuses and never calls a job safe; a check that did not run says so, with the reason.

Every error is an RFC 9457 problem whose `type` leads to a page that explains it. Nothing about the asker is stored.
"""


def describe(app: FastAPI) -> None:
    """Make the application describe itself, problems included."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = get_openapi(
                title=app.title, version=app.version, summary=SUMMARY, description=DESCRIPTION, routes=app.routes
            )
            shapes = described["components"]["schemas"]
            # Problems have a media type of their own, so FastAPI does not collect their model by itself.
            shapes["Problem"] = Problem.model_json_schema()
            _without_default_validation(described["paths"], shapes)
            app.openapi_schema = described
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _without_default_validation(paths: dict[str, Any], shapes: dict[str, Any]) -> None:
    # FastAPI announces its own shape of 422 wherever a call has parameters; no answer here ever has that shape.
    for item in paths.values():
        for call in item.values():
            if "HTTPValidationError" in str(call["responses"].get("422", "")):
                del call["responses"]["422"]
    shapes.pop("HTTPValidationError", None)
    shapes.pop("ValidationError", None)
