"""One spelling for the address of an ad, so that the same ad is recognised when its link is copied differently."""

import re
from functools import lru_cache
from pathlib import Path

import ada_url
import yaml

from leadlight.errors import BadUrl

# Browsers and servers disagree beyond about 2,000 characters; job boards stay far below.
LONGEST_URL_BYTES = 4096
SURROUNDING_SPACE = "\t\n\r \x0c\u00a0\ufeff\u200b"
BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}\.?(:\d{1,5})?([/?#]|$)")
PASTE_REMEDY = "Paste the full link from the address bar of your browser, or paste the text of the ad."


@lru_cache(maxsize=1)
def load_tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    """Read the bundled list of tracking parameters: exact names, and beginnings of names."""
    names = yaml.safe_load(Path(__file__).with_name("tracking_parameters.yml").read_text("utf-8"))["names"]
    exact = frozenset(name for name in names if not name.endswith("*"))
    return exact, tuple(name[:-1] for name in names if name.endswith("*"))


def canonical_url(url: str) -> str:
    """Return the one spelling of this link: parsed as browsers do, without fragment and tracking parameters.

    Nothing else is changed: parameters keep their order and their spelling, because sites differ in what they mean.
    A link written without `https://` ("www.example.com/job/1") gets it. An empty text is an error, never "".

    Source: the WHATWG URL standard, through ada.

    Raises:
        BadUrl: no link, too long, another scheme than http and https, or a user name or password in it.
    """
    written = url.strip(SURROUNDING_SPACE)
    if not written:
        raise BadUrl("url-empty", "There is no link.", PASTE_REMEDY)
    parsed = parse_url(written)
    parsed.hash = ""
    kept = without_tracking(parsed.search)
    if kept != parsed.search:
        parsed.search = kept
    return str(parsed.href)


def parse_url(written: str, base: str | None = None) -> ada_url.URL:
    """Parse a link as browsers do and refuse what the service never opens.

    Raises:
        BadUrl: as in `canonical_url`.
    """
    refuse_too_long(written)
    if base is None and BARE_HOST.match(written):
        written = "https://" + written
    try:
        parsed = ada_url.URL(written, base=base) if base else ada_url.URL(written)
    except (ValueError, UnicodeError):
        raise BadUrl("url-not-a-link", "This is not a link.", PASTE_REMEDY) from None
    scheme = parsed.protocol.rstrip(":")
    if scheme not in ("http", "https"):
        raise BadUrl(
            "url-scheme",
            f"Links that begin with “{scheme[:20]}:” are not opened.",
            "Use a link that begins with https:// or http://, or paste the text of the ad.",
            scheme=scheme[:20],
        )
    if not parsed.hostname:
        raise BadUrl("url-not-a-link", "This link names no site.", PASTE_REMEDY)
    if parsed.username or parsed.password:
        raise BadUrl(
            "url-credentials",
            "This link holds a user name or a password.",
            "Remove everything up to the @ sign. Nobody should send you such a link.",
        )
    return parsed


def refuse_too_long(written: str) -> None:
    """Refuse a link with more bytes than a link has, or with characters that no text may hold."""
    try:
        size = len(written.encode("utf-8"))
    except UnicodeEncodeError:
        raise BadUrl("url-not-a-link", "This link holds broken characters.", PASTE_REMEDY) from None
    if size > LONGEST_URL_BYTES:
        raise BadUrl(
            "url-too-long",
            f"This link has {size} bytes; at most {LONGEST_URL_BYTES} are read.",
            "Cut the link after the number of the ad, or paste the text of the ad.",
            bytes=size,
            limit=LONGEST_URL_BYTES,
        )


def without_tracking(search: str) -> str:
    """Drop tracking parameters from the query (`?a=1&utm_source=x` -> `?a=1`) and leave the rest as written."""
    if not search:
        return ""
    exact, beginnings = load_tracking_parameters()
    kept = [
        part
        for part in search.removeprefix("?").split("&")
        if not ((name := part.split("=", 1)[0]) in exact or name.startswith(beginnings))
    ]
    return "?" + "&".join(kept) if kept else ""
