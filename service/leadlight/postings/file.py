"""Read a file that somebody saved: a web page, an archive of one (MHTML), a mail (.eml), a PDF, a chat, plain text."""

import email
import re
from dataclasses import replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from itertools import islice
from types import MappingProxyType

from leadlight.errors import PageUnreadable
from leadlight.postings.charset import decode_page
from leadlight.postings.chat_export import TELEGRAM_PAGE, read_telegram_json, read_telegram_page
from leadlight.postings.contacts import contacts_in_links
from leadlight.postings.html_text import html_to_text, one_line
from leadlight.postings.model import Origin, Posting
from leadlight.postings.page import LONGEST_TEXT, read_page
from leadlight.postings.page_kind import OPEN_YOURSELF
from leadlight.postings.pdf import is_pdf, pdf_text
from leadlight.postings.pictures import picture_contacts
from leadlight.postings.text import read_text

BEGINNING_BYTES = 4096
MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|h1|table|script|main|article)[\s>]", re.IGNORECASE)
MAIL_HEAD = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
MAIL_FIELD = re.compile(rb"^(?:mime-version|subject|message-id|received):", re.IGNORECASE | re.MULTILINE)
TELEGRAM_JSON = re.compile(rb'\s*\{.*"messages"\s*:', re.DOTALL)
# A mail with more parts than this is built to tire the reader.
MOST_PARTS = 200


def read_file(body: bytes, *, url: str = "", charset: str = "") -> Posting:
    """Read the one job ad of a saved file; what kind of file it is, its first bytes say.

    Text files, chat exports too, are kept to the letter, so that each message keeps its place: `messages` says where.

    Raises:
        PageUnreadable: a picture, a document, a PDF without words, an empty file, or a page without a single ad.
    """
    beginning = body[:BEGINNING_BYTES]
    if is_pdf(body):
        return read_text(pdf_text(body), url=url, origin=Origin.PASTED)
    chat = read_chat(body, charset)
    if chat is not None:
        return replace(chat, url=url)
    head = MAIL_HEAD.match(beginning)
    if head and MAIL_FIELD.search(head[0]):
        return read_mail(body)
    if MARKUP.search(beginning):
        return read_page(body, url=url, charset=charset)
    text = decode_page(body, charset)[:LONGEST_TEXT]
    if not text.strip():
        raise PageUnreadable(
            "page-empty", "The file is empty.", "Choose the file that holds the ad, or paste its text."
        )
    return read_text(text, url=url, origin=Origin.PASTED)


def is_saved_file(body: bytes) -> bool:
    """True for a PDF, a mail, a page archive or a Telegram export: what is neither a plain page nor plain text."""
    head = MAIL_HEAD.match(body[:BEGINNING_BYTES])
    mail = head is not None and MAIL_FIELD.search(head[0]) is not None
    return is_pdf(body) or mail or TELEGRAM_PAGE in body or TELEGRAM_JSON.match(body[:BEGINNING_BYTES]) is not None


def read_chat(body: bytes, charset: str) -> Posting | None:
    """The chat of a Telegram export in JSON or as a web page; None when the file is none."""
    if body.lstrip().startswith(b"{"):
        return read_telegram_json(body)
    return read_telegram_page(decode_page(body, charset)) if TELEGRAM_PAGE in body else None


def read_mail(body: bytes) -> Posting:
    """Read a mail or a page archive: an archive's main page as a page, a mail's words with its subject and sender.

    Raises:
        PageUnreadable: no part of it holds words.
    """
    message = email.message_from_bytes(body)
    main = main_part(message)
    if main is None:
        raise PageUnreadable("page-empty", "This mail holds no text.", OPEN_YOURSELF)
    content = part_bytes(main)
    charset = str(main.get_content_charset() or "")
    if message.get_content_type() == "multipart/related" and main.get_content_type() == "text/html":
        address = one_line(str(message.get("Snapshot-Content-Location") or main.get("Content-Location") or ""))
        return with_pictures(read_page(content, url=address, charset=charset), message)
    words = decode_page(content, charset)
    if main.get_content_type() == "text/html":
        words = html_to_text(words)
    words = words[:LONGEST_TEXT].strip()
    if not words:
        raise PageUnreadable("page-empty", "This mail holds no text.", OPEN_YOURSELF)
    posting = with_pictures(read_text(words, title=one_line(header(message, "Subject"))), message)
    return with_sender(posting, header(message, "From"))


def with_pictures(posting: Posting, message: "Message[str, str]") -> Posting:
    """Add the pictures that a mail or an archive holds."""
    parts = (part for part in islice(message.walk(), MOST_PARTS) if part.get_content_maintype() == "image")
    pictures = picture_contacts(part_bytes(part) for part in parts)
    return replace(posting, contacts=posting.contacts + pictures)


def main_part(message: "Message[str, str]") -> "Message[str, str] | None":
    """The part with the words: plain text before HTML in a mail, the first page in an archive; None: there is none."""
    archive = message.get_content_type() == "multipart/related"
    wanted = ("text/html",) if archive else ("text/plain", "text/html")
    parts = islice(message.walk(), MOST_PARTS)
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    return next((part for kind in wanted for part in shown if part.get_content_type() == kind), None)


def part_bytes(part: "Message[str, str]") -> bytes:
    """Bytes of a part, transfer coding undone; broken coding gives what there is."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def header(message: "Message[str, str]", name: str) -> str:
    """A header as text, "" when it is missing or cannot be read."""
    try:
        return str(make_header(decode_header(str(message.get(name) or ""))))
    except (HeaderParseError, ValueError, LookupError):
        return ""


def with_sender(posting: Posting, sender: str) -> Posting:
    """Add the sender's address as a contact: an offer is answered to it."""
    contacts = contacts_in_links([f"mailto:{sender}"], posting.contacts)
    origins = dict(posting.origins) | ({"title": Origin.PASTED} if posting.title else {})
    return replace(posting, contacts=posting.contacts + contacts, origins=MappingProxyType(origins))
