"""Chats: each message keeps its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.chat import find_messages
from leadlight.postings.file import is_saved_file, read_file
from leadlight.postings.model import Posting
from leadlight.postings.text import read_text

ANDROID = """12/03/2026, 10:14 - Messages are end-to-end encrypted.
12/03/2026, 10:15 - Anna HR: Work in Germany!
Room and food free.
12/03/2026, 10:16 - Anna HR: Send your passport 🙂
12/03/2026, 10:17 - Ján Novák: why?
"""
APPLE = """\u200e[12.03.26, 10:15:32] Anna HR: Work in Germany!
Room and food free.
[12.03.26, 10:16:01] Anna HR: \u200eSend your passport 🙂
[12.03.26, 10:17:40] Ján Novák: why?
"""
TELEGRAM = """Anna HR, [12.03.2026 10:15]
Work in Germany!
Room and food free.

Anna HR, [12.03.2026 10:16]
Send your passport 🙂

Ján Novák, [12.03.2026 10:17]
why?"""
AMERICAN = """3/12/26, 10:15 AM - Anna HR: Work in Germany!
Room and food free.
3/12/26, 10:16\u202fAM - Anna HR: Send your passport 🙂
3/12/26, 10:17 AM - Ján Novák: why?
"""
WORDS = [
    ("Anna HR", "Work in Germany!\nRoom and food free."),
    ("Anna HR", "Send your passport 🙂"),
    ("Ján Novák", "why?"),
]


def said(posting: Posting) -> list[tuple[str, str]]:
    return [(one.sender, posting.text[one.span.start : one.span.end]) for one in posting.messages]


@pytest.mark.parametrize("chat", [ANDROID, APPLE, TELEGRAM, AMERICAN], ids=["android", "apple", "telegram", "am-pm"])
def test_each_message_has_its_sender_and_place(chat: str) -> None:
    posting = read_text(chat)
    assert posting.text == chat
    assert said(posting) == WORDS


def test_a_contact_stands_in_the_message_that_names_it() -> None:
    posting = read_text(ANDROID.replace("why?", "call me on +49 151 23456789"))
    span = posting.contacts[0].span
    assert span is not None
    holding = [one for one in posting.messages if one.span.start <= span.start and span.end <= one.span.end]
    assert [one.sent for one in holding] == ["12/03/2026, 10:17"]


@pytest.mark.parametrize("text", ["", "Work from 12/03/2026, 10:15 - Anna: call", "Anna, [12.03.2026 10:15]\nhello"])
def test_an_ad_with_one_date_is_no_chat(text: str) -> None:
    assert find_messages(text) == ()


EXPORT = {
    "name": "Anna HR",
    "type": "personal_chat",
    "messages": [
        {"id": 1, "type": "service", "action": "phone_call", "text": ""},
        {"id": 2, "type": "message", "date": "2026-03-12T10:15:00", "from": "Anna HR", "text": "Work in Germany!"},
        {"id": 3, "type": "message", "date": "2026-03-12T10:16:00", "from": "Anna HR", "text": ["Write to ",
         {"type": "text_link", "text": "my boss", "href": "https://t.me/boss_one"}, " now 🙂"]},
        {"id": 4, "type": "message", "date": "2026-03-12T10:17:00", "from": None, "photo": "x.jpg", "text": ""},
    ],
}  # fmt: skip
PAGE = """<!DOCTYPE html><html><body><div class="history">
<div class="message service"><div class="body details">12 March 2026</div></div>
<div class="message default clearfix"><div class="body"><div class="pull_right date details"
title="12.03.2026 10:15:00">10:15</div><div class="from_name">Anna HR</div><div class="text">Work in Germany!
</div></div></div>
<div class="message default clearfix joined"><div class="body"><div class="pull_right date details"
title="12.03.2026 10:16:00">10:16</div><div class="text">Write to
<a href="https://t.me/boss_one">my boss</a> now 🙂</div></div></div></div></body></html>"""
TOLD = [("Anna HR", "Work in Germany!"), ("Anna HR", "Write to my boss now 🙂")]


@pytest.mark.parametrize("body", [json.dumps(EXPORT).encode(), PAGE.encode()], ids=["json", "page"])
def test_a_telegram_export_gives_each_message_its_place_and_its_hidden_links(body: bytes) -> None:
    posting = read_file(body)
    assert said(posting) == TOLD
    assert [one.sent[:5] for one in posting.messages] in (["2026-", "2026-"], ["12.03", "12.03"])
    assert [contact.value for contact in posting.contacts] == ["boss_one"]
    assert is_saved_file(body)


@pytest.mark.parametrize("body", [b'{"messages": []}', b'{"messages": 5}', b"{broken", b'{"a": 1}'])
def test_other_json_is_read_as_plain_text(body: bytes) -> None:
    assert read_file(body).text == body.decode()
    assert read_file(body).messages == ()


lines = st.sampled_from(
    ["12/03/2026, 10:15 - A: ", "[1.1.26, 1:05] B: ", "C, [1.1.2026 1:05]\n", "\n", "hi ", ": ", "🙂", "\u200e"]
)


@given(st.lists(lines | st.text(max_size=4), max_size=20).map("".join))
def test_messages_of_any_text_follow_each_other_inside_it(text: str) -> None:
    end = 0
    for one in find_messages(text):
        assert end <= one.span.start <= one.span.end <= len(text)
        end = one.span.end
