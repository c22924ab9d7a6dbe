"""Finds out how an ad was given on the command line: a link, a file of HTML or text, or the standard input."""

import base64
import sys
from pathlib import Path

from leadlight.errors import BadRequest, BodyTooLarge, PageUnreadable
from leadlight.postings.charset import decode_page
from leadlight.postings.file import is_saved_file

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".mhtml"})
NO_END_OF_A_SITE = HTML_SUFFIXES | {".txt", ".text", ".eml", ".pdf", ".json", ".jsonl", ".docx", ".odt"}
"""Ends of files that are no end of a site, so that a file that is missing is not looked for on the internet."""
HTML_SIGNS = ("<!doctype", "<html", "<head", "<body", "<script", "<div", "<article", "<?xml")
SIGN_WITHIN = 1_000
"""Characters at the start in which a page shows that it is one; comments and byte order marks come before."""


def fields_of_ad(given: str, limit_bytes: int) -> dict[str, str]:
    """Return the fields of `POST /v1/check` for what was given.

    Args:
        given: a link, the path of a file, or "-" for the standard input.
        limit_bytes: longest file that is read.

    Raises:
        BadInput: the file is missing, too long, no text, or neither a file nor a link was given.
    """
    if given == "-":
        return _fields_of_bytes(sys.stdin.buffer.read(limit_bytes + 1), limit_bytes, html=False)
    if not given.strip():
        raise BadRequest("nothing-given", "Nothing was given.", "Give a link, a file, or - for the input.")
    path = Path(given)
    try:
        if path.is_dir():
            raise BadRequest(
                "a-folder", f"{given} is a folder.", "Give one file, or use `leadlight scan` for many ads."
            )
        if path.is_file():
            with path.open("rb") as file:
                body = file.read(limit_bytes + 1)
            return _fields_of_bytes(body, limit_bytes, html=path.suffix.lower() in HTML_SUFFIXES)
    except OSError as error:
        raise BadRequest("file-unreadable", f"{given}: {error.strerror}.", "Check the name and the rights.") from error
    except ValueError:
        pass  # a NUL character: no name of a file, and no link either, as the next step says
    if not _may_be_a_link(given):
        raise BadRequest("no-such-file", f"There is no file {given}.", "Give a link, a file, or - for the input.")
    return {"url": given}


def _may_be_a_link(given: str) -> bool:
    """Whether it has a scheme, or begins with what may be the name of a site; `ad.txt` is a file that is missing."""
    first = given.split("/", maxsplit=1)[0]
    return ":" in given or (not first.startswith(".") and Path(first).suffix.lower() not in {"", *NO_END_OF_A_SITE})


def _fields_of_bytes(body: bytes, limit_bytes: int, *, html: bool) -> dict[str, str]:
    if len(body) > limit_bytes:
        raise BodyTooLarge(
            "body-too-large",
            f"The ad has more than {limit_bytes:,} bytes.",
            "Give only the ad, without the rest of the page.",
            limit_bytes=limit_bytes,
        )
    if is_saved_file(body):
        return {"file": base64.b64encode(body).decode()}
    text = decode_page(body, "").replace("\r\n", "\n")
    if not text.strip():
        raise PageUnreadable("no-text", "There is no text in it.", "Give the words of the ad.")
    start = text[:SIGN_WITHIN].lower()
    return {"html" if html or any(sign in start for sign in HTML_SIGNS) else "text": text}
