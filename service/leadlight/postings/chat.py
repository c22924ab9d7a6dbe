"""Find the messages of a chat that was exported or copied as text: WhatsApp and Telegram write them in few forms."""

import re

from leadlight.postings.model import Message, Span

DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.?[ \u00a0]?[Mm]\.?)?"
# WhatsApp puts marks of the writing direction before lines.
MARKS = "[\u200e\u200f\u202a-\u202e]*"
SENDER = r"[^\n:\[\]]{1,60}?"
HEADS = (
    # 12/03/2026, 10:15 - Anna HR: words
    re.compile(rf"^{MARKS}(?P<sent>{DAY},? {CLOCK}) [-–] (?P<sender>{SENDER}): ", re.MULTILINE),
    # [12.03.26, 10:15:32] Anna HR: words
    re.compile(rf"^{MARKS}\[(?P<sent>{DAY},? {CLOCK})\] {MARKS}(?P<sender>{SENDER}): {MARKS}", re.MULTILINE),
    # Anna HR, [12.03.2026 10:15]
    re.compile(rf"^(?P<sender>{SENDER}), \[(?P<sent>{DAY},?(?: at)? {CLOCK})\]:?[ \t]*\n", re.MULTILINE),
)
# One such line may stand in any ad; two are a chat.
FEWEST_MESSAGES = 2
MOST_MESSAGES = 5000


def find_messages(text: str) -> tuple[Message, ...]:
    """Messages of a chat, in order. Empty: the text is no chat. Joined, left and missed calls are no messages."""
    for head in HEADS:
        heads = list(head.finditer(text))[:MOST_MESSAGES]
        if len(heads) < FEWEST_MESSAGES:
            continue
        ends = [following.start() for following in heads[1:]] + [len(text)]
        return tuple(
            Message(one["sender"].strip(), one["sent"], words_between(text, one.end(), end))
            for one, end in zip(heads, ends, strict=True)
        )
    return ()


def words_between(text: str, start: int, end: int) -> Span:
    """The place of a message's words, without the line ends behind them."""
    return Span("text", start, start + len(text[start:end].rstrip()))
