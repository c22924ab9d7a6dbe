"""Messenger links, handles and words in ads: WhatsApp, Telegram, Viber, Signal, Messenger. Bundled as data."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from leadlight.postings.model import ContactKind

HANDLE = re.compile(r"@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@.]*@)")
# How far before a number or a handle the messenger's name may stand: "WhatsApp / Viber (only text): +48 …".
REACH = 32


@dataclass(frozen=True, slots=True)
class MessengerLink:
    """One form of link."""

    kind: ContactKind
    takes_number: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Messengers:
    """The table: forms of links, and one pattern for the names of all messengers."""

    hints: tuple[str, ...]
    links: tuple[MessengerLink, ...]
    words: re.Pattern[str]
    kinds: dict[str, ContactKind]


@lru_cache(maxsize=1)
def load_messengers() -> Messengers:
    """Read the bundled table."""
    table = yaml.safe_load(Path(__file__).with_name("messengers.yml").read_text("utf-8"))
    kinds = {word: ContactKind(kind) for kind, words in table["words"].items() for word in words}
    longest_first = sorted(kinds, key=len, reverse=True)
    return Messengers(
        hints=tuple(table["hints"]),
        links=tuple(
            MessengerLink(ContactKind(row["kind"]), row["takes"] == "number", re.compile(row["pattern"], re.IGNORECASE))
            for row in table["links"]
        ),
        words=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE),
        kinds=kinds,
    )


def messenger_before(text: str, start: int) -> ContactKind | None:
    """The messenger named last before `start` on the same line and near; None when none is."""
    line_start = text.rfind("\n", 0, start) + 1
    named = list(load_messengers().words.finditer(text, max(line_start, start - REACH), start))
    return load_messengers().kinds[named[-1][0].lower()] if named else None
