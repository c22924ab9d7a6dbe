"""Bad input over HTTP: each gets an answer that says what was wrong and what to do, and none a 500."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from api_ads import PLAIN_AD
from page_host import PageHost
from patience import PATIENCE_S
from running_app import RunningApp

JSON = {"Content-Type": "application/json"}
MEGABYTE = 1_000_000


def code_of(response: httpx.Response) -> str:
    """Code of a problem, after checking everything that every problem promises."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["title"] and problem["remedy"]
    assert problem["detail"] == f"{problem['title']} {problem['remedy']}"
    kind, _, code = problem["type"].rpartition("/")
    assert kind == "/problems"
    return str(code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "empty-body"),
        (b"   ", 400, "empty-body"),
        (b"{", 400, "not-json"),
        (b'{"text": "a"} x', 400, "not-json"),
        (b'{"text": "\\ud800"}', 400, "not-json"),
        (b'{"text": "\xff\xfe"}', 400, "not-utf-8"),
        (bytes(range(256)), 400, "not-utf-8"),
        (b"[]", 400, "not-an-object"),
        (b"null", 400, "not-an-object"),
        (b"[" * 100_000, 400, "json-too-deep"),
        (b"{}", 400, "nothing-to-check"),
        (b'{"url": "  "}', 422, "url-empty"),
        (b'{"text": ""}', 400, "no-text"),
        (b'{"text": " \\n "}', 400, "no-text"),
        (b'{"text": 5}', 400, "bad-field"),
        (b'{"text": "a", "country": "Austria"}', 400, "bad-field"),
        (b'{"text": "a", "language": "english"}', 400, "bad-field"),
        (b'{"text": "a", "txt": "b"}', 400, "unknown-field"),
        (b'{"text": "a", "html": "b"}', 400, "ad-given-twice"),
        (b'{"url": "no link at all"}', 422, "url-not-a-link"),
        (b'{"url": "file:///etc/passwd"}', 422, "url-scheme"),
        (b'{"url": "javascript:alert(1)"}', 422, "url-scheme"),
        (b'{"url": "https://user:secret@jobs.example/"}', 422, "url-credentials"),
        (b'{"url": "http://10.0.0.1/"}', 422, "address-refused"),
        (b'{"url": "http://[::1]/"}', 422, "address-refused"),
        (b'{"url": "http://127.0.0.1:6379/"}', 422, "port-refused"),
        (b'{"url": "http://localhost/"}', 422, "host-not-public"),
        (b'{"text": "an ad", "url": "file:///x"}', 422, "url-scheme"),
        (b'{"html": ""}', 422, "page-empty"),
        (b'{"html": "<p>hello"}', 422, "page-empty"),
        (b'{"posting": {}}', 422, "no-text"),
        (b'{"posting": {"title": "Cook"}}', 422, "no-text"),
    ],
)
def test_a_body_that_cannot_be_used_is_answered_with_its_own_problem(
    app: RunningApp, body: bytes, status: int, code: str
) -> None:
    response = app.client.post("/v1/check", content=body, headers=JSON)
    assert (response.status_code, code_of(response)) == (status, code)
    assert app.client.get(f"/problems/{code}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/recipe", 422, "no-job-ad"),
        ("/file.pdf", 422, "not-a-page"),
        ("/binary", 422, "not-a-page"),
        ("/missing", 502, "page-gone"),
    ],
)
def test_a_page_that_is_no_ad_is_answered_with_its_own_problem(
    app: RunningApp, pages: PageHost, path: str, status: int, code: str
) -> None:
    response = app.check(url=f"http://{pages.host}{path}")
    assert (response.status_code, code_of(response)) == (status, code)


@pytest.mark.parametrize("path", ["/broken-json-ld", "/latin"])
def test_an_odd_page_that_holds_an_ad_is_checked(app: RunningApp, pages: PageHost, path: str) -> None:
    verdict = app.verdict(url=f"http://{pages.host}{path}")
    assert verdict["posting"]["text"]
    assert verdict["checks"][0]["state"] in {"found", "nothing_found"}


def test_an_ad_in_a_language_without_rules_is_read_and_never_said_to_hold_no_sign(
    app: RunningApp, pages: PageHost
) -> None:
    verdict = app.verdict(url=f"http://{pages.host}/georgian")
    assert verdict["posting"]["text"]
    assert verdict["level"] == "not_checked"
    assert verdict["checks"][0]["reason"] == "no_rules_for_language"
    assert "language" in verdict["checks"][0]["reason_text"]


def test_the_address_of_a_private_page_is_refused_without_the_setting(app: RunningApp, pages: PageHost) -> None:
    asked = len(pages.asked)
    port = pages.server_port
    assert code_of(app.check(url=f"http://127.0.0.2:{port}/ad")) == "port-refused"
    assert code_of(app.check(url=f"http://[::ffff:127.0.0.1]:{port}/ad")) in {"address-refused", "port-refused"}
    assert len(pages.asked) == asked


def test_fifty_announced_megabytes_are_refused_unread(app: RunningApp) -> None:
    with raw_connection(app) as connection:
        connection.sendall(head("POST /v1/check", f"Content-Length: {50 * MEGABYTE}"))
        answer = read_all(connection)  # not one byte of the body was sent
    assert b" 413 " in answer.split(b"\r\n")[0]
    assert b"/problems/body-too-large" in answer
    assert b"connection: close" in answer.lower()


def test_fifty_unannounced_megabytes_are_cut_off_at_the_limit(app: RunningApp) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(50 * 16):
            sent += 62_500
            yield b" " * 62_500

    try:
        response = app.client.post("/v1/check", content=endless(), headers=JSON)
        assert (response.status_code, code_of(response)) == (413, "body-too-large")
    except httpx.WriteError:
        pass  # the service closed the connection while the body was still coming
    # What was sent beyond the limit of 2 MB lay in the buffers of the two sockets, which the system sizes itself.
    assert sent < 25 * MEGABYTE


def test_fifty_megabytes_to_any_other_address_are_refused_too(app: RunningApp) -> None:
    for target in ("/", "/nowhere"):
        with raw_connection(app) as connection:
            connection.sendall(head(f"POST {target}", f"Content-Length: {50 * MEGABYTE}"))
            assert b"/problems/body-too-large" in read_all(connection)


def test_a_very_long_text_is_checked_or_refused_in_words(app: RunningApp) -> None:
    text = (PLAIN_AD + " ") * 20_000
    assert app.check(text=text[:150_000]).status_code == 200
    longest = app.check(text=text[:1_900_000])
    assert longest.status_code == 200 or code_of(longest) == "page-too-slow"


STRANGE = ["\x00", "a\x00b", "\u202e\u2066", "\U0001f9d1\u200d\U0001f33e" * 500, "\u0301" * 5_000, "<script>", "${7*7}"]


@pytest.mark.parametrize("text", [*STRANGE, "a" * 100_000, "1" * 50_000])
def test_strange_text_is_checked_like_any_other(app: RunningApp, text: str) -> None:
    assert app.check(text=text, title=text[:900], employer=text[:900]).status_code == 200


def test_a_body_that_is_not_declared_as_json_is_refused(app: RunningApp) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        response = app.client.post("/v1/check", content=b'{"text":"a"}', headers={"Content-Type": kind})
        assert (response.status_code, code_of(response)) == (415, "not-declared-json")


def test_a_body_that_the_framework_cannot_read_is_answered_with_a_problem_that_has_a_page(app: RunningApp) -> None:
    no_boundary = app.client.post("/", content=b"abc", headers={"Content-Type": "multipart/form-data"})
    no_text = app.client.post("/v1/reports", content=b"\xff", headers=JSON)
    for response in (no_boundary, no_text):
        assert (response.status_code, code_of(response)) == (400, "invalid-request")
        assert app.client.get(response.json()["type"]).status_code == 200


def test_json_may_be_declared_with_a_charset_or_a_suffix(app: RunningApp) -> None:
    for kind in ("application/json; charset=utf-8", "application/ld+json", "Application/JSON"):
        response = app.client.post("/v1/check", content=b'{"text":"a b c"}', headers={"Content-Type": kind})
        assert response.status_code == 200


def test_problems_are_said_in_the_language_of_the_answer(app: RunningApp) -> None:
    english, slovak = (app.check(url="file:///x", language=language).json() for language in ("en", "sk"))
    assert english["type"] == slovak["type"]
    assert "http" in slovak["remedy"] or "odkaz" in slovak["remedy"]
    assert english["title"] != slovak["title"]


def raw_connection(app: RunningApp) -> socket.socket:
    host, port = app.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_S)


def head(line: str, *headers: str) -> bytes:
    lines = [f"{line} HTTP/1.1", "Host: service", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def read_all(connection: socket.socket) -> bytes:
    answer = b""
    while part := connection.recv(65_536):
        answer += part
    return answer
