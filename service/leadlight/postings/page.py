"""Read the bytes of a web page into a posting: its markup, its main text, and where each value came from."""

from dataclasses import replace
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser

from leadlight.errors import BadUrl, PageUnreadable
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.charset import decode_page
from leadlight.postings.contacts import contacts_in_links
from leadlight.postings.embedded_state import read_embedded_state
from leadlight.postings.html_text import one_line
from leadlight.postings.jsonld import read_jsonld
from leadlight.postings.language import language_of
from leadlight.postings.main_text import MainText, read_main_text
from leadlight.postings.merge import join_texts, with_page_marks, with_structured
from leadlight.postings.microdata import read_microdata
from leadlight.postings.model import Origin, Posting
from leadlight.postings.page_kind import OPEN_YOURSELF, list_page, look_at, refuse_no_ad
from leadlight.postings.pictures import picture_contacts, pictures_in_page
from leadlight.postings.site_sections import about_site
from leadlight.postings.structured import StructuredPosting
from leadlight.postings.text import read_text

# The longest of 5,502 ordinary ads has 29,330 letters.
LONGEST_TEXT = 100_000


def read_page(body: bytes, *, url: str = "", charset: str = "") -> Posting:
    """Read the one job ad of a page.

    Markup (JSON-LD, else microdata or RDFa, else the data of the page's scripts) gives title, employer, places, pay
    and dates; the text is the ad's own words, from the page and from the markup's description, each once. Broken
    markup falls back to the page's text, and `origins` says so. Pure: the caller bounds time and memory, because
    hostile pages can cost seconds (see `leadlight.fetch.page_reader`).

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
    state = None if found else read_embedded_state(tree, f"{headings(tree)}\n{shared_title}")
    known = state or max(found, key=lambda one: len(one.description), default=None)
    about = about_site(tree, url, title=known.title, employer=known.employer) if known else None
    main = read_main_text(tree, about)
    structured = state or the_one(found, main)
    if structured is None:
        refuse_no_ad(main, look, language_of(main.text))
        structured = StructuredPosting(origin=Origin.PAGE_TEXT)
    posting = assemble(structured, main, shared_title)
    pictures = picture_contacts(pictures_in_page(tree))
    return with_address(replace(posting, contacts=posting.contacts + pictures), url or structured.url)


def assemble(structured: StructuredPosting, main: MainText, shared_title: str) -> Posting:
    """The posting from what the markup says and what the page shows."""
    text = join_texts(structured.description, main.text)[:LONGEST_TEXT]
    titles = [(structured.title, structured.origin), (main.title, Origin.PAGE_TEXT)]
    titles += [(shared_title, Origin.OPEN_GRAPH), (main.page_title, Origin.PAGE_TEXT)]
    title, title_origin = next(((written, origin) for written, origin in titles if written), ("", Origin.PAGE_TEXT))
    text = text or title
    if not text:
        raise PageUnreadable("page-empty", "The page marks up a job ad without any words.", OPEN_YOURSELF)
    country = next((place.country for place in structured.places if place.country), "")
    origin = structured.origin if text == structured.description else Origin.PAGE_TEXT
    posting = read_text(text, title=title, employer=structured.employer, country=country, origin=origin)
    origins = dict(posting.origins) | ({"title": title_origin} if title else {})
    addresses = structured.contacts + main.addresses
    posting = replace(
        posting,
        contacts=posting.contacts + contacts_in_links(addresses, posting.contacts, country=posting.country),
        origins=MappingProxyType(origins),
    )
    return with_page_marks(with_structured(posting, structured), main)


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


def headings(tree: LexborHTMLParser) -> str:
    """All top headings and the title of the window, a line each."""
    return "\n".join(one_line(node.text()) for node in tree.css("h1,title"))


def open_graph_title(tree: LexborHTMLParser) -> str:
    """Title for sharing, "" when the page has none."""
    node = tree.css_first("meta[property='og:title']")
    return one_line(node.attributes.get("content") or "") if node is not None else ""


def with_address(posting: Posting, url: str) -> Posting:
    """Put in the canonical address. A broken one is left out: it comes from the page, not from the reader."""
    try:
        address = canonical_url(url) if url else ""
    except BadUrl:
        address = ""
    origins = dict(posting.origins) | ({"url": Origin.GIVEN} if address else {})
    return replace(posting, url=address, origins=MappingProxyType(origins))
