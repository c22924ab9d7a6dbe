"""Read the bytes of a web page into a posting: its markup, its main text, and where each value came from."""

import html
from dataclasses import replace
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser

from leadlight.errors import BadUrl, PageUnreadable
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.charset import decode_page
from leadlight.postings.jsonld import read_jsonld
from leadlight.postings.language import language_of
from leadlight.postings.main_text import MainText, read_main_text
from leadlight.postings.merge import join_texts, with_structured
from leadlight.postings.microdata import read_microdata
from leadlight.postings.model import Origin, Posting
from leadlight.postings.page_kind import OPEN_YOURSELF, list_page, look_at, refuse_no_ad
from leadlight.postings.structured import StructuredPosting
from leadlight.postings.text import read_text

LONGEST_TEXT = 100_000


def read_page(body: bytes, *, url: str = "", charset: str = "") -> Posting:
    """Read the one job ad of a page.

    Markup (JSON-LD, then microdata) gives title, employer, places, pay and dates; the text is the ad's own words,
    from the markup's description and from the page, whichever hold more, each sentence once. Broken markup falls back
    to the page's text, and `origins` says so. Pure: the caller bounds time and memory, because hostile pages can cost
    seconds (see `leadlight.fetch.page_reader`).

    Args:
        body: bytes as they came, unpacked.
        url: address after redirects, "" when unknown.
        charset: as the server declared it, "" when it did not.

    Raises:
        PageUnreadable: no web page, or no single ad in it; `code` says which.
    """
    if not body.strip():
        raise PageUnreadable("page-empty", "The page is empty.", OPEN_YOURSELF)
    tree = LexborHTMLParser(decode_page(body, charset))
    look = look_at(tree)
    found = read_jsonld(tree) or read_microdata(tree)
    shared_title = open_graph_title(tree)
    main = read_main_text(tree)
    structured = the_one(found, main)
    if structured is None:
        refuse_no_ad(main, look, language_of(main.text))
        title = main.title or shared_title or main.page_title
        return finish(
            read_text(main.text[:LONGEST_TEXT], title=title, origin=Origin.PAGE_TEXT), url, title, main, shared_title
        )
    text = join_texts(structured.description, main.text)[:LONGEST_TEXT]
    title = structured.title or main.title or shared_title
    if not text and not title:
        raise PageUnreadable("page-empty", "The page marks up a job ad without any words.", OPEN_YOURSELF)
    country = next((place.country for place in structured.places if place.country), "")
    origin = structured.origin if structured.description and not main.text else Origin.PAGE_TEXT
    posting = read_text(text, title=title, employer=structured.employer, country=country, origin=origin)
    return with_structured(finish(posting, url or structured.url, title, main, shared_title), structured)


def the_one(found: list[StructuredPosting], main: MainText) -> StructuredPosting | None:
    """The marked-up ad that this page is about; None when it marks up none.

    Raises:
        PageUnreadable: the page marks up several ads and its heading names none of them.
    """
    titles = {one.title for one in found}
    if len(titles) <= 1:
        return max(found, key=lambda one: len(one.description), default=None)
    heading = f"{main.title} {main.page_title}".lower()
    named = [one for one in found if one.title and one.title.lower() in heading]
    if not named:
        raise list_page(len(titles))
    return max(named, key=lambda one: len(one.title))


def open_graph_title(tree: LexborHTMLParser) -> str:
    """Title for sharing, "" when the page has none."""
    node = tree.css_first("meta[property='og:title']")
    return " ".join(html.unescape(node.attributes.get("content") or "").split()) if node is not None else ""


def finish(posting: Posting, url: str, title: str, main: MainText, shared_title: str) -> Posting:
    """Put in the address, and where the title came from."""
    try:
        address = canonical_url(url) if url else ""
    except BadUrl:
        address = ""
    origin = Origin.OPEN_GRAPH if title and title == shared_title != main.title else Origin.PAGE_TEXT
    origins = dict(posting.origins)
    origins.pop("url", None)
    if title:
        origins["title"] = origin
    if address:
        origins["url"] = Origin.GIVEN
    return replace(posting, url=address, origins=MappingProxyType(origins))
