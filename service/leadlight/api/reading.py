"""Turns a check request into a posting, whichever way the ad was given."""

import orjson

from leadlight.api.ports import PageFetcher, PageReader
from leadlight.api.schemas import CheckRequest
from leadlight.errors import BadInput, BadRequest, PageUnreadable
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.comparison import compared, not_compared
from leadlight.postings.jsonld import is_job_posting
from leadlight.postings.model import Origin, Posting
from leadlight.postings.text import read_text

GRAPH = "@graph"
JOB_POSTING_HEAD = {"@context": "https://schema.org", "@type": "JobPosting"}
INLINE_CHARACTERS = 16_384
"""Texts up to this length are read on the event loop, longer ones by the page reader, as in `screening.gather`."""


async def read_posting(request: CheckRequest, fetcher: PageFetcher, reader: PageReader) -> Posting:
    """Read the ad of a request; a link alone is fetched first, anything else only when the caller asks to compare.

    Raises:
        BadRequest: the request holds no ad, holds it twice, or has nothing to compare.
        BadUrl, AddressRefused, FetchFailed: the link cannot be fetched.
        PageUnreadable: there is no single job ad in what was given.
    """
    _refuse_none_or_two(request)
    url = canonical_url(request.url) if request.url else ""
    posting = await _read_given_or_fetched(request, url, fetcher, reader)
    return await _compared(posting, url, fetcher, reader) if request.compare else posting


async def _compared(posting: Posting, url: str, fetcher: PageFetcher, reader: PageReader) -> Posting:
    """Say whether the site shows the same ad; a site that cannot be read now leaves the check itself as it is."""
    try:
        page = await fetcher.fetch(url)
        return compared(posting, await reader.read_page(page.body, url=page.url, charset=page.charset))
    except BadInput:
        return not_compared(posting)


async def _read_given_or_fetched(request: CheckRequest, url: str, fetcher: PageFetcher, reader: PageReader) -> Posting:
    if request.text is not None:
        return await _read_given_text(request, url, reader)
    if request.file is not None:
        posting = await reader.read_file(request.file, url=url)
    elif request.posting is not None:
        _refuse_other_data(request.posting)
        posting = await reader.read_page(_as_page(request.posting), url=url, charset="utf-8")
    elif request.html is not None:
        posting = await reader.read_page(request.html.encode(), url=url, charset="utf-8")
    else:
        page = await fetcher.fetch(url)
        posting = await reader.read_page(page.body, url=page.url, charset=page.charset)
    if not posting.text.strip():
        raise PageUnreadable("no-text", "The ad has no text.", "Copy the words of the ad and send them as text.")
    return posting


def _refuse_none_or_two(request: CheckRequest) -> None:
    given = [name for name in ("html", "text", "posting", "file") if getattr(request, name) is not None]
    if len(given) > 1:
        raise BadRequest(
            "ad-given-twice",
            f"The request holds the ad as {' and as '.join(given)}.",
            "Send the ad in one of html, text, posting or file.",
        )
    if not given and not (request.url or "").strip():
        raise BadRequest("nothing-to-check", "The request holds no ad.", "Send a link, or the text of the ad.")
    if request.compare and not (given and (request.url or "").strip()):
        raise BadRequest(
            "nothing-to-compare",
            "To compare, the request must hold both the link and the ad as the reader saw it.",
            "Send url together with html or text, or leave compare out.",
        )


def _refuse_other_data(posting: dict[str, object]) -> None:
    if GRAPH in posting:
        return  # the posting is one of its things; the page reader finds it, or says that there is none
    if "@type" in posting and not is_job_posting(posting["@type"]):
        raise PageUnreadable("no-job-ad", "The posting is of another type than JobPosting.", "Send a JobPosting.")
    if not str(posting.get("description") or "").strip():
        raise PageUnreadable("no-text", "The posting has no description.", "Put the words of the ad into description.")


async def _read_given_text(request: CheckRequest, url: str, reader: PageReader) -> Posting:
    text = request.text or ""
    if not text.strip():
        raise BadRequest("no-text", "The text of the ad is empty.", "Copy the words of the ad and send them.")
    given = {"title": request.title, "employer": request.employer, "country": request.country, "url": url}
    if len(text) <= INLINE_CHARACTERS:
        return read_text(text, **given, origin=Origin.GIVEN)
    return await reader.read_text(text, **given, origin=Origin.GIVEN)


def _as_page(posting: dict[str, object]) -> bytes:
    # The page reader knows schema.org in all its spellings; "<" is escaped so that the script cannot be closed early.
    known = {"@context": "https://schema.org"} if GRAPH in posting else JOB_POSTING_HEAD
    data = orjson.dumps(known | posting).replace(b"<", b"\\u003c")
    return b'<!doctype html><script type="application/ld+json">' + data + b"</script>"
