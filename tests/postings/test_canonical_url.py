"""One spelling for one address."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.errors import BadUrl
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.contacts import load_suffixes


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://Jobs.Example.com:443/a/../b?id=7#apply", "https://jobs.example.com/b?id=7"),
        ("  www.example.com/job/1\n", "https://www.example.com/job/1"),
        ("http://münchen.example.com/", "http://xn--mnchen-3ya.example.com/"),
        ("https://x.com/?b=2&utm_source=mail&a=1&fbclid=abc", "https://x.com/?b=2&a=1"),
        ("https://x.com/?utm_source=mail", "https://x.com/"),
        ("https://x.com/?q=%zz&&empty=", "https://x.com/?q=%zz&&empty="),
    ],
)
def test_a_link_has_one_spelling(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical


def test_parameters_that_say_which_ad_it_is_stay_in_their_order() -> None:
    assert canonical_url("https://x.com/view?jk=2&ref=9&id=1") == "https://x.com/view?jk=2&ref=9&id=1"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "url-empty"),
        ("   ", "url-empty"),
        ("call me on 600 123 456", "url-not-a-link"),
        ("anna@example.com", "url-not-a-link"),
        ("http://", "url-not-a-link"),
        ("http://exa mple.com/", "url-not-a-link"),
        ("https://x.com/\ud800", "url-not-a-link"),
        ("file:///etc/passwd", "url-scheme"),
        ("javascript:alert(1)", "url-scheme"),
        ("data:text/html,hello", "url-scheme"),
        ("ftp://example.com/job", "url-scheme"),
        ("https://user:word@example.com/", "url-credentials"),
        ("https://example.com/" + "a" * 5000, "url-too-long"),
    ],
)
def test_what_is_no_link_is_refused_with_words(written: str, code: str) -> None:
    with pytest.raises(BadUrl) as refusal:
        canonical_url(written)
    assert refusal.value.code == code
    assert refusal.value.wrong.endswith(".")
    assert refusal.value.remedy.endswith(".")


@given(st.text(max_size=80))
def test_any_text_gives_a_link_or_a_refusal_and_a_canonical_link_stays(text: str) -> None:
    try:
        once = canonical_url(text)
    except BadUrl:
        return
    assert canonical_url(once) == once


WHATWG = json.loads((Path(__file__).parent / "vectors" / "urltestdata.json").read_text("utf-8"))
ABSOLUTE = [case for case in WHATWG if isinstance(case, dict) and not case.get("base")]


def test_the_whatwg_vectors_for_web_links_give_their_href_without_its_fragment() -> None:
    web = [
        case
        for case in ABSOLUTE
        if case.get("protocol") in ("http:", "https:") and not case["username"] + case["password"]
    ]
    assert len(web) > 100
    for case in web:
        assert canonical_url(case["input"]) == case["href"].split("#")[0]


def test_the_whatwg_vectors_that_browsers_refuse_are_refused() -> None:
    # A link without a scheme is read as https here, as address bars do; for WHATWG it is a failure.
    failing = [case for case in ABSOLUTE if case.get("failure") and ":" in case["input"]]
    assert len(failing) > 150
    for case in failing:
        with pytest.raises(BadUrl):
            canonical_url(case["input"])


SUFFIXES = json.loads((Path(__file__).parent / "vectors" / "test_psl.json").read_text("utf-8"))


def test_the_public_suffix_vectors_hold_for_the_host_of_a_canonical_link() -> None:
    asked = [(name, domain) for name, domain in SUFFIXES if name and not name.startswith(".")]
    assert len(asked) > 70
    for name, domain in asked:
        host = urlsplit(canonical_url(f"http://{name}/")).hostname
        expected = urlsplit(canonical_url(f"http://{domain}/")).hostname if domain else None
        assert load_suffixes().privatesuffix(host) == expected, name
