"""A kept answer is made anew once another ad is seen that changes what the contact check says."""

import asyncio

from running_app import RunningApp


def settle(app: RunningApp) -> None:
    writing = app.service.check_path.remembering._writing
    if writing is not None:
        asyncio.run_coroutine_threadsafe(app.service.check_path.remembering.settle(), writing.get_loop()).result(30)


def asked(app: RunningApp, employer: str, phone: str) -> str:
    # A red line: the words alone decide the level, so the answer does not hang on how long reading its meaning takes.
    text = f"{employer} looks for pickers in Lower Austria. We keep your passport until you leave. Call {phone}."
    answer = app.check(text=text, employer=employer)
    settle(app)
    return answer.headers["cache-status"]


def test_an_answer_ends_when_another_ad_with_its_contact_is_seen(app: RunningApp) -> None:
    phone, other = "+43 664 1234501", "+43 664 1234599"
    assert "stored" in asked(app, "Alfa Farms", phone)
    assert "hit" in asked(app, "Alfa Farms", phone)
    asked(app, "Beta Clean", other)
    assert "hit" in asked(app, "Alfa Farms", phone), "another contact changes nothing"
    asked(app, "Gamma Care", phone)
    assert "hit" not in asked(app, "Alfa Farms", phone)
    assert "hit" in asked(app, "Alfa Farms", phone), "the ad comes again and changes nothing"
    assert "hit" in asked(app, "Gamma Care", phone)
