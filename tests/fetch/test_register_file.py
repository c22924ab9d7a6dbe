"""Downloading a register file from a real server that changes, breaks off and refuses."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from leadlight.errors import FetchFailed
from leadlight.fetch.register_file import RegisterDownload

LIST = b"name,number\n" + b"Invented Work,1234\n" * 5_000


class ListServer(ThreadingHTTPServer):
    """Serves one list; a test sets what it does."""

    body = LIST
    etag = '"one"'
    last_modified = "Mon, 02 Nov 2026 08:00:00 GMT"
    status = 200
    breaks_off_after: int | None = None
    asked: list[dict[str, str]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/list.csv"


class Handler(BaseHTTPRequestHandler):
    server: ListServer

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(dict(self.headers.items()))
        if self.headers.get("If-None-Match") == server.etag:
            self.send_response(304)
            self.end_headers()
            return
        start = int(self.headers.get("Range", "bytes=0-")[len("bytes=") : -1])
        resumed = start > 0 and self.headers.get("If-Range") == server.etag
        body = server.body[start:] if resumed else server.body
        self.send_response(206 if resumed else server.status)
        self.send_header("ETag", server.etag)
        self.send_header("Last-Modified", server.last_modified)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = body[: server.breaks_off_after]
        self.wfile.write(sent)
        self.wfile.flush()
        if len(sent) < len(body):
            self.close_connection = True
            self.connection.shutdown(2)

    def log_message(self, *arguments: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def server() -> Iterator[ListServer]:
    with ListServer(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def download(tmp_path: Path) -> Iterator[RegisterDownload]:
    opened = RegisterDownload(tmp_path / "registers", "xx_list")
    yield opened
    opened.close()


def ignore(here: int, whole: int | None) -> None:
    """Show no progress."""


def test_a_list_comes_whole_with_its_day_and_its_progress(server: ListServer, download: RegisterDownload) -> None:
    steps: list[tuple[int, int | None]] = []
    file = download.fetch(server.url, lambda here, whole: steps.append((here, whole)))
    assert file is not None
    assert (file.raw, file.as_of) == (LIST, date(2026, 11, 2))
    assert steps[-1] == (len(LIST), len(LIST))


def test_an_unchanged_list_is_not_downloaded_again_once_it_is_in_use(
    server: ListServer, download: RegisterDownload
) -> None:
    first = download.fetch(server.url, ignore)
    assert first is not None
    assert download.fetch(server.url, ignore) is not None, "not in use yet, so it must come again"
    download.remember(first)
    assert download.fetch(server.url, ignore) is None
    server.etag = '"two"'
    assert download.fetch(server.url, ignore) is not None


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(server: ListServer, download: RegisterDownload) -> None:
    server.breaks_off_after = 30_000
    file = download.fetch(server.url, ignore)
    assert file is not None
    assert file.raw == LIST
    assert [asked.get("Range") for asked in server.asked] == [None, "bytes=30000-", "bytes=60000-", "bytes=90000-"]


def test_what_came_before_giving_up_is_used_by_the_next_command(server: ListServer, tmp_path: Path) -> None:
    server.breaks_off_after = 10_000
    first = RegisterDownload(tmp_path, "xx_list")
    with pytest.raises(FetchFailed, match="broke off"):
        first.fetch(server.url, ignore)
    first.close()
    server.breaks_off_after = None
    second = RegisterDownload(tmp_path, "xx_list")
    file = second.fetch(server.url, ignore)
    second.close()
    assert file is not None
    assert file.raw == LIST
    assert server.asked[-1]["Range"] == "bytes=40000-"


def test_a_part_of_another_version_is_thrown_away(server: ListServer, tmp_path: Path) -> None:
    server.breaks_off_after = 10_000
    first = RegisterDownload(tmp_path, "xx_list")
    with pytest.raises(FetchFailed):
        first.fetch(server.url, ignore)
    first.close()
    server.breaks_off_after, server.etag, server.body = None, '"two"', b"name,number\nOther,1\n"
    second = RegisterDownload(tmp_path, "xx_list")
    file = second.fetch(server.url, ignore)
    second.close()
    assert file is not None
    assert file.raw == server.body


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_error_page_is_not_a_list(server: ListServer, download: RegisterDownload, status: int) -> None:
    server.status = status
    with pytest.raises(FetchFailed, match=str(status)):
        download.fetch(server.url, ignore)


def test_a_server_that_is_not_there_is_one_sentence(download: RegisterDownload) -> None:
    with pytest.raises(FetchFailed, match="broke off"):
        download.fetch("http://127.0.0.1:9/list.csv", ignore)


def test_a_server_without_a_date_gives_today(server: ListServer, download: RegisterDownload) -> None:
    server.last_modified = "soon"
    file = download.fetch(server.url, ignore)
    assert file is not None
    assert file.as_of == datetime.now(UTC).date()
