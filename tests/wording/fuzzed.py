"""Ads made to be hard: words of the rules, disguised, cut and glued in every way, between all kinds of signs."""

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from leadlight.wording.load import RuleSet

SEPARATORS = (
    *(" ", "  ", ". ", "! ", "; ", "\n", "\n\n", "\r\n", "\n- ", "\n  ", "\u2029", "\u2028", "\x1c", "\x85", "\xa0"),
    *("…", ".", ".”", "”. ", ".) ", ",", "·", "•", "▪", "-", "_", "*", "|", "@", "$", "€", "'", "’", ": ", "€/h "),
    *("🔥", "🔥\ufe0f", "🇵🇱", "💰💰", "\u200b", "\ufeff", "\x03", "\ud800", "\udc00", "\U000e0061", "0", "1500"),
)
INSIDE = ("\u200b", "\u00ad", "\u0301", "\u0336", "\ufe0f", "🔥", "·", ".", " ", "_", "\n", "0", "а", "\u2060")
LOOK_ALIKES = str.maketrans("aeopcxyiAEOPCXTMHK", "аеорсхуіАЕОРСХТМНК")
LEET = str.maketrans("oieast", "013457")
BOLD = str.maketrans({chr(ord("a") + n): chr(0x1D41A + n) for n in range(26)})


Ad = list[tuple[str, str]]


def rule_words(rules: RuleSet) -> list[str]:
    """Every word that a phrase of the rules is made of."""
    words = {
        word.strip("*?")
        for slot in rules.slots
        for phrase in slot.phrases
        for word in phrase.replace("(", " ").replace(")", " ").replace("|", " ").split()
        if not word.startswith("<")
    }
    return sorted(words - {""})


def example_texts(rules: RuleSet) -> list[str]:
    """Every example of the rules."""
    return [
        text
        for indicator in rules.indicators.values()
        for example in indicator.examples.values()
        for text in (*example.fires, *(silent.text for silent in example.silent))
    ]


class AdMaker:
    """Makes one ad of each number: a title and a text of words and examples of the rules."""

    def __init__(self, rules: RuleSet) -> None:
        self.words = rule_words(rules)
        self.examples = [text.strip(".") for text in example_texts(rules)]

    def ad(self, number: int, most: int = 14) -> Ad:
        random = Random(number)  # the number is hypothesis' choice, so a failing ad can be made again
        return [("title", self._text(random, 4)), ("text", self._text(random, most))]

    def _text(self, random: Random, most: int) -> str:
        text = "".join(self._word(random) + _separator(random) for _ in range(random.randrange(most + 1)))
        # Two halves of a pair that meet are one character in JavaScript, and in text that came from JSON.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

    def _word(self, random: Random) -> str:
        return _written(random, random.choice(self.examples if random.random() < 0.3 else self.words))


def _separator(random: Random) -> str:
    return " " if random.random() < 0.6 else random.choice(SEPARATORS)


def _written(random: Random, word: str) -> str:
    """A word as somebody might write it."""
    way = random.randrange(14)
    if way == 0:
        return word.upper()
    if way == 1:
        return word.translate(LOOK_ALIKES)
    if way == 2:
        return word.translate(LEET)
    if way == 3:
        return word.lower().translate(BOLD)
    if way == 4:
        return random.choice((" ", ".", "-", "·", "🔥")).join(word)
    if way == 5:
        place = random.randrange(len(word) + 1)
        return word[:place] + random.choice(INSIDE) + word[place:]
    if way == 6:
        return "".join(map(chr, random.choices(range(0xD7FF), k=4)))
    return word


SMALL_WORDS = ("fee", "fees", "pay", "now", "not", "we")
_ATOMS = st.sampled_from(
    ("fee", "fee*", "pay", "now", "*now", "we", "(fee|pay)", "(pay now|we)", "(we)?", "<1>", "<2>", "<3>")
)


def _phrase(parts: Sequence[str]) -> str:
    """A phrase of these parts that keeps to the limits: words at both ends, two gaps at most."""
    kept: list[str] = []
    gaps = 0
    for part in parts:
        if part.startswith("<"):
            gaps += 1
            if gaps > 2 or not kept or kept[-1].startswith("<"):
                continue
        kept.append(part)
    return " ".join(["fee", *kept, "now"] if len(parts) % 2 else [*kept, "pay"])


PHRASES = st.lists(_ATOMS, max_size=3).map(_phrase)
SLOTS = st.lists(PHRASES, min_size=1, max_size=3, unique=True)


@st.composite
def small_rules(draw: st.DrawFn) -> tuple[dict[str, dict[str, list[str]]], dict[str, object]]:
    """Phrases and match of a rule of few words, so that it matches often and in many ways."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    phrases = {"en": {name: draw(SLOTS) for name in names}}
    match: dict[str, object] = {"all": names, "within_words": draw(st.integers(1, 5))}
    if draw(st.booleans()):
        match = {"any": names}
    if draw(st.booleans()):
        phrases["en"]["x"] = draw(st.lists(st.sampled_from(("not", "we not", "not <2> now")), min_size=1, unique=True))
        match["unless"] = {
            "any": ["x"],
            "within_words": draw(st.integers(1, 4)),
            "side": draw(st.sampled_from(("either", "before", "after"))),
        }
    return phrases, match


SMALL_TEXTS = st.lists(
    st.tuples(st.sampled_from(SMALL_WORDS), st.sampled_from((" ", " ", " ", " ", ". ", "\nA ", "; "))), max_size=24
).map(lambda pairs: "".join(word + sign for word, sign in pairs))
