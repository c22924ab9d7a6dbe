"""Rule sets and texts of a wanted size for measuring: made of the shipped rules, so that they are like them."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count, cycle, islice
from random import Random

from leadlight.bundled import shared_rules_folder
from leadlight.wording.compile import Compiled, compile_pack
from leadlight.wording.load import RuleSet, load_rules
from leadlight.wording.model import Indicator

SHARED = shared_rules_folder()
RULES = load_rules(SHARED)
LATIN, OTHER_LATIN = "abcdefghijklmnopqrstuvwxyz", "eqwzixvjogkpbluftmnhycdras"
RARE, NEW = 0.23, 0.06
"""Shares of words that are none of the 800 commonest of their language: seldom ones, and those new in every ad (names,
places, mistyped words). Of the words of real ads 0.18 (es) to 0.40 (ro) are none, on average over seven languages 0.29
(5,000 ads of six collections, see MEASURED.md)."""
RARE_WORDS = 5_000
OFTEN = [1 / rank for rank in range(1, RARE_WORDS + 1)]
"""How often each seldom word comes, as in any language. Of a thousand pieces of 400 ads 245 are then different ones; of
400 real ads from six collections in turn, 241."""
CYRILLIC, OTHER_CYRILLIC = "абвгдежзиклмнопрстуфхцчш", "ефкжиширомнбсвпатлдцохзг"


def pack_of(phrases: int) -> Compiled:
    """A pack with about so many phrases: shipped rules, and when they do not suffice copies in made-up languages.

    A copy keeps the shape of every phrase and changes its letters, as one more language would. Rules are taken evenly
    from all families.
    """
    return _packed(_rules_of(phrases))


def thinned_pack_of(phrases: int, out_of: int) -> Compiled:
    """The rules of `pack_of(out_of)`, each with so few of its phrases that they are at most `phrases` together.

    Every slot keeps its first phrase and every nth after it, so that the same rules look for the same things in the
    same languages: packs of one size have four rules, packs of the other thirty, and four rules tell little of thirty.
    """
    rules = _rules_of(out_of)
    for nth in count(1):
        thinned = [_with_every(nth, rule) for rule in rules]
        if sum(map(_size, thinned)) <= phrases:
            return _packed(thinned)
    raise AssertionError  # count() has no end


def _packed(rules: list[Indicator]) -> Compiled:
    return compile_pack(rules, [], RULES.guards, knowledge=RULES.knowledge, as_of=RULES.as_of)


def _rules_of(phrases: int) -> list[Indicator]:
    chosen: list[Indicator] = []
    total = 0
    for indicator in _rules_in_turn():
        size = _size(indicator)
        if total + size > phrases:
            continue
        chosen.append(indicator)
        total += size
        if total > phrases * 0.97:
            break
    return chosen


def _size(rule: Indicator) -> int:
    return sum(len(said) for slots in rule.phrases.values() for said in slots.values())


def _with_every(nth: int, rule: Indicator) -> Indicator:
    phrases = {
        language: {slot: said[::nth] for slot, said in slots.items()} for language, slots in rule.phrases.items()
    }
    return rule.model_copy(update={"phrases": phrases})


def _rules_in_turn() -> Iterator[Indicator]:
    rules = list(RULES.indicators.values())
    order = [rule for first in range(5) for rule in rules[first::5]]
    yield from order
    for copy in range(1, 9):
        for rule in order:
            yield _in_another_language(rule, copy)


def _in_another_language(rule: Indicator, copy: int) -> Indicator:
    table = str.maketrans(
        LATIN + CYRILLIC, OTHER_LATIN[copy:] + OTHER_LATIN[:copy] + OTHER_CYRILLIC[copy:] + OTHER_CYRILLIC[:copy]
    )
    phrases = {
        language: {slot: [phrase.lower().translate(table) for phrase in said] for slot, said in slots.items()}
        for language, slots in rule.phrases.items()
    }
    return rule.model_copy(update={"id": f"{rule.id}_{copy}", "phrases": phrases})


def ordinary_ads(size: int) -> Iterator[str]:
    """Endless ads of `size` characters that nobody saw before, each in one language, in all languages in turn.

    Words come as often as in ordinary ads, with sentences that rules stay silent on.
    """
    counts: dict[str, dict[str, int]] = json.loads((SHARED / "common_words.json").read_text("utf-8"))
    random = Random(1)
    rare = {language: _rare_words(random, list(words)) for language, words in counts.items()}
    for language in cycle(counts):
        words, weights = list(counts[language]), list(counts[language].values())
        examples = [i.examples[language] for i in RULES.indicators.values() if language in i.examples]
        sentences = [silent.text for example in examples for silent in example.silent]
        text = ""
        while len(text) < size:
            said = random.choices(words, weights, k=12)
            seldom = random.choices(rare[language], OFTEN, k=12)
            text += " ".join(map(partial(_ordinary_word, random), said, seldom))
            text += ". " + (random.choice(sentences) + "\n" if random.random() < 0.05 else "")
        yield text[:size]


def _rare_words(random: Random, words: list[str]) -> list[str]:
    """Words that are none of these but look like them: the beginning of one and the end of another."""
    pairs = zip(random.choices(words, k=RARE_WORDS), random.choices(words, k=RARE_WORDS), strict=True)
    return [one[: len(one) // 2 + 1] + other[len(other) // 2 :] for one, other in pairs]


def _ordinary_word(random: Random, word: str, seldom: str) -> str:
    kind, look = random.random(), random.random()
    if kind < NEW:
        word = "".join(random.choices(LATIN, k=random.randint(4, 11)))
    elif kind < NEW + RARE:
        word = seldom
    return word.capitalize() if look < 0.09 else word + "," if look < 0.14 else word


def hostile_ads(rules: RuleSet, size: int) -> dict[str, str]:
    """Ads written to cost the matcher as much as they can, by what they are made of."""
    fires = [text.rstrip(".") for i in rules.indicators.values() for e in i.examples.values() for text in e.fires]
    words = sorted({word for slot in rules.slots for phrase in slot.phrases for word in _plain_words(phrase)})
    random = Random(1)
    ads = {
        "all examples that fire": " ".join(random.sample(fires, len(fires))),
        "all examples that fire, a sentence each": ". ".join(random.sample(fires, len(fires))),
        "words of the rules": " ".join(random.choices(words, k=size)),
        "one letter": "a " * size,
        "letters and signs": "a*" * size,
        "stops": "." * size,
        "empty lines": "\n " * size,
        "one long word": "a" * size,
        "zero-width characters": "\u200b" * size,
        "new words": " ".join("".join(random.choices(LATIN, k=6)) for _ in range(size)),
    }
    ads |= {f"repeated: {text}": f"{text} " * size for text in islice(_every(fires, 7), 60)}
    return {name: text[:size] for name, text in ads.items()}


def _every(texts: list[str], nth: int) -> Iterable[str]:
    return texts[::nth]


def _plain_words(phrase: str) -> Iterator[str]:
    for word in phrase.replace("(", " ").replace(")", " ").replace("|", " ").split():
        if not word.startswith("<"):
            yield word.strip("*?")
