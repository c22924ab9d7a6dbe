"""Read the head of an answer and say early, in words, why its body will not be read."""

import re
from http import HTTPStatus

import httpcore

from leadlight.errors import FetchFailed, PageUnreadable
from leadlight.fetch.pinned import too_large

PAGE_TYPES = frozenset(
    {
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/xml",
        "text/xml",
        "application/ld+json",
        "application/json",
    }
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
OPEN_YOURSELF = "Open the page in your browser and use the Leadlight extension there, or paste the text of the ad."
GONE = frozenset({404, 410})
CLOSED = frozenset({401, 402, 403, 407, 429, 451})


def header(response: httpcore.Response, name: bytes) -> str:
    """Value of a header, "" when it is missing. Bytes outside ASCII are kept as UTF-8 where they are that."""
    for key, value in response.headers:
        if key.lower() == name:
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return value.decode("latin-1")
    return ""


def content_charset(content_type: str) -> str:
    """Charset that a `Content-Type` names, "" when it names none."""
    found = CHARSET.search(content_type)
    return found[1] if found else ""


def refuse_status(status: int, host: str) -> None:
    """Refuse every status that brings no page, and say what the reader can do."""
    if status == HTTPStatus.OK:
        return
    if status in GONE:
        raise FetchFailed(
            "page-gone",
            f"{host} says that this page does not exist (any more).",
            "Check the link. If you still have the ad, paste its text.",
            status_code=status,
        )
    if status in CLOSED:
        raise FetchFailed("page-closed", f"{host} did not let us read this page.", OPEN_YOURSELF, status_code=status)
    raise FetchFailed("page-status", f"{host} answered with status {status}.", OPEN_YOURSELF, status_code=status)


def refuse_type(content_type: str) -> str:
    """Return the media type in lower case, or refuse a file that is no page."""
    media_type = content_type.split(";", maxsplit=1)[0].strip().lower()
    if media_type in PAGE_TYPES:
        return media_type
    raise PageUnreadable(
        "not-a-page",
        f"This link leads to a file of the type {media_type[:60]}, not to a web page.",
        "Open the file yourself and paste the text of the ad.",
        content_type=media_type[:60],
    )


def refuse_length(declared: str, limit: int) -> None:
    """Refuse a body whose declared length is above the limit before reading it."""
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise too_large()
