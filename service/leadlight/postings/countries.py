"""Find out which country a value or a text names. Never from who asks, only from the ad."""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import yaml
from phonenumbers.geodata.locale import LOCALE_DATA

ALPHA2_LENGTH = 2
# Longest text that is searched for country names; the place of work stands early.
READ_CHARACTERS = 20_000


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
def load_form_pattern() -> re.Pattern[str]:
    """One pattern for all written forms, longest first."""
    forms = sorted(load_forms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w@.-])(?:{'|'.join(map(re.escape, forms))})(?![\w@]|\.\w)")


def country_code(value: str) -> str:
    """ISO 3166-1 alpha-2 code, upper case, of a code or name in any common language; "" when it is none."""
    return load_names().get(" ".join(value.split()).strip(".").lower(), "")


def country_in_text(title: str, text: str) -> str:
    """The country that the title names, else the only or by far most named one of the text; "" when unclear.

    An ad that names several countries equally often gives "": a guess would send the reader to a wrong register.
    """
    for written in (title, text[:READ_CHARACTERS]):
        lowered = written.lower()
        counts = Counter(load_forms()[match[0]] for match in load_form_pattern().finditer(lowered))
        ranking = counts.most_common(2)
        if len(ranking) == 1 or (len(ranking) > 1 and ranking[0][1] > ranking[1][1] * 2):
            return ranking[0][0]
    return ""
