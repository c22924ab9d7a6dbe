"""Pairs of a name in an ad and a register row, made from the shipped lists by rules that say what is true of them.

Each kind changes a real name in one way that people write names. `expected` is the licence state that a careful
person gives: "in force" where the words are the same, never where a letter differs and no number stands beside it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leadlight.registers.model import LicenceState, RegisterEntry
from leadlight.registers.names import take_apart

IN_FORCE, AMBIGUOUS, NOT_LISTED, MISMATCH = (
    LicenceState.IN_FORCE,
    LicenceState.AMBIGUOUS,
    LicenceState.NOT_LISTED,
    LicenceState.NUMBER_MISMATCH,
)

GREEK_OR_CYRILLIC = str.maketrans("abdefiklmnoprstuvz", "абдефиклмнопрстувз")
MARKS = str.maketrans("aeiouscz", "áéíóúščž")


@dataclass(frozen=True)
class Pair:
    kind: str
    written: str
    number: str
    row: RegisterEntry
    expected: frozenset[LicenceState]


def pairs(rows: list[RegisterEntry], *, seed: int, each: int) -> Iterator[Pair]:
    """`each` pairs of every kind, from rows whose name has at least two words of which one is long enough."""
    chance = random.Random(seed)
    usable = [row for row in rows if len(take_apart(row.name).words) > 1 and len(take_apart(row.name).joined) > 9]
    for kind, (change, expected) in KINDS.items():
        for row in chance.sample(usable, each):
            yield Pair(kind, change(row.name, chance), "", row, frozenset(expected))
    numbered = [row for row in usable if row.number]
    for row in chance.sample(numbered, min(each, len(numbered))):
        yield Pair("number and typo", one_typo(row.name, chance), row.number, row, frozenset({IN_FORCE}))
        other = chance.choice([r for r in numbered if not set(words(r)) & set(words(row))])
        yield Pair("number of another", other.name, row.number, row, frozenset({MISMATCH}))
        yield Pair("unknown number", row.name, "9999", row, frozenset({AMBIGUOUS}))


def words(row: RegisterEntry) -> tuple[str, ...]:
    return take_apart(row.name).words


def swapped(name: str, chance: random.Random) -> str:
    parts = list(take_apart(name).words)
    return " ".join(parts[1:] + parts[:1])


def one_typo(name: str, chance: random.Random) -> str:
    place = chance.choice([n for n, letter in enumerate(name[:-1]) if letter.isalpha() and n > 0])
    kind = chance.randrange(3)
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + chance.choice("qxzjw") + name[place + 1 :]
    return name[:place] + chance.choice("qxzjw") + name[place:]


def two_typos(name: str, chance: random.Random) -> str:
    return one_typo(one_typo(name, chance), chance)


def other_word(name: str, chance: random.Random) -> str:
    parts = list(take_apart(name).words)
    place = max(range(len(parts)), key=lambda n: len(parts[n]))
    parts[place] = chance.choice(["zubrowka", "quexport", "wyndhall", "jubelkraft", "xanthia"])
    return " ".join(parts)


Change = Callable[[str, random.Random], str]
KINDS: dict[str, tuple[Change, set[LicenceState]]] = {
    "as printed": (lambda name, _: name, {IN_FORCE}),
    "upper case": (lambda name, _: name.upper(), {IN_FORCE}),
    "no legal form": (lambda name, _: " ".join(take_apart(name).words).title(), {IN_FORCE}),
    "joined": (lambda name, _: take_apart(name).joined.title(), {IN_FORCE}),
    "word order": (swapped, {IN_FORCE}),
    "marks": (lambda name, _: name.lower().translate(MARKS), {IN_FORCE}),
    "dots and dashes": (lambda name, _: name.replace(" ", " - ").replace(".", ". "), {IN_FORCE}),
    "one typo": (one_typo, {NOT_LISTED, AMBIGUOUS}),
    "two typos": (two_typos, {NOT_LISTED, AMBIGUOUS}),
    "other word": (other_word, {NOT_LISTED, AMBIGUOUS}),
    "other legal form": (lambda name, _: f"{' '.join(take_apart(name).words)} Sp. z o.o.", {IN_FORCE, AMBIGUOUS}),
    "extra word": (lambda name, _: f"{' '.join(take_apart(name).words)} Katowice", {NOT_LISTED, AMBIGUOUS}),
}
