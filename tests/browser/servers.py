"""The servers around a browser test: fixture pages, the real service, and a recorder between the two."""

import functools
import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from patience import PATIENCE_S

PAGES = Path(__file__).parent / "pages"


class _Pages(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        fixture = parse_qs(urlsplit(path).query).get("fixture")
        return super().translate_path(f"/boards/{fixture[0]}" if fixture else path)

    def end_headers(self) -> None:
        self.send_header("Set-Cookie", "who=the-reader; Path=/; SameSite=Lax")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[ThreadingHTTPServer]:
    """Run a server in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def page_server() -> Iterator[str]:
    """Serve the fixture pages, each with a cookie; gives the address.

    The name is localhost, so that access to the service at 127.0.0.1 gives no access to the pages.
    """
    handler = functools.partial(_Pages, directory=str(PAGES))
    with running(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as server:
        yield f"http://localhost:{server.server_port}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def real_service(data_dir: Path, **settings: str) -> Iterator[int]:
    """Run the real service with a data folder of its own; gives its port."""
    port = free_port()
    log = data_dir / "service.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "leadlight", "serve", "--port", str(port)],
            # Nothing here looks at what the model of meaning says, and loading it takes long on a busy machine.
            env={**os.environ, "LEADLIGHT_DATA_DIR": str(data_dir), "LEADLIGHT_MEANING_BUDGET_MS": "0", **settings},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return _ask_once(port)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the service did not start:\n{log.read_text()}")


def _ask_once(port: int) -> None:
    """Let the service load what its first answer needs: that can take longer than a reader's patience."""
    body = json.dumps({"text": "Hotel staff wanted. Call +421 900 000 000.", "country": "AT"}).encode()
    first = Request(f"http://127.0.0.1:{port}/v1/check", body, {"content-type": "application/json"})
    with urlopen(first, timeout=PATIENCE_S):
        return


class Recorder(ThreadingHTTPServer):
    """Stands before the real service: keeps the headers and bodies of requests, and can spoil the answers.

    `answer` is "pass" (hand on), "silence" (never answer), "garbage" (200 with no JSON), "other" (JSON of another
    kind), "status" (503), "huge" (more than the extension reads) or "links" (a look-up that knows the addresses in
    `links`, each with its level). `instead` holds bodies for single calls, such as "GET /v1/reports". Requests for the
    rules are kept apart; `rules` are sent instead of the real ones.
    """

    daemon_threads = True

    def __init__(self, service_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Recording)
        self.service_port = service_port
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.rules_seen: list[dict[str, str]] = []
        self.rules: bytes | None = None
        self.answer = "pass"
        self.released = threading.Event()
        self.links: dict[str, str] = {}
        self.instead: dict[str, bytes] = {}

    @property
    def address(self) -> str:
        """Address to give to the extension."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are part of the tests."""


class _Recording(BaseHTTPRequestHandler):
    server: Recorder
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.path == "/v1/rules":
            self._answer_rules(headers)
            return
        call = f"{self.command} {self.path}"
        self.server.seen.append((call, headers, body))
        if call in self.server.instead:
            self._send(200, self.server.instead[call])
            return
        spoiled = {"garbage": b"<p>hello", "other": b'{"level": "fine"}', "huge": b'"' + b"x" * 4_000_000 + b'"'}
        match self.server.answer:
            case "silence":
                self.server.released.wait(30)
                self.close_connection = True
            case "status":
                self._send(503, b"{}")
            case "links":
                self._send(200, self._links())
            case "pass":
                self._hand_on(body, headers)
            case how:
                self._send(200, spoiled[how])

    def _answer_rules(self, headers: dict[str, str]) -> None:
        self.server.rules_seen.append(headers)
        if self.server.rules is None:
            self._hand_on(b"", headers)
        else:
            self._send(200, self.server.rules)

    def _links(self) -> bytes:
        known = {hashlib.sha256(url.encode()).hexdigest(): level for url, level in self.server.links.items()}
        prefix = self.path.rpartition("/")[2]
        links = [{"hash": code, "level": level} for code, level in known.items() if code.startswith(prefix)]
        return json.dumps({"prefix": prefix, "links": links, "complete": True, "padding": ""}).encode()

    def _hand_on(self, body: bytes, headers: dict[str, str]) -> None:
        onward = http.client.HTTPConnection("127.0.0.1", self.server.service_port, timeout=PATIENCE_S)
        kept = {name: value for name, value in headers.items() if name not in ("host", "connection")}
        try:
            onward.request(self.command, self.path, body or None, kept)
            answer = onward.getresponse()
            self._send(answer.status, answer.read())
        finally:  # also when the browser gave up
            onward.close()

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""
