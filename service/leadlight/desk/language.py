"""Chooses the language of a page: what the reader chose, else what the browser prefers, else English."""

from collections import ChainMap
from collections.abc import Mapping

from leadlight.screening.texts import FALLBACK_LANGUAGE, AllTexts


def words_of(texts: AllTexts, language: str) -> Mapping[str, str]:
    """The words of the pages in one language, with English for what it lacks."""
    return ChainMap(dict(texts.of(language).desk), dict(texts.of(FALLBACK_LANGUAGE).desk))


def choose_language(chosen: str | None, accept_language: str, texts: AllTexts) -> str:
    """Choose one of the languages that have words.

    Args:
        chosen: what the reader picked, None when nothing; an unknown language counts as nothing.
        accept_language: value of the browser's Accept-Language header.
        texts: the words that exist.

    """
    known = texts.languages()
    if chosen in known:
        return str(chosen)
    wanted = sorted((_preference(part) for part in accept_language.split(",")), key=lambda one: -one[1])
    return next((code for code, quality in wanted if code in known and quality > 0), FALLBACK_LANGUAGE)


def _preference(part: str) -> tuple[str, float]:
    tag, _, parameter = part.strip().partition(";")
    code = tag.strip().split("-")[0].lower()
    try:
        return code, float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        return code, 0.0
