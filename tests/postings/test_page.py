"""Whole pages, small ones that model what real job sites send."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.errors import PageUnreadable
from leadlight.postings.model import ContactKind, Disagreement, Origin, Posting
from leadlight.postings.page import read_page

PAGES = Path(__file__).parent / "pages"


def page(name: str, **how: str) -> Posting:
    return read_page((PAGES / f"{name}.html").read_bytes(), **how)


def test_a_teaser_in_the_markup_and_the_ad_on_the_page_both_count() -> None:
    posting = page("teaser_board", url="https://board.example.com/1?utm_source=x")
    assert posting.title == "Greenhouse Worker"
    assert posting.employer == "Lindgren & Sons Gardens"
    assert posting.country == "FI"
    assert [place.name for place in posting.places] == ["Närpes, Finland"]
    assert str(posting.date_posted) == "2026-08-07"
    assert posting.url == "https://board.example.com/1"
    assert "Discover a new opportunity" in posting.text
    assert "looking for greenhouse workers." in posting.text
    assert posting.origins["title"] is Origin.JSON_LD
    assert posting.origins["text"] is Origin.PAGE_TEXT


def test_menus_banners_hidden_words_scripts_and_other_ads_stay_out() -> None:
    text = page("teaser_board").text
    for other in ("do not read me", "All jobs", "cookies", "invisible words", "Taxi driver", "office@board"):
        assert other not in text


def test_contacts_and_pay_come_from_the_ad_alone() -> None:
    posting = page("teaser_board")
    assert [contact.value for contact in posting.contacts] == ["jobs@lindgren-gardens.fi", "+358401234567"]
    assert [(pay.low, pay.high, pay.period) for pay in posting.pay] == [(9.77, 14.33, "hour")]


def test_graphs_arrays_references_and_escaped_markup_are_read() -> None:
    posting = page("graph_entities")
    assert posting.title == "Skladník – nočné zmeny"
    assert posting.employer == "Novák a syn, s.r.o."
    assert [(place.name, place.country) for place in posting.places] == [
        ("Žilina, Slovensko", "SK"),
        ("Nitra, Slovakia", "SK"),
    ]
    assert [(pay.low, pay.high, pay.currency, pay.period) for pay in posting.pay] == [(1200, 1450.5, "EUR", "month")]
    assert "Hľadáme skladníka.\n\nUbytovanie zdarma" in posting.text
    assert "Nástup ihneď" in posting.text
    assert "<" not in posting.text


def test_broken_markup_falls_back_to_the_page_and_says_so() -> None:
    posting = page("broken_json")
    assert posting.title == "Pracownik magazynu"
    assert set(posting.origins.values()) == {Origin.PAGE_TEXT}
    assert posting.country == "NL"
    assert [claim.number for claim in posting.licence_claims] == ["14019"]


def test_markup_with_one_meaning_is_mended() -> None:
    posting = page("mendable_json")
    assert posting.employer == "Hotel Sova"
    assert "for a small hotel, with room, [no fees],}." in " ".join(posting.text.split())


@pytest.mark.parametrize(
    ("name", "origin", "title", "employer", "country", "words"),
    [
        ("microdata", Origin.MICRODATA, "Opiekunka osób starszych", "Opieka Plus", "DE", "Opieka nad starszą panią."),
        ("rdfa", Origin.RDFA, "Erntehelfer", "Hof Sonnental", "DE", "Wir suchen Helfer für die Ernte."),
        ("script_state", Origin.EMBEDDED_STATE, "Housekeeper", "Al Noor Services", "KW", "One day off a month"),
    ],
)
def test_other_ways_of_marking_up_are_read(
    name: str, origin: Origin, title: str, employer: str, country: str, words: str
) -> None:
    posting = page(name)
    assert (posting.title, posting.employer, posting.country) == (title, employer, country)
    assert posting.origins["title"] is origin
    assert words in posting.text
    assert len(posting.pay) == 1


def test_a_page_without_markup_gives_its_heading_text_and_contacts() -> None:
    posting = page("no_markup")
    assert posting.title == "Пакувальниця на фабрику шоколаду"
    assert (posting.language, posting.country) == ("uk", "PL")
    assert [(one.kind, one.value) for one in posting.contacts] == [(ContactKind.VIBER, "+380671234567")]
    assert "Увійти" not in posting.text


def test_markup_and_text_that_disagree_are_both_kept() -> None:
    posting = page("other_place")
    assert posting.employer == "Marja Oy"
    assert posting.disagreements == (
        Disagreement("employer", "Marja Oy", Origin.JSON_LD, "Northern Harvest Group", Origin.PAGE_TEXT),
        Disagreement("places", "Helsinki", Origin.JSON_LD, "Laitila", Origin.PAGE_TEXT),
    )


def test_markup_and_text_that_agree_are_no_disagreement() -> None:
    assert page("teaser_board").disagreements == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("list_page", "page-lists-ads"),
        ("several_postings", "page-lists-ads"),
        ("login_wall", "page-needs-login"),
        ("consent_wall", "page-needs-consent"),
        ("script_shell", "page-built-by-scripts"),
        ("expired", "ad-expired"),
        ("recipe", "no-job-ad"),
    ],
)
def test_a_page_that_holds_no_single_ad_says_why_and_what_to_do(name: str, code: str) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        page(name)
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_a_list_says_how_many_ads_it_lists() -> None:
    with pytest.raises(PageUnreadable, match=r"lists 4 ads"):
        page("list_page")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "page-empty"),
        (b" \n ", "page-empty"),
        (b"<html><body></body></html>", "page-empty"),
        (b'<script type="application/ld+json">{"@type": "JobPosting"}</script>', "page-empty"),
        (b"%PDF-1.7 ...", "not-a-page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01" * 20, "not-a-page"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "not-a-page"),
    ],
)
def test_empty_and_binary_bodies_say_what_they_are(body: bytes, code: str) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        read_page(body)
    assert refusal.value.code == code


POLISH = (
    "<title>Praca</title><h1>Pracownik</h1><p>Szukamy pracowników do zbioru truskawek, zakwaterowanie, żółte łąki.</p>"
)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (POLISH.encode("utf-8"), ""),
        (POLISH.encode("utf-8"), "iso-8859-1"),
        (POLISH.encode("windows-1250"), "windows-1250"),
        (b'<meta charset="iso-8859-2">' + POLISH.encode("iso-8859-2"), ""),
        (POLISH.encode("utf-16"), ""),
        (b"\xef\xbb\xbf" + POLISH.encode("utf-8"), "windows-1250"),
    ],
)
def test_the_right_charset_is_found(body: bytes, charset: str) -> None:
    assert "żółte łąki" in read_page(body, charset=charset).text


def test_invalid_utf8_is_read_with_replacement_characters() -> None:
    posting = read_page(
        b"<meta charset=utf-8><h1>Job</h1><p>We are hiring pickers, salary paid weekly, ask for Ann\xff\xfe."
    )
    assert "ask for Ann\ufffd\ufffd." in posting.text


def test_a_charset_that_no_browser_knows_is_ignored() -> None:
    body = "<h1>Job</h1><p>We are hiring pickers; salary paid weekly, café included, room for two.".encode(
        "windows-1252"
    )
    assert "café" in read_page(body, charset="unicode_escape").text


def test_an_ad_in_an_unknown_language_is_still_read() -> None:
    posting = read_page(
        "<h1>Varastotyöntekijä</h1><p>Etsimme varastotyöntekijää Helsinkiin heti alkaen, soita pian.</p>".encode()
    )
    assert posting.language == ""
    assert posting.text


def test_an_address_behind_a_mail_shield_is_read_as_browsers_show_it() -> None:
    shielded = "2a" + "".join(f"{ord(letter) ^ 0x2A:02x}" for letter in "a@firm.com")
    body = f'<h1>Job</h1><p>We are hiring pickers, write to <a data-cfemail="{shielded}">[protected]</a></p>'
    assert [contact.value for contact in read_page(body.encode()).contacts] == ["a@firm.com"]


def test_contacts_that_only_the_markup_holds_are_found() -> None:
    body = b"""<script type="application/ld+json">{"@type": "JobPosting", "title": "Engineer",
    "physicalRequirement": "Must be able to lift 50 kg.", "jobLocation": {"address": {"addressCountry": "PL"}},
    "applicationContact": {"email": "info@firm.com", "telephone": "600 123 456"}}</script>"""
    posting = read_page(body)
    assert posting.text == "Must be able to lift 50 kg."
    assert [(one.value, one.span) for one in posting.contacts] == [("info@firm.com", None), ("+48600123456", None)]


def test_an_ad_that_is_only_a_title_is_its_title() -> None:
    body = b'<script type="application/ld+json">{"@type": "JobPosting", "name": "Telecommute from anywhere!"}</script>'
    assert read_page(body).text == "Telecommute from anywhere!"


def test_a_broken_address_is_left_out() -> None:
    body = b"<h1>Job</h1><p>We are hiring pickers for the summer season, salary paid weekly in cash.</p>"
    assert read_page(body, url="nonsense").url == ""


SITE_PAGE = """<html><head><link rel="canonical" href="https://board.example/1">
<script type="application/ld+json">{{"@type": "JobPosting", "title": "Picker", "hiringOrganization": "{employer}",
"description": "Pick apples with us in autumn."}}</script></head><body><main><h1>Picker</h1>
<section><p>Pick apples with us in autumn.</p></section><section><h2>Good to know</h2><p>{words}</p></section></main>"""


@pytest.mark.parametrize(
    ("employer", "words", "stays"),
    [
        ("Apple Farm", "At board.example you find jobs all over the world.", False),
        ("Apple Farm", "Apply at board.example and pay 300 € for your papers.", True),
        ("Apple Farm", "Write to us: farm@board.example.", True),
        ("Apple Farm", "The Apple Farm looks for people at board.example.", True),
        ("Board Example Ltd", "At board.example you find our story.", True),
        ("", "At board.example you find jobs all over the world.", True),
    ],
)
def test_only_what_a_site_says_of_itself_alone_is_left_out(employer: str, words: str, stays: bool) -> None:
    posting = read_page(SITE_PAGE.format(employer=employer, words=words).encode())
    assert (words in posting.text) is stays
    assert "Pick apples with us in autumn." in posting.text


SCRAPS = [
    "<p>", "</p>", "<li><a href=x>a long link text</a>", "<h1>", "<main>", "<article>", "<table>", "<pre>", "</script>",
    '<script type="application/ld+json">', '{"@type":"JobPosting","title":', '"@graph":[', "]}", "null", "&lt;p&gt;",
    "<div itemscope itemtype='http://schema.org/JobPosting'>", "<i itemprop=title>", "job salary work ", "<template>",
    "<svg>", "<!--", "<div hidden>", "<input type=password>", "+48 600 123 456 ", "<a href='tel:+48600123456'>",
]  # fmt: skip
html_like = st.lists(st.binary(max_size=12) | st.sampled_from(SCRAPS).map(str.encode), max_size=40).map(b"".join)


@given(html_like)
def test_any_bytes_give_a_posting_or_a_page_unreadable(body: bytes) -> None:
    try:
        posting = read_page(body)
    except PageUnreadable:
        return
    assert posting.text
    for contact in posting.contacts:
        assert contact.span is None or posting.text[contact.span.start : contact.span.end] == contact.written


def test_a_line_that_is_broken_in_a_sentence_is_no_blank_line_and_two_breaks_are_one() -> None:
    said = "<h1>Packers wanted</h1><p>We keep<br>your passport until you leave.<br><br>Write to us<br/>today.</p>"
    more = "<p>" + "We pack fruit in a warm hall, in two shifts. " * 6 + "</p>"
    text = read_page(f"<!doctype html><title>Packers</title>{said}{more}".encode()).text
    assert "We keep\nyour passport until you leave.\n\nWrite to us\ntoday." in text
