"""Makes shared_rules/common_words.json: how common words are in ordinary job ads, from corpora of ads."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from leadlight.wording.characters import Characters
from leadlight.wording.yaml_source import read_yaml, yaml_files

KEPT = 800
"""Words of each language. The next ones come less than about 15 times in 100,000 words."""

PER = 100_000
ENOUGH_WORDS = 20_000
"""Words of ads from which a language is counted by its ads alone. Below, the readers' texts help out: they have the
small words of the language, which are most of every text."""

FEWEST_WORDS = 3_000
"""Words that a language must have for its counts to mean something."""

Texts = Iterable[tuple[str, str]]
"""Language and text."""


def common_words(ads: Texts, own: Texts, characters: Characters) -> dict[str, dict[str, int]]:
    """Count words.

    Args:
        ads: ordinary ads.
        own: other texts, for languages with too few ads. When there are any, only their languages are kept.
        characters: the table of characters.

    Returns:
        For each language its most common words, folded, and their count in 100,000 words.
    """
    counts, helping = _counts(ads, characters), _counts(own, characters)
    for language, words in helping.items():
        if counts.setdefault(language, Counter()).total() < ENOUGH_WORDS:
            counts[language] += words
    return {
        language: _shares(words)
        for language, words in sorted(counts.items())
        if words.total() >= FEWEST_WORDS and (not helping or language in helping)
    }


def own_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that a rules folder says to readers."""
    for language in sorted((folder / "texts").glob("*/")):
        for path in yaml_files(language):
            yield language.name, "\n".join(_strings(read_yaml(path).values))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _counts(texts: Texts, characters: Characters) -> dict[str, Counter[str]]:
    languages: dict[str, Counter[str]] = {}
    for language, text in texts:
        counts = languages.setdefault(language, Counter())
        counts.update(characters.fold(word) for word in characters.word.findall(text))
    return languages


def _shares(counts: Counter[str]) -> dict[str, int]:
    total = counts.total()
    shares = {word: round(count * PER / total) for word, count in counts.items()}
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:KEPT])


def common_words_json(languages: dict[str, dict[str, int]]) -> str:
    """The list as committed: a line for each language, its words in alphabetical order."""
    lines = (
        f"{json.dumps(language)}: {json.dumps(words, ensure_ascii=False, sort_keys=True)}"
        for language, words in languages.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"
