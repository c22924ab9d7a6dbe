"""The pages over HTTP, as a browser without scripts sees them."""

import json
import re
from html import unescape

import pytest

from api_ads import FEE_AD, PLAIN_AD
from leadlight.bundled import shared_rules_folder
from leadlight.desk.pages import LEVEL_OF_ROW
from leadlight.desk.rendering import STATIC
from leadlight.screening.verdict import Level, Row
from running_app import RunningApp

FILE_IN_FORM = b'--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nhi\r\n--x--\r\n'


def submit(desk: RunningApp, **fields: str):
    return desk.client.post("/", data={"language": "en", **fields})


def test_the_form_offers_link_text_language_and_three_samples(desk: RunningApp) -> None:
    page = desk.client.get("/?lang=en").text
    assert all(f'name="{name}"' in page for name in ("url", "text", "language", "remember"))
    assert page.count('name="sample"') == 3


def test_an_ad_is_shown_with_its_quoted_words_marked_and_linked_both_ways(desk: RunningApp) -> None:
    page = submit(desk, text=FEE_AD).text
    marked = re.search(r'<span class="spot" id="(quote-\d+-\d+)"></span><mark>([^<]*)</mark>', page)
    assert marked is not None
    assert marked[2] in FEE_AD
    assert f'href="#{marked[1]}"' in page
    assert 'href="#finding-1"' in page
    assert 'id="finding-1"' in page


def test_the_text_of_the_ad_is_shown_to_the_letter_and_nothing_in_it_becomes_markup(desk: RunningApp) -> None:
    ad = f"<b>{FEE_AD}</b> & <script>alert(1)</script>\n\n\tend {{{{ 7*7 }}}} 🏨"
    page = submit(desk, text=ad).text
    shown = re.search(r'<div class="words"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert shown is not None
    without_numbers = re.sub(r'<a class="ref".*?</a>', "", shown[1])
    assert unescape(re.sub(r"<[^>]*>", "", without_numbers)) == ad
    assert "<script" not in page


def test_line_ends_of_browsers_do_not_move_the_marks(desk: RunningApp) -> None:
    page = submit(desk, text=f"One line.\r\nAnother line.\r\n{FEE_AD}").text
    marked = re.findall(r"<mark>([^<]*)</mark>", page)
    assert any("fee" in words for words in marked)


@pytest.mark.parametrize("language", ["en", "sk", "pl"])
def test_every_sample_gives_a_verdict_in_every_language(desk: RunningApp, language: str) -> None:
    levels = []
    for sample in ("bad", "mixed", "ordinary"):
        answer = submit(desk, sample=sample, language=language)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        level = re.search(r'class="level level-(\w+)"', answer.text)
        assert level is not None
        levels.append(level[1])
    assert levels[0] == "warning"
    assert levels[2] == "nothing_found"


def test_each_check_shows_its_state_and_a_check_that_did_not_run_shows_why(desk: RunningApp) -> None:
    page = submit(desk, text=PLAIN_AD).text
    states = re.findall(r'class="card check state-(\w+)"', page)
    assert len(states) == 3
    assert "not_checked" in states
    assert "The ad has no phone" in page


def test_helplines_are_shown_with_numbers_to_call(desk: RunningApp) -> None:
    page = submit(desk, text=FEE_AD, language="sk").text
    assert 'href="tel:112"' in page
    assert page.count('href="tel:') > 1


def test_countries_and_languages_are_called_by_their_names_in_the_readers_language(desk: RunningApp) -> None:
    page = submit(desk, text=f"{FEE_AD} Address: Hauptplatz 1, 8010 Graz, Austria.", language="sk").text
    assert "<dd>Rakúsko</dd>" in page
    assert re.search(r'<span class="country">Rakúsko</span>', page)
    assert re.search(r"slovenčina|nemčina", page)
    assert not re.search(r'<span class="country">[A-Z]{2}</span>', page)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"text": "   "}, 400),
        ({"url": "not a link"}, 422),
        ({"url": "file:///etc/passwd"}, 422),
        ({"url": "http://192.168.1.1/"}, 422),
        ({"text": PLAIN_AD, "url": "javascript:alert(1)"}, 422),
    ],
)
def test_what_cannot_be_checked_is_said_in_the_page_and_the_input_stays(
    desk: RunningApp, fields: dict[str, str], status: int
) -> None:
    answer = submit(desk, **fields)
    assert answer.status_code == status
    page = unescape(answer.text)
    assert 'role="alert"' in page
    assert "This did not work" in page
    assert all(value in page for value in fields.values())


def test_an_unticked_box_stays_unticked_after_a_problem(desk: RunningApp) -> None:
    boxes = [
        re.search(r'<input id="remember"[^>]*>', submit(desk, url="nonsense", **more).text)
        for more in ({}, {"remember": "on"})
    ]
    assert [box is not None and " checked" in box[0] for box in boxes] == [False, True]


def test_problems_are_said_in_the_language_of_the_page(desk: RunningApp) -> None:
    page = unescape(submit(desk, url="file:///x", language="sk").text)
    assert "Toto sa nepodarilo" in page
    assert "Otvárajú sa len odkazy" in page


def test_a_form_sent_by_another_site_is_refused(desk: RunningApp) -> None:
    answer = desk.client.post("/", data={"text": FEE_AD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "another site" in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%ff%fe=%00&text=%ff%fe", "application/x-www-form-urlencoded"),
        (b"text=" + b"&a=b" * 50, "application/x-www-form-urlencoded"),
        (b"\x00\x01", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nhi\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"hello", "text/plain"),
    ],
)
def test_a_broken_form_is_the_senders_problem_and_never_ours(desk: RunningApp, body: bytes, kind: str) -> None:
    assert desk.client.post("/", content=body, headers={"Content-Type": kind}).status_code in {200, 400, 422}


def test_the_browsers_language_is_used_until_the_reader_chooses(desk: RunningApp) -> None:
    page = desk.client.get("/", headers={"Accept-Language": "pl-PL,pl;q=0.9"})
    assert page.headers["content-language"] == "pl"
    assert desk.client.get("/?lang=sk", headers={"Accept-Language": "pl"}).headers["content-language"] == "sk"


def test_the_page_about_shows_the_whole_table_that_decides(desk: RunningApp) -> None:
    for language in ("en", "sk", "pl"):
        page = unescape(desk.client.get(f"/about?lang={language}").text)
        words = desk.service.desk.texts.of(language).verdict
        assert all(words["rows"][row.value] in page for row in Row)
        assert all(words["levels"][level.value]["title"] in page for level in Level)


def test_the_published_table_is_the_one_that_decides() -> None:
    vectors = json.loads((shared_rules_folder() / "vectors/verdict.json").read_text("utf-8"))
    decided = {(case["expect"]["row"], case["expect"]["level"]) for case in vectors["cases"]}
    assert decided == {(row.value, level.value) for row, level in LEVEL_OF_ROW.items()}


def test_pages_load_nothing_from_elsewhere_and_hold_no_script_or_inline_style(desk: RunningApp) -> None:
    verdict = submit(desk, sample="bad").text
    for page in (verdict, *(desk.client.get(path).text for path in ("/", "/about", "/docs", "/problems"))):
        assert not re.search(r"<script|\sstyle=|\son\w+=|<iframe", page)
        assert set(re.findall(r'<(?:link|img)[^>]* (?:href|src)="(https?:)?', page)) == {""}


def test_nothing_is_green() -> None:
    sheet = (STATIC / "desk.css").read_text("utf-8") + (STATIC / "mark.svg").read_text("utf-8")
    assert "green" not in sheet.replace("No green", "")
    colours = {tuple(int(code[i : i + 2], 16) for i in (0, 2, 4)) for code in re.findall(r"#([0-9a-f]{6})\b", sheet)}
    assert len(colours) > 20
    assert [colour for colour in colours if colour[1] > colour[0] + 12 and colour[1] > colour[2] + 12] == []
