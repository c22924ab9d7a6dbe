"""Bring together what a page's markup says and what its text says; where they differ, keep both."""

import re
from dataclasses import replace
from types import MappingProxyType

from leadlight.postings.countries import country_in_text
from leadlight.postings.model import Disagreement, Origin, Posting
from leadlight.postings.structured import StructuredPosting

NOT_WORD = re.compile(r"\W+")
# Shorter lines ("Apply", "Full time") repeat by chance.
SHORTEST_LINE = 20
# Markup and page text differ in ligatures, bullets and spaces; this part of the characters has to be the same.
SAME_SHARE = 0.9


def join_texts(description: str, main: str) -> str:
    """The ad's words, each once: the page's text, led by the description's lines when the page does not show them."""
    if not description or not main:
        return description or main
    shown = squeezed(main)
    if shown and shown in squeezed(description):
        return description
    lines = [line for line in description.split("\n") if len(line) >= SHORTEST_LINE] or [description]
    missing = [line for line in lines if squeezed(line) not in shown]
    if sum(map(len, missing)) <= (1 - SAME_SHARE) * sum(map(len, lines)):
        return main
    if len(missing) == len(lines):
        return f"{description}\n\n{main}"
    return "\n".join(missing) + f"\n\n{main}"


def squeezed(text: str) -> str:
    """Letters and digits only, in lower case, to compare texts that are laid out differently."""
    return NOT_WORD.sub("", text).lower()


def with_structured(posting: Posting, structured: StructuredPosting) -> Posting:
    """Add what the markup says; its values win, and differing ones are kept as disagreements."""
    origin = structured.origin
    stated = {
        "title": structured.title,
        "employer": structured.employer,
        "places": structured.places,
        "pay": structured.pay,
        "date_posted": structured.date_posted,
        "valid_through": structured.valid_through,
        "country": next((place.country for place in structured.places if place.country), ""),
    }
    origins = dict(posting.origins) | {name: origin for name, value in stated.items() if value}
    if posting.pay and structured.pay:
        origins["pay"] = origin
    return replace(
        posting,
        places=structured.places or posting.places,
        pay=structured.pay + posting.pay,
        date_posted=structured.date_posted,
        valid_through=structured.valid_through,
        origins=MappingProxyType(origins),
        disagreements=posting.disagreements + disagreements(posting, structured),
    )


def disagreements(posting: Posting, structured: StructuredPosting) -> tuple[Disagreement, ...]:
    """Where the text clearly names another country of work than the markup."""
    stated = {place.country for place in structured.places if place.country}
    told = country_in_text("", posting.text)
    if not stated or not told or told in stated:
        return ()
    return (Disagreement("country", min(stated), structured.origin, told, Origin.PAGE_TEXT),)
