"""Find phone numbers: those that can exist, and those that the ad itself announces as a phone number."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import phonenumbers
import yaml

from leadlight.postings.lowering import same_length_lower
from leadlight.postings.messengers import load_messengers, messenger_before
from leadlight.postings.model import Contact, ContactKind, Span

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


def phones(text: str, field: str, region: str) -> Iterator[Contact]:
    """Phone numbers that can exist; a number after the name of a messenger counts as that messenger's."""
    matcher = phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.VALID, MOST_TRIES)
    for match in matcher:
        kind = messenger_before(text, match.start) or ContactKind.PHONE
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield Contact(kind, value, match.raw_string, Span(field, match.start, match.end))


def announced_phones(text: str, field: str, region: str) -> Iterator[Contact]:
    """Numbers with "+" or a word like "tel." or "WhatsApp" before them whose length is that of a phone number.

    New ranges of numbers are in use before tables know them, and ads keep numbers that are switched off. Bare digits
    without such a sign are not read here: any amount would be a phone number.
    """
    for at, match in enumerate(load_announced().finditer(same_length_lower(text))):
        if at == MOST_ANNOUNCED:
            return
        start, end = match.span("plus" if match["plus"] else "bare")
        if DATE.search(match[0]):
            continue
        try:
            number = phonenumbers.parse(text[start:end], region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            kind = messenger_before(text, start) or ContactKind.PHONE
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            yield Contact(kind, value, text[start:end], Span(field, start, end))
