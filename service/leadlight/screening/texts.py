"""The words that readers see, by language. Written by people in shared_rules/texts, loaded once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from leadlight.errors import RuleError

FALLBACK_LANGUAGE = "en"
FILES = ("verdict", "indicators", "desk", "problems", "registers")


@dataclass(frozen=True, slots=True)
class Texts:
    """All words of one language.

    Attributes:
        code: ISO 639-1; name: the language's own name; direction: "ltr" or "rtl".
        verdict: the tables `levels`, `rows`, `checks`, `states`, `reasons`.
        indicators: id -> headline, why, what_to_do.
        desk: words of the web pages; problems: code -> wrong, remedy.
        registers: `countries` by code where we say another name than the CLDR does, and title, coverage and absence of
            each register by its id.
    """

    code: str
    name: str
    direction: str
    verdict: Mapping[str, Any]
    indicators: Mapping[str, Mapping[str, str]]
    desk: Mapping[str, str]
    problems: Mapping[str, Mapping[str, str]]
    registers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AllTexts:
    """The words of every language, with English where a language has no words for something."""

    by_language: Mapping[str, Texts]

    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that have words, sorted."""
        return tuple(sorted(self.by_language))

    def of(self, language: str) -> Texts:
        """The words of this language, or the English ones when it has none."""
        return self.by_language.get(language) or self.by_language[FALLBACK_LANGUAGE]

    def indicator(self, language: str, indicator: str) -> Mapping[str, str]:
        """The three sentences of one indicator, in English when the language has none.

        Raises:
            KeyError: no language has words for it; a test keeps this from happening for shipped indicators.
        """
        words = self.of(language).indicators.get(indicator)
        return words if words is not None else self.by_language[FALLBACK_LANGUAGE].indicators[indicator]


def load_texts(folder: Path) -> AllTexts:
    """Read every `<language>/` folder of texts.

    Raises:
        RuleError: English is missing, or a file is not a YAML mapping; names the file.
    """
    languages = {path.name: _load_language(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    if FALLBACK_LANGUAGE not in languages:
        raise RuleError(f"{folder}: no texts in English; every language falls back to them")
    return AllTexts(MappingProxyType(languages))


def _load_language(folder: Path) -> Texts:
    verdict, indicators, desk, problems, registers = (_load_file(folder / f"{name}.yml") for name in FILES)
    language = verdict.get("language", {})
    return Texts(
        code=folder.name,
        name=language.get("name", folder.name),
        direction=language.get("direction", "ltr"),
        verdict=verdict,
        indicators=indicators,
        desk=desk,
        problems=problems,
        registers=registers,
    )


def _load_file(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: {error}") from error
    if not isinstance(loaded, dict):
        raise RuleError(f"{path}:1: must hold names and their words, one `name: words` a line")
    return loaded
