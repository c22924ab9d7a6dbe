"""The documentation of the API as a page, made from its OpenAPI description; it needs no script from elsewhere."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from leadlight.desk.language import choose_language
from leadlight.desk.rendering import page
from leadlight.desk.state import desk_state


async def api_page(request: Request) -> Response:
    """Show every call of the API with its fields and examples."""
    state = desk_state(request)
    language = choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language", ""), state.texts
    )
    described: Mapping[str, Any] = request.app.openapi()
    values = {
        "calls": [
            (method.upper(), path, operation)
            for path, item in described["paths"].items()
            for method, operation in item.items()
        ],
        "shapes": described["components"]["schemas"],
        "type_of": type_of,
        "as_json": as_json,
        "address": str(request.base_url).rstrip("/"),
        "openapi_url": request.app.openapi_url,
    }
    return page(request, "api.html", state.texts, language, values)


def type_of(schema: Mapping[str, Any]) -> str:
    """Name the type of a field in a word or two: "string or null", "list of QuoteShape"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(type_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if schema.get("format"):
        return str(schema["format"])
    return str(schema.get("type", "any"))


def as_json(value: object) -> str:
    """Write an example as indented JSON."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
