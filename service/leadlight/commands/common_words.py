"""Makes shared_rules/common_words.json: how common words are in ordinary job ads, from corpora of ads."""

import json
from collections import Counter
from collections.abc import Iterable

from leadlight.wording.characters import Characters

KEPT = 4_000
PER = 100_000
FEWEST_WORDS = 20_000
"""Words that a language must have for its counts to mean something."""


def common_words(ads: Iterable[tuple[str, str]], characters: Characters) -> dict[str, int]:
    """Count words.

    Args:
        ads: language and text of each ad.
        characters: the table of characters.

    Returns:
        Folded words and their count in 100,000 words, in the language where each is most common; the most common.
    """
    languages: dict[str, Counter[str]] = {}
    for language, text in ads:
        counts = languages.setdefault(language, Counter())
        counts.update(characters.fold(word) for word in characters.word.findall(text))
    shares: dict[str, int] = {}
    for counts in languages.values():
        total = counts.total()
        if total >= FEWEST_WORDS:
            for word, count in counts.items():
                shares[word] = max(shares.get(word, 0), round(count * PER / total))
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:KEPT])


def common_words_json(words: dict[str, int]) -> str:
    """The list as committed: a line for each word, in alphabetical order."""
    lines = (f"{json.dumps(word, ensure_ascii=False)}: {count}" for word, count in sorted(words.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"
