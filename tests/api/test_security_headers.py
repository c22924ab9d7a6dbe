"""The rules of Mozilla's HTTP Observatory that need no TLS, for every kind of answer.

Source: the scoring table of mdn/mdn-http-observatory (MPL-2.0); written anew here, since it wants a public host.
"""

import re

import pytest

from running_app import RunningApp

PAGES = ["/", "/about", "/docs", "/registers", "/problems", "/nowhere"]
OTHERS = ["/v1/helplines", "/v1/rules", "/v1/lookups/a3f0", "/healthz", "/readyz", "/metrics", "/openapi.json"]


def policy_of(app: RunningApp, path: str) -> dict[str, list[str]]:
    (header,) = app.client.get(path).headers.get_list("content-security-policy")
    return {part.split()[0]: part.split()[1:] for part in header.split(";") if part.strip()}


@pytest.mark.parametrize("path", PAGES + OTHERS)
def test_the_content_policy_lets_in_no_inline_code_and_nothing_from_elsewhere(app: RunningApp, path: str) -> None:
    policy = policy_of(app, path)
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    for directive, sources in policy.items():
        assert set(sources) <= {"'none'", "'self'", "data:"}, directive
        assert "data:" not in sources or directive == "img-src"
    assert policy.get("form-action", ["'none'"]) in (["'none'"], ["'self'"])


@pytest.mark.parametrize("path", PAGES + OTHERS)
def test_the_other_headers_are_strict(app: RunningApp, path: str) -> None:
    headers = app.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin", "strict-origin")
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "set-cookie" not in headers
    assert "x-powered-by" not in headers


@pytest.mark.parametrize("path", PAGES + OTHERS)
def test_no_other_site_may_read_an_answer(app: RunningApp, path: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = app.client.request(
            method, path, headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        )
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere_and_hold_no_code(app: RunningApp, path: str) -> None:
    page = app.client.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)", page)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", page)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//", page)
    assert "<style" not in page
    assert not re.search(r"\sstyle=", page)
