"""Names of countries and languages in the reader's language, from the Unicode CLDR: who knows that AT is Austria?"""

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
    return str(ours or _locale(words.code).territories.get(code, code))


def with_country_names(facts: Facts, texts: AllTexts, language: str) -> dict[str, str | int | float]:
    """The facts of a sentence with the names of their countries instead of the codes."""
    spoken = dict(facts)
    if codes := str(facts.get("country", "")):
        spoken["country"] = SEPARATOR.join(country_name(texts, language, code) for code in codes.split(SEPARATOR))
    return spoken


def language_name(texts: AllTexts, language: str, code: str) -> str:
    """Name of the language `code` (ISO 639-1) in the reader's language; its code when there is no such language."""
    return str(_locale(texts.of(language).code).languages.get(code, code))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
