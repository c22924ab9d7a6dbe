"""Bring together what a page's markup says and what its text says; where they differ, keep both."""

import re
from dataclasses import replace
from types import MappingProxyType

from anyascii import anyascii

from leadlight.postings.countries import country_code, country_in_text
from leadlight.postings.labels import read_labels
from leadlight.postings.main_text import MainText
from leadlight.postings.model import Disagreement, Origin, Pay, Place, Posting
from leadlight.postings.structured import StructuredPosting

NOT_WORD = re.compile(r"\W+")
# Shorter lines ("Apply", "Full time") repeat by chance.
SHORTEST_LINE = 20
# Markup and page text differ in ligatures, bullets and spaces; this part of the characters has to be the same.
SAME_SHARE = 0.9
SHORTEST_WORD = 4


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
        pay=tuple(pay for pay in structured.pay if not is_in(pay, posting.pay)) + posting.pay,
        date_posted=structured.date_posted,
        valid_through=structured.valid_through,
        office_addresses=structured.office_addresses + posting.office_addresses,
        origins=MappingProxyType(origins),
        disagreements=posting.disagreements + disagreements(posting, structured),
    )


def is_in(pay: Pay, others: tuple[Pay, ...]) -> bool:
    """True when the text names the same amounts: the text's own ones have a place to point at."""
    return any((pay.low, pay.high, pay.currency) == (other.low, other.high, other.currency) for other in others)


def disagreements(posting: Posting, structured: StructuredPosting) -> tuple[Disagreement, ...]:
    """Where the text clearly names another employer, place or country than the markup."""
    labelled = read_labels(posting.text)
    stated_places = " ".join(place.name for place in structured.places)
    pairs = [("employer", structured.employer, labelled.employer), ("places", stated_places, labelled.place)]
    found = [
        Disagreement(name, stated, structured.origin, told, Origin.PAGE_TEXT)
        for name, stated, told in pairs
        if stated and told and not share_a_word(stated, told)
    ]
    countries = {place.country for place in structured.places if place.country}
    told = country_in_text("", posting.text)
    if countries and told and told not in countries:
        found.append(Disagreement("country", min(countries), structured.origin, told, Origin.PAGE_TEXT))
    return tuple(found)


def share_a_word(one: str, other: str) -> bool:
    """True when two names share a word, however they are spelled around it."""
    return bool(set(words_of(one)) & set(words_of(other)))


def words_of(name: str) -> list[str]:
    """Words of a name in plain lower-case letters; short ones ("sp", "oy", "in") say nothing."""
    words = NOT_WORD.split(anyascii(name).lower())
    return [word for word in words if len(word) >= SHORTEST_WORD] or words


def with_page_marks(posting: Posting, main: MainText) -> Posting:
    """Fill employer and place from the page's own marks where neither markup nor labels said them."""
    origins = dict(posting.origins)
    employer, places = posting.employer, posting.places
    if main.employer and not employer:
        employer = main.employer
        origins["employer"] = Origin.PAGE_TEXT
    if main.place and not places:
        places = (Place(main.place, country_code(main.place.rsplit(",", 1)[-1]), Origin.PAGE_TEXT),)
        origins["places"] = Origin.PAGE_TEXT
    country = posting.country or next((place.country for place in places if place.country), "")
    return replace(posting, employer=employer, places=places, country=country, origins=MappingProxyType(origins))
