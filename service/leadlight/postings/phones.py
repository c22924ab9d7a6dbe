"""Find phone numbers: those that can exist, and those that the ad itself announces as a phone number."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

import phonenumbers
import yaml

from leadlight.postings.lowering import same_length_lower
from leadlight.postings.messengers import load_messengers, messenger_before
from leadlight.postings.model import Contact, ContactKind, Span
from leadlight.postings.near_digits import Place, found_in, places_around

# Where a phone number can stand at all: six digits or more, up to four signs between two of them. The library reads
# only these places and what is around them; reading the whole ad costs ten times as much.
MANY_DIGITS = re.compile(r"\d(?:[^\w\n]{0,4}\d){5,}")
# Before a number a "+" and brackets may stand, behind it an extension.
ROOM_BEFORE = 6
ROOM_AFTER = 24
# The longest word that announces a number, with "number:" and the like behind it.
LONGEST_ANNOUNCEMENT = 64
# A page of numbers only (a price list, a catalogue) must not cost seconds.
MOST_TRIES = 2000
MOST_ANNOUNCED = 50
# The shortest international numbers in use have eight digits, E.164 allows fifteen.
DIGITS = r"\d(?:[ \u00a0().\-–/]{0,3}\d){7,14}(?!\d)"
# "+48 …" and, after "00", the same; "±" and "3+4" are sums.
INTERNATIONAL = rf"(?<![\w+])(?:[+＋]|00(?=[ ]?[1-9]))[ \u00a0(]{{0,2}}{DIGITS}"
DATE = re.compile(r"(?<!\d)\d{1,2}[.\-/]\d{1,2}[.\-/](?:19|20)\d\d(?!\d)")


@lru_cache(maxsize=1)
def load_announced() -> re.Pattern[str]:
    """The bundled words that announce a phone number, as one pattern for what stands behind them."""
    table = yaml.safe_load(Path(__file__).with_name("messengers.yml").read_text("utf-8"))
    words = sorted([*table["phone_words"], *load_messengers().kinds], key=len, reverse=True)
    announced = rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?:[ ]?(?:no|nr|number|numer|:|\.|-|–|/))*[ ]?"
    return re.compile(rf"(?P<plus>{INTERNATIONAL})|{announced}(?P<bare>\(?{DIGITS})")


def places_of_digits(text: str) -> tuple[Place, ...]:
    """Where phone numbers can stand, from and to, in order and apart from each other. Empty: nowhere."""
    marks = (whole_figures(text, *match.span()) for match in MANY_DIGITS.finditer(text))
    places = places_around(marks, len(text), before=ROOM_BEFORE, after=ROOM_AFTER)
    return tuple(whole_figures(text, *place) for place in places)


def whole_figures(text: str, start: int, end: int) -> Place:
    """The place widened so that it cuts no figure in two."""
    while start and text[start - 1].isdigit():
        start -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    return start, end


def phones(text: str, field: str, region: str, places: tuple[Place, ...]) -> Iterator[Contact]:
    """Phone numbers that can exist; a number after the name of a messenger counts as that messenger's.

    `places` are those of `places_of_digits`.
    """
    for place, end_of_place in places:
        part = text[place:end_of_place]
        for match in phonenumbers.PhoneNumberMatcher(part, region, phonenumbers.Leniency.VALID, MOST_TRIES):
            start, end = place + match.start, place + match.end
            kind = messenger_before(text, start) or ContactKind.PHONE
            value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            yield Contact(kind, value, match.raw_string, Span(field, start, end))


def announced_places(text: str, digits: tuple[Place, ...]) -> tuple[Place, ...]:
    """Where digits stand that a "+" or a word announces as a phone number. `digits` are `places_of_digits`."""
    lowered = same_length_lower(text)
    wider = places_around(digits, len(text), before=LONGEST_ANNOUNCEMENT, after=0)
    matches = islice(found_in(load_announced(), lowered, wider), MOST_ANNOUNCED)
    return tuple(m.span("plus" if m["plus"] else "bare") for m in matches if not DATE.search(m[0]))


def announced_phones(text: str, field: str, region: str, places: tuple[Place, ...]) -> Iterator[Contact]:
    """Numbers at `announced_places` whose length is that of a phone number.

    New ranges of numbers are in use before tables know them, and ads keep numbers that are switched off. Bare digits
    without such a sign are not read here: any amount would be a phone number.
    """
    for start, end in places:
        try:
            number = phonenumbers.parse(text[start:end], region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            kind = messenger_before(text, start) or ContactKind.PHONE
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            yield Contact(kind, value, text[start:end], Span(field, start, end))
