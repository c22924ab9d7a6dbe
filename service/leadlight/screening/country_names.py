"""Names of countries in the reader's language, from the Unicode CLDR: nobody needs to know that AT is Austria."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from leadlight.findings import Facts
from leadlight.screening.texts import AllTexts

SEPARATOR = ", "
"""Between the codes of a fact that holds several countries."""


def country_name(texts: AllTexts, language: str, code: str) -> str:
    """Name of a country in the reader's language; its code when there is no such country.

    Args:
        texts: `registers.countries` of a language holds the names that are put differently there than in the CLDR.
        language: ISO 639-1; English when there are no texts in it.
        code: ISO 3166-1 alpha-2.
    """
    words = texts.of(language)
    ours = words.registers.get("countries", {}).get(code)
    return str(ours or _names(words.code).get(code, code))


def with_country_names(facts: Facts, texts: AllTexts, language: str) -> dict[str, str | int | float]:
    """The facts of a sentence with the names of their countries instead of the codes."""
    spoken = dict(facts)
    if codes := str(facts.get("country", "")):
        spoken["country"] = SEPARATOR.join(country_name(texts, language, code) for code in codes.split(SEPARATOR))
    return spoken


@cache
def _names(language: str) -> Mapping[str, str]:
    return dict(Locale.parse(language).territories)
