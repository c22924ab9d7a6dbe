"""POST /v1/check over HTTP: the whole request path on real stores."""

import base64
import os
import signal
from pathlib import Path

from api_ads import FEE_AD, PLAIN_AD
from leadlight.api.schemas import VerdictAnswer
from leadlight.postings.model import Contact, ContactKind, Posting
from leadlight.storage.database import open_database
from page_host import PageHost
from running_app import RunningApp, running_app


def test_a_fee_before_departure_is_found_and_quoted_at_its_place(app: RunningApp) -> None:
    verdict = app.verdict(text=FEE_AD)
    quotes = [quote for finding in verdict["findings"] for quote in finding["quotes"]]
    assert any("fee" in quote["exact"] for quote in quotes)
    assert all(FEE_AD[quote["start"] : quote["end"]] == quote["exact"] for quote in quotes)


def test_offsets_count_code_points_also_after_an_emoji(app: RunningApp) -> None:
    text = "🏨🇸🇰 " + FEE_AD
    quote = app.verdict(text=text)["findings"][0]["quotes"][0]
    assert text[quote["start"] : quote["end"]] == quote["exact"]


def test_the_answer_is_what_the_documentation_promises(app: RunningApp) -> None:
    for fields in ({"text": FEE_AD}, {"text": PLAIN_AD, "language": "sk"}, {"html": f"<p>{FEE_AD * 4}</p>"}):
        VerdictAnswer.model_validate_json(app.check(**fields).content)


def test_the_three_checks_come_in_their_order_with_a_state_each(app: RunningApp) -> None:
    checks = app.verdict(text=PLAIN_AD)["checks"]
    assert [check["check"] for check in checks] == ["wording", "register", "contact"]
    assert all((check["state"] == "not_checked") == (check["reason"] is not None) for check in checks)


def test_text_sent_by_the_caller_is_not_sent_back(app: RunningApp) -> None:
    assert app.verdict(text=FEE_AD)["posting"]["text"] is None


def test_a_link_alone_is_fetched_and_its_text_comes_with_the_answer(app: RunningApp, pages: PageHost) -> None:
    verdict = app.verdict(url=f"http://{pages.host}/ad")
    posting = verdict["posting"]
    assert posting["employer"] == "Hotel Alfa"
    assert posting["country"] == "AT"
    quote = verdict["findings"][0]["quotes"][0]
    assert posting[quote["field"]][quote["start"] : quote["end"]] == quote["exact"]


def test_a_link_beside_a_text_is_not_fetched(app: RunningApp, pages: PageHost) -> None:
    verdict = app.verdict(text=FEE_AD, url=f"http://{pages.host}/never-asked")
    assert "/never-asked" not in pages.asked
    assert verdict["posting"]["url"].endswith("/never-asked")


def test_a_schema_org_posting_is_read_like_a_page(app: RunningApp) -> None:
    posting = {"title": "Hotel staff", "description": f"<p>{FEE_AD}</p></script>", "employmentType": "FULL_TIME"}
    verdict = app.verdict(posting=posting)
    assert verdict["posting"]["title"] == "Hotel staff"
    assert verdict["findings"]


def test_a_schema_org_graph_is_searched_for_its_posting(app: RunningApp) -> None:
    posting = {"@type": "JobPosting", "title": "Waiter", "description": f"<p>{FEE_AD}</p>"}
    verdict = app.verdict(posting={"@graph": [{"@type": "Organization", "name": "Alfa"}, posting]})
    assert (verdict["level"], verdict["posting"]["title"]) == ("caution", "Waiter")


def test_data_of_another_type_are_refused_as_no_job_ad(app: RunningApp) -> None:
    for data in ({"@type": "Recipe", "description": FEE_AD}, {"@graph": [{"@type": "Recipe", "description": FEE_AD}]}):
        answer = app.check(posting=data)
        assert answer.status_code == 422
        assert answer.json()["type"] in ("/problems/no-job-ad", "/problems/page-empty")
    assert "JobPosting" in app.check(posting={"@type": "Recipe", "description": FEE_AD}).json()["title"]


def test_an_ad_that_is_longer_than_what_is_read_of_it_is_said_to_be_checked_in_part(app: RunningApp) -> None:
    words = "Cook wanted for a hotel in Vienna, written contract. " * 3_000 + "We keep your passport."
    checks = app.verdict(posting={"title": "Cook", "description": words})["checks"]
    assert (checks[0]["state"], checks[0]["reason"]) == ("nothing_found", "text_in_part")
    assert "only its first part was checked" in checks[0]["reason_text"]


def test_the_second_check_of_the_same_ad_comes_from_the_cache_byte_for_byte(app: RunningApp) -> None:
    first, second = (app.check(text=FEE_AD + " one of a kind") for _ in range(2))
    assert first.headers["cache-status"] == "leadlight; fwd=miss; stored"
    assert second.headers["cache-status"] == "leadlight; hit"
    assert first.content == second.content


def test_the_same_link_spelled_differently_is_the_same_ad(app: RunningApp, pages: PageHost) -> None:
    app.check(url=f"http://{pages.host}/ad?utm_source=x#top")
    again = app.check(url=f"  http://{pages.host}/ad  ")
    assert again.headers["cache-status"] == "leadlight; hit"


def test_another_language_is_another_answer(app: RunningApp) -> None:
    english, slovak = app.verdict(text=FEE_AD), app.verdict(text=FEE_AD, language="sk")
    assert slovak["language"] == "sk"
    assert slovak["findings"][0]["headline"] != english["findings"][0]["headline"]
    assert [f["indicator"] for f in slovak["findings"]] == [f["indicator"] for f in english["findings"]]


def test_a_language_without_words_is_answered_in_english(app: RunningApp) -> None:
    assert app.verdict(text=FEE_AD, language="xx")["language"] == "en"


def test_an_ad_is_remembered_after_the_answer_unless_the_caller_says_no(tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        app.verdict(text=f"{PLAIN_AD} Call +421 905 100 100.", remember=False)
        app.verdict(text=f"{PLAIN_AD} Call +421 905 200 200.")
    with open_database(app.service.settings.database) as database:
        assert database.sightings.count() == 1


def test_one_number_under_several_employers_is_found(app: RunningApp) -> None:
    phone = Contact(ContactKind.PHONE, "+421905123456", "+421 905 123 456")
    for employer in ("Alfa Hotel", "Beta Farms", "Gamma Clean"):
        seen = Posting(text=f"{PLAIN_AD} {employer}", employer=employer, country="SK", contacts=(phone,))
        app.service.database.sightings.remember(app.service.sighting(seen))
    verdict = app.verdict(text=f"{PLAIN_AD} Call +421 905 123 456.", employer="Delta Care", country="SK")
    contact = next(check for check in verdict["checks"] if check["check"] == "contact")
    assert contact["state"] == "found"


def test_checks_go_on_when_the_cache_server_is_killed(tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        assert app.check(text=FEE_AD).status_code == 200
        os.kill(app.service.valkey.pid, signal.SIGKILL)
        answers = [app.check(text=f"{FEE_AD} {number}") for number in range(5)]
    assert {answer.status_code for answer in answers} == {200}


def test_the_answer_carries_no_cookie_and_may_not_be_stored_on_the_way(app: RunningApp) -> None:
    headers = app.check(text=FEE_AD).headers
    assert "set-cookie" not in headers
    assert headers["cache-control"] == "no-store"


def test_the_verdict_says_when_the_site_shows_the_service_another_ad(app: RunningApp, pages: PageHost) -> None:
    shown = "Dancers for a club in Larnaca. Tickets are paid by us and worked off later. Ask boss@club-larnaca.com."
    verdict = app.verdict(text=shown, url=f"http://{pages.host}/ad", compare=True)
    assert verdict["compared"]["state"] == "different"
    assert "something else" in verdict["compared"]["sentence"]
    differing = [one for one in verdict["posting"]["disagreements"] if one["field"] == "text"]
    assert [(one["one"], one["one_origin"], one["other_origin"]) for one in differing] == [(shown, "given", "fetched")]


def test_the_same_page_at_the_reader_and_at_the_service_is_the_same(app: RunningApp, pages: PageHost) -> None:
    page = pages.pages["/ad"][1].decode()
    assert app.verdict(html=page, url=f"http://{pages.host}/ad", compare=True)["compared"]["state"] == "same"


def test_a_site_that_does_not_answer_is_not_compared_and_costs_nothing_else(app: RunningApp, pages: PageHost) -> None:
    verdict = app.verdict(text=FEE_AD, url=f"http://{pages.host}/gone", compare=True)
    assert verdict["compared"]["state"] == "not_compared"
    assert verdict["findings"]


def test_nothing_is_fetched_or_compared_unless_asked(app: RunningApp, pages: PageHost) -> None:
    before = len(pages.asked)
    assert app.verdict(text=FEE_AD, url=f"http://{pages.host}/ad")["compared"] is None
    assert len(pages.asked) == before


def test_a_comparison_without_a_link_or_without_an_ad_is_refused(app: RunningApp, pages: PageHost) -> None:
    for fields in ({"text": FEE_AD}, {"url": f"http://{pages.host}/ad"}):
        answer = app.check(**fields, compare=True)
        assert answer.status_code == 400
        assert answer.json()["type"] == "/problems/nothing-to-compare"


def test_a_saved_file_is_read_and_each_chat_message_has_its_place(app: RunningApp) -> None:
    chat = f"12/03/2026, 10:15 - Anna: Hello\n12/03/2026, 10:16 - Anna: {FEE_AD}\n"
    verdict = app.verdict(file=base64.b64encode(chat.encode()).decode())
    quote = verdict["findings"][0]["quotes"][0]
    last = verdict["posting"]["messages"][-1]
    assert (last["sender"], last["sent"]) == ("Anna", "12/03/2026, 10:16")
    assert last["start"] <= quote["start"] < quote["end"] <= last["end"]
    VerdictAnswer.model_validate(verdict)
