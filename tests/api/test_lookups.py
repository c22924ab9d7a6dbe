"""Look-ups by the beginning of a hash: one length, nothing about the asker, nothing that somebody else sent."""

import asyncio
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_ads import PLAIN_AD
from leadlight.api.lookups import ANSWER_BYTES, MOST_LINKS, padded_answer
from leadlight.api.remembering import Seen, keep_links, links_read
from leadlight.api.schemas import CheckRequest, LookupAnswer
from leadlight.errors import StoreUnavailable
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.link_hash import link_hash
from leadlight.postings.model import Comparison, Posting
from page_host import PageHost
from running_app import RunningApp

HEX = st.text("0123456789abcdef", min_size=4, max_size=4)
LINKS = st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.sampled_from(["warning", "caution"])), max_size=80)


def looked_up(app: RunningApp, url: str) -> list[str]:
    """Levels under which this link is listed."""
    settle(app)
    digest = link_hash(canonical_url(url)).hex()
    answer = LookupAnswer.model_validate_json(app.client.get(f"/v1/lookups/{digest[:4]}").content)
    return [link.level for link in answer.links if link.hash == digest]


def settle(app: RunningApp) -> None:
    loop = app.service.check_path.remembering._writing
    if loop is not None:
        asyncio.run_coroutine_threadsafe(app.service.check_path.remembering.settle(), loop.get_loop()).result(10)


def test_a_page_that_the_service_read_itself_is_listed_with_its_level(app: RunningApp, pages: PageHost) -> None:
    url = f"{pages.base}/ad?listed=1&utm_source=mail#top"
    level = app.verdict(url=url)["level"]
    assert level in ("warning", "caution")
    assert looked_up(app, url) == [level]
    assert looked_up(app, f"{pages.base}/ad?listed=1") == [level], "the canonical link is what counts"
    assert looked_up(app, f"{pages.base}/ad?listed=2") == []


def test_words_that_somebody_sends_with_a_link_list_nothing(app: RunningApp) -> None:
    bad = "Hotel staff for Vienna. Pay the processing fee of 300 EUR in advance to hold your place."
    url = "https://honest.example/job/1"
    assert app.verdict(text=bad, url=url)["level"] in ("warning", "caution")
    assert app.verdict(html=f"<main><h1>Hotel staff</h1><p>{bad * 3}</p></main>", url=url)["level"] != "nothing_found"
    assert looked_up(app, url) == []


def test_a_page_that_is_judged_less_later_is_taken_off_and_one_that_was_not_checked_stays(
    app: RunningApp, pages: PageHost
) -> None:
    url = f"{pages.base}/ad?later=1"
    for level, listed in (("caution", ["caution"]), ("not_checked", ["caution"]), ("notice", []), ("notice", [])):
        seen = Seen(Posting(text=PLAIN_AD), (link_hash(url),), level)
        keep_links(app.service.database.links, [seen], today=datetime.now(UTC).date())
        assert looked_up(app, url) == listed, level


@pytest.mark.parametrize(
    ("request_", "comparison", "counts"),
    [
        (CheckRequest(url="https://a.example/1"), Comparison.NOT_ASKED, True),
        (CheckRequest(url="https://a.example/1", text=PLAIN_AD), Comparison.NOT_ASKED, False),
        (CheckRequest(url="https://a.example/1", text=PLAIN_AD, compare=True), Comparison.SAME, True),
        (CheckRequest(url="https://a.example/1", text=PLAIN_AD, compare=True), Comparison.DIFFERENT, False),
        (CheckRequest(url="https://a.example/1", text=PLAIN_AD, compare=True), Comparison.NOT_COMPARED, False),
        (CheckRequest(text=PLAIN_AD), Comparison.NOT_ASKED, False),
    ],
)
def test_only_what_the_service_saw_itself_counts(request_: CheckRequest, comparison: Comparison, counts: bool) -> None:
    posting = Posting(text=PLAIN_AD, comparison=comparison, url="https://b.example/after-redirect" if counts else "")
    links = links_read(request_, posting)
    assert len(links) == (2 if counts else 0)


@given(HEX, LINKS)
def test_every_answer_has_the_same_length_whatever_it_says(prefix: str, found: list[tuple[bytes, str]]) -> None:
    body = padded_answer(prefix, found)
    assert len(body) == ANSWER_BYTES
    answer = LookupAnswer.model_validate_json(body)
    assert [bytes.fromhex(link.hash) for link in answer.links] == [link for link, _ in found[:MOST_LINKS]]
    assert answer.complete == (len(found) <= MOST_LINKS)


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["User-Agent", "Accept-Language", "Origin", "Referer", "Cookie", "X-Forwarded-For"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40),
    ),
    st.text("abc=&", max_size=20),
)
def test_the_answer_depends_on_nothing_but_the_prefix(app: RunningApp, headers: dict[str, str], query: str) -> None:
    first = app.client.get("/v1/lookups/a3f0")
    again = app.client.get("/v1/lookups/a3f0", params=query, headers=headers)
    assert again.content == first.content
    names = [name for name in first.headers if name != "date"]
    assert [again.headers[name] for name in names] == [first.headers[name] for name in names]
    assert set(again.headers) == set(first.headers)


@pytest.mark.parametrize("prefix", ["a3f", "a3f00", "A3F0", "xyzw", "%00%00%00%00", "٣٣٣٣", "..%2f.."])
def test_what_is_no_prefix_is_refused_with_words(app: RunningApp, prefix: str) -> None:
    answer = app.client.get(f"/v1/lookups/{prefix}")
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_a_database_the_answer_is_a_problem_and_not_an_empty_list(
    app: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(prefix: bytes, *, limit: int) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(app.service.database.links, "beginning_with", down)
    answer = app.client.get("/v1/lookups/a3f0")
    assert answer.status_code == 503
    assert orjson.loads(answer.content)["type"] == "/problems/store-unavailable"
