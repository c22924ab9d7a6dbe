"""Find out which country a value or a text names. Never from who asks, only from the ad."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from phonenumbers.geodata.locale import LOCALE_DATA

from leadlight.postings.whole_words import places_of_words

ALPHA2_LENGTH = 2
# Longest text that is searched for country names; the place of work stands early.
READ_CHARACTERS = 20_000
WORDS = re.compile(r"\w+")
ADDRESS_MARKS = frozenset("@.-")
AFTER = re.compile(r"[\w@]|\.\w")


@lru_cache(maxsize=1)
def load_forms() -> dict[str, str]:
    """Read the bundled table of written forms: form in lower case -> ISO 3166-1 alpha-2."""
    table = yaml.safe_load(Path(__file__).with_name("countries.yml").read_text("utf-8"))
    return {form: code for code, row in table.items() for form in row["forms"]}


@lru_cache(maxsize=1)
def load_names() -> dict[str, str]:
    """All names and codes a structured value may hold, in lower case -> ISO 3166-1 alpha-2."""
    table = yaml.safe_load(Path(__file__).with_name("countries.yml").read_text("utf-8"))
    known = {code: names for code, names in LOCALE_DATA.items() if len(code) == ALPHA2_LENGTH and code.isalpha()}
    # A leading "*" in that table is a reference to another language, not a name.
    named = {name.lower(): code for code, names in known.items() for name in names.values() if not name.startswith("*")}
    coded = {code.lower(): code for code in known} | {row["alpha3"].lower(): code for code, row in table.items()}
    return named | coded | load_forms()


@lru_cache(maxsize=1)
def load_forms_by_first_word() -> dict[str, tuple[str, ...]]:
    """The written forms under their first word, longest first: a text is cut into words once and looked up."""
    found: dict[str, list[str]] = {}
    for form in sorted(load_forms(), key=len, reverse=True):
        found.setdefault(WORDS.findall(form)[0], []).append(form)
    return {word: tuple(forms) for word, forms in found.items()}


def countries_named(lowered: str) -> Iterator[str]:
    """ISO 3166-1 alpha-2 code of each country name in a lower-case text, in order. Addresses do not count."""
    by_first_word = load_forms_by_first_word()
    first_words = by_first_word.keys() & WORDS.findall(lowered)
    for start, word in places_of_words(lowered, first_words, is_in_word):
        for form in by_first_word[word]:
            if lowered.startswith(form, start) and stands_alone(lowered, start, start + len(form)):
                yield load_forms()[form]
                break


def is_in_word(sign: str) -> bool:
    """True for one sign that `WORDS` are made of."""
    return sign.isalnum() or sign == "_"


def stands_alone(lowered: str, start: int, end: int) -> bool:
    """True when a form is no part of a word or an address (`jobs-germany.com`)."""
    return lowered[start - 1 : start] not in ADDRESS_MARKS and not AFTER.match(lowered, end)


def country_code(value: str) -> str:
    """ISO 3166-1 alpha-2 code, upper case, of a code or name in any common language; "" when it is none."""
    return load_names().get(" ".join(value.split()).strip(".").lower(), "")


def country_in_text(title: str, text: str) -> str:
    """The country that the title names, else the only or by far most named one of the text; "" when unclear.

    An ad that names several countries equally often gives "": a guess would send the reader to a wrong register.
    """
    for written in (title, text[:READ_CHARACTERS]):
        counts = Counter(countries_named(written.lower()))
        ranking = counts.most_common(2)
        if len(ranking) == 1 or (len(ranking) > 1 and ranking[0][1] > ranking[1][1] * 2):
            return ranking[0][0]
    return ""
