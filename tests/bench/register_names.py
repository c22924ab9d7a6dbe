"""A large register with invented agencies, and the eleven ways in which ads write such names otherwise.

Brands are invented from syllables; trades, places and legal forms are those that real registers are full of, so
that common words are as common, and near-namesakes as near, as in a real list.
"""

import random
from collections.abc import Callable, Iterator

from leadlight.registers.model import RegisterEntry
from leadlight.registers.names import take_apart

SYLLABLES = tuple(
    f"{consonant}{ending}"
    for consonant in (
        "",
        "b",
        "br",
        "c",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "sh",
        "t",
        "v",
        "w",
        "z",
    )
    for ending in ("a", "an", "el", "i", "or", "u")
)
TRADES = (
    "Recruitment",
    "Personal Service",
    "Manpower Services",
    "Employment Agency",
    "Praca",
    "Agencja Pracy",
    "Personnel",
    "International",
    "Overseas",
    "Human Resources",
    "Zeitarbeit",
    "Lavoro",
    "Work Force",
    "Staffing Group",
    "Agentura Prace",
    "Consultants",
    "Trade International",
    "Jobs",
)
PLACES = ("Warszawa", "Kosice", "Sofia", "Milano", "Dhaka", "Praha", "Madrid", "Athina", "Cluj", "Dublin", "Nairobi")
FORMS = ("Sp. z o.o.", "s.r.o.", "Ltd", "Limited", "GmbH", "S.r.l.", "EOOD", "S.L.", "SRL", "a.s.", "", "")
OTHER_FORMS = ("Ltd.", "LIMITED", "S. R. O.", "GMBH", "sp.z o.o", "")
EXTRA_WORDS = ("Krakow", "Office", "Roma", "Bratislava")
MARKS = str.maketrans("aeioucsnl", "áéíóúčšňł")
CYRILLIC = str.maketrans("abdefgiklmnoprstuvz", "абдефгиклмнопрстувз")


def invented_register(size: int, *, seed: int = 7) -> Iterator[RegisterEntry]:
    """Rows with different names, the same for the same seed. One in twelve brands has two words."""
    chance = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < size:
        brand = _brand(chance) if chance.randrange(12) else f"{_brand(chance)} {_brand(chance)}"
        place = f" {chance.choice(PLACES)}" if not chance.randrange(5) else ""
        name = f"{brand} {chance.choice(TRADES)}{place}"
        if name not in seen:
            seen.add(name)
            yield RegisterEntry("bench", str(len(seen)), f"{name} {chance.choice(FORMS)}".strip(), str(len(seen)))


def _brand(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3, 4)))).title()


def one_typo(name: str, chance: random.Random) -> str:
    """One letter lost, changed, added, or swapped with its neighbour; never the first."""
    place = chance.randrange(1, len(name) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            name[:place] + name[place + 1 :],
            name[:place] + letter + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        )
    )


def _words(name: str) -> list[str]:
    return list(take_apart(name).words)


def _other_form(name: str, chance: random.Random) -> str:
    return f"{' '.join(_words(name))} {chance.choice(OTHER_FORMS)}"


def _swapped(name: str, chance: random.Random) -> str:
    words = _words(name)
    chance.shuffle(words)
    return " ".join(words)


def _dropped(name: str, chance: random.Random) -> str:
    words = _words(name)
    del words[chance.randrange(1, len(words))]
    return " ".join(words)


# The typos hit the name without its legal form, because a slip inside the form is dropped with it.
KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "other legal form": _other_form,
    "no legal form": lambda name, _: " ".join(_words(name)),
    "one typo": lambda name, chance: one_typo(" ".join(_words(name)), chance),
    "two typos": lambda name, chance: one_typo(one_typo(" ".join(_words(name)), chance), chance),
    "Cyrillic": lambda name, _: " ".join(_words(name)).translate(CYRILLIC),
    "marks": lambda name, _: name.lower().translate(MARKS),
    "words swapped": _swapped,
    "extra word": lambda name, chance: f"{' '.join(_words(name))} {chance.choice(EXTRA_WORDS)}",
    "dropped word": _dropped,
    "joined": lambda name, _: "".join(_words(name)),
    "upper case": lambda name, _: name.upper(),
}
