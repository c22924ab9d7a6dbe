"""Read the chat exports that are no plain text: Telegram's JSON and Telegram's web page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import orjson
from selectolax.lexbor import LexborHTMLParser

from leadlight.postings.chat import MOST_MESSAGES
from leadlight.postings.contacts import contacts_in_links
from leadlight.postings.html_text import one_line, text_of
from leadlight.postings.model import Message, Posting, Span
from leadlight.postings.text import read_text

TELEGRAM_PAGE = b'class="from_name"'
LONGEST_CHAT = 100_000


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the export holds it; `links` are addresses behind its words."""

    sender: str
    sent: str
    words: str
    links: tuple[str, ...] = ()


def read_telegram_json(body: bytes) -> Posting | None:
    """The chat of a Telegram export in JSON; None when these bytes are none."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    messages = data.get("messages") if isinstance(data, Mapping) else None
    said = [one for message in messages if (one := said_in(message))] if isinstance(messages, list) else []
    return as_posting(said) if said else None


def said_in(message: object) -> Said | None:
    """What one message of the JSON says; None for a message without words (joined, a call, a picture alone)."""
    if not isinstance(message, Mapping) or message.get("type") != "message":
        return None
    text = message.get("text")
    parts = text if isinstance(text, list) else [text]
    words = "".join(map(words_of, parts))
    links = tuple(str(part["href"]) for part in parts if isinstance(part, Mapping) and part.get("href"))
    sender, sent = str(message.get("from") or ""), str(message.get("date") or "").replace("T", " ")
    return Said(sender, sent, words, links) if words.strip() else None


def words_of(part: object) -> str:
    """Words of a piece of a message's text: plain, or with a style or an address."""
    if isinstance(part, Mapping):
        return str(part.get("text", ""))
    return part if isinstance(part, str) else ""


def read_telegram_page(markup: str) -> Posting | None:
    """The chat of a Telegram export as a web page; None when it holds no message with words."""
    said = list(said_on_page(LexborHTMLParser(markup)))
    return as_posting(said) if said else None


def said_on_page(tree: LexborHTMLParser) -> Iterator[Said]:
    """The messages of the page. A message right after one of the same person does not repeat the name."""
    sender = ""
    for body in tree.css("div.message.default > div.body"):
        name, date, words = body.css_first(".from_name"), body.css_first(".date"), body.css_first(".text")
        sender = one_line(name.text()) if name is not None else sender
        sent = one_line((date.attributes.get("title") or date.text()) if date is not None else "")
        if words is not None:
            links = tuple(link.attributes.get("href") or "" for link in words.css("a[href]"))
            yield Said(sender, sent, text_of(words), links)


def as_posting(said: list[Said]) -> Posting:
    """The posting of a chat: a line with sender and time before the words of each message."""
    text = ""
    messages: list[Message] = []
    links: list[str] = []
    for one in said[:MOST_MESSAGES]:
        head = f"{one.sender}, [{one.sent}]\n"
        start = len(text) + len(head)
        if start + len(one.words) > LONGEST_CHAT:
            break
        text += f"{head}{one.words}\n\n"
        messages.append(Message(one.sender, one.sent, Span("text", start, start + len(one.words))))
        links += one.links
    posting = read_text(text)
    contacts = contacts_in_links(links, posting.contacts, country=posting.country)
    return replace(posting, contacts=posting.contacts + contacts, messages=tuple(messages))
