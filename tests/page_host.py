"""A local web server with pages to fetch; it counts who asked for what."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class PageHost(ThreadingHTTPServer):
    """Serves `pages` (path -> content type and body) and remembers the paths that were asked for."""

    daemon_threads = True

    request_queue_size = 128

    def __init__(self, pages: dict[str, tuple[str, bytes]], *, seconds: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seconds = seconds
        self.pages = pages
        self.asked: list[str] = []

    @property
    def host(self) -> str:
        """Name and port, as the setting for test hosts wants them."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def base(self) -> str:
        """Its address without a path."""
        return f"http://{self.host}"


class _Handler(BaseHTTPRequestHandler):
    server: PageHost

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        time.sleep(self.server.seconds)
        kind, body = self.server.pages.get(self.path.partition("?")[0], ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@contextmanager
def page_host(pages: dict[str, tuple[str, bytes]], *, seconds: float = 0) -> Iterator[PageHost]:
    """Run a page host until the block ends. Each page comes after so many seconds."""
    with PageHost(pages, seconds=seconds) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)
