"""Errors that are no bad ad: wrong address, wrong method, too long, broken inside. All leave as RFC 9457 problems."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

import leadlight
from leadlight.api import problems
from leadlight.bundled import shared_rules_folder
from leadlight.errors import BadInput
from leadlight.screening.texts import load_texts
from running_app import RunningApp

SOURCES = Path(leadlight.__file__).parent
DOWNLOADING_A_REGISTER = {"register-broken-off", "register-status", "register-too-large"}
"""Only the command that renews registers meets these; what the other commands alone say is left out by folder."""


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/problems/nowhere", 404, "not-found"),
        ("GET", "/static/../settings.py", 404, "not-found"),
        ("GET", "/v1/check", 405, "method-not-allowed"),
        ("DELETE", "/", 405, "method-not-allowed"),
        ("POST", "/healthz", 405, "method-not-allowed"),
        ("GET", "/?" + "a" * 9_000, 414, "target-too-long"),
    ],
)
def test_wrong_addresses_and_methods_are_problems(
    app: RunningApp, method: str, path: str, status: int, code: str
) -> None:
    response = app.client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"/problems/{code}"


def test_a_wrong_method_names_the_right_ones(app: RunningApp) -> None:
    assert app.client.get("/v1/check").headers["allow"] == "POST"
    assert app.client.delete("/v1/reports").headers["allow"] == "GET, POST"
    assert "GET" in app.client.post("/healthz").headers["allow"].split(", ")


async def test_a_failure_inside_is_a_problem_without_a_word_about_its_cause() -> None:
    broken = FastAPI()
    problems.install(broken)

    @broken.get("/")
    def fail() -> None:
        raise RuntimeError("the secret text of an ad")

    transport = httpx.ASGITransport(app=broken, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        response = await client.get("/")
    assert response.status_code == 500
    assert response.json()["type"] == "/problems/internal-error"
    assert "secret" not in response.text


def test_facts_of_an_error_never_overwrite_the_members_of_a_problem() -> None:
    error = BadInput("some-code", "Wrong.", "Mend it.", status=1, type="x", limit=5)
    answer = problems.problem(error)
    assert answer.status_code == 422
    body = bytes(answer.body)
    assert b'"type":"/problems/some-code"' in body
    assert b'"status":422' in body
    assert b'"limit":5' in body


def test_every_code_in_the_source_has_words_in_every_language() -> None:
    texts = load_texts(shared_rules_folder() / "texts")
    used = set(codes_in_source()) - DOWNLOADING_A_REGISTER
    assert len(used) > 30
    for language in ("en", "sk", "pl"):
        assert used - set(texts.of(language).problems) == set(), language


def test_every_problem_has_a_page_in_every_language(app: RunningApp) -> None:
    for code in codes_in_source():
        if code in DOWNLOADING_A_REGISTER:
            continue
        for language in ("en", "sk", "pl"):
            page = app.client.get(f"/problems/{code}?lang={language}")
            assert page.status_code == 200
            assert f'lang="{language}"' in page.text


def codes_in_source() -> Iterator[str]:
    """First argument of every BadInput that is raised anywhere but in the commands."""
    kinds = {"BadInput", *(kind.__name__ for kind in all_kinds(BadInput))}
    for path in SOURCES.rglob("*.py"):
        if path.parent.name == "commands":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value)
    yield from (code for code, _, _ in problems.PLAIN.values())


def all_kinds(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from all_kinds(one)


def test_a_text_with_other_facts_falls_back_to_the_english_sentence() -> None:
    texts = load_texts(shared_rules_folder() / "texts")
    unknown = BadInput("a-code-without-words", "Wrong.", "Mend it.")
    assert problems.in_words(unknown, texts, "sk") == ("Wrong.", "Mend it.")


def test_errors_of_another_kind_are_not_swallowed_by_the_handlers() -> None:
    with pytest.raises(ValueError, match="other"):
        asyncio.run(problems._on_bad_input(None, ValueError("other")))  # type: ignore[arg-type]
