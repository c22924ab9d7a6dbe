"""Names in the reader's language: of countries and languages from the Unicode CLDR, of registers from our own texts."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from babel import Locale

from leadlight.findings import Facts, Source
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


def with_own_title(source: Source, texts: AllTexts, language: str) -> Source:
    """A register under its title in the reader's language; any other source as it is."""
    own = texts.of(language).registers.get("registers", {}).get(source.id, {})
    return replace(source, title=str(own["title"])) if "title" in own else source


def with_names(facts: Facts, sources: Iterable[Source], texts: AllTexts, language: str) -> dict[str, str | int | float]:
    """The facts of a sentence with countries by name instead of by code, and the register by its own title.

    `sources` are those that the sentence rests on; a fact that names none of them stays as it is.
    """
    spoken = dict(facts)
    if codes := str(facts.get("country", "")):
        spoken["country"] = SEPARATOR.join(country_name(texts, language, code) for code in codes.split(SEPARATOR))
    for source in sources:
        if facts.get("register") == source.title:
            spoken["register"] = with_own_title(source, texts, language).title
    return spoken


def language_name(texts: AllTexts, language: str, code: str) -> str:
    """Name of the language `code` (ISO 639-1) in the reader's language; its code when there is no such language."""
    return str(_locale(texts.of(language).code).languages.get(code, code))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
