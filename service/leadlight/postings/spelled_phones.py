"""Phone numbers that an ad spells out in words to hide them from machines: "zero six oh, 1 2 three …"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import phonenumbers
import yaml

from leadlight.postings.lowering import same_length_lower
from leadlight.postings.messengers import messenger_before
from leadlight.postings.model import Contact, ContactKind, Span
from leadlight.postings.near_digits import found_in, places_around
from leadlight.postings.whole_words import places_of_words

# The shortest national numbers in use have seven digits, E.164 allows fifteen.
FEWEST_DIGITS = 7
MOST_DIGITS = 15
# Fewer words than this among figures are a number beside a word ("room for two, 600 123 456").
FEWEST_WORDS = 3
# Characters: fifteen of the longest words with what parts them would be more, but three of them never are.
CLOSE = 160
WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def load_digit_words() -> tuple[dict[str, str], re.Pattern[str]]:
    """Read the bundled words: word -> digit, and the pattern of a row of them."""
    table = yaml.safe_load(Path(__file__).with_name("spelled_digits.yml").read_text("utf-8"))
    words = {word: "+" if digit == "plus" else digit for digit, forms in table.items() for word in forms}
    one = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    part = rf"(?:{one}|\d{{1,4}})"
    return words, re.compile(rf"(?<!\w){part}(?:[ \t.,–-]{{1,3}}{part}){{{FEWEST_WORDS},{MOST_DIGITS}}}(?!\w)")


def spelled_places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where at least three words spell digits in a row: from, to, the digits. Empty: nowhere."""
    words, row = load_digit_words()
    lowered = same_length_lower(text)
    digit_words = words.keys() & WORDS.findall(lowered)
    said = [(start, start + len(word)) for start, word in places_of_words(lowered, digit_words, is_letter)]
    close = (
        (one, end) for (one, _), (_, end) in zip(said, said[FEWEST_WORDS - 1 :], strict=False) if end - one <= CLOSE
    )
    around = places_around(close, len(lowered), before=CLOSE, after=CLOSE)
    places: list[tuple[int, int, str]] = []
    for match in found_in(row, lowered, around):
        parts = re.findall(r"[^\s.,–-]+", match[0])
        digits = "".join(words.get(part, part) for part in parts)
        spelled = sum(part in words for part in parts)
        if spelled >= FEWEST_WORDS and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS + 1:
            places.append((*match.span(), digits))
    return tuple(places)


def is_letter(sign: str) -> bool:
    """True for one sign that `WORDS` are made of."""
    return sign.isalnum() and not sign.isdecimal()


def spelled_phones(text: str, field: str, region: str, places: tuple[tuple[int, int, str], ...]) -> Iterator[Contact]:
    """Numbers at `spelled_places` that can exist in `region`, or bring their country code."""
    for start, end, digits in places:
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            kind = messenger_before(text, start) or ContactKind.PHONE
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            yield Contact(kind, value, text[start:end], Span(field, start, end))
