"""Whether the office of an ad under a licensed agency's name stands in another town than the register knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from leadlight.findings import Weight
from leadlight.postings.model import OfficeAddress, Origin, Posting
from leadlight.postings.office import read_address
from leadlight.registers.folding import fold_text
from leadlight.registers.model import RegisterEntry
from leadlight.registers.names import Likeness, compare

_FOLDER = Path(__file__).parent

SHORTEST_TELLING_WORD = 4
"""Letters from which a word that two addresses share says that they are near each other."""

SHORTEST_MISTYPED_TOWN = 6
"""Letters from which a town one letter off is the same town ("Warsawa"); of shorter names some are two towns."""


@dataclass(frozen=True, slots=True)
class OtherOffice:
    """An office address of an ad that has nothing in common with those on the register.

    Attributes:
        weight: `medium` when the ad puts the office into another country than the register's; else `weak`, because
            agencies have offices in other towns that a list does not print.
        address: the address of the ad.
        listed: the addresses on the register, for the reader to use instead.

    """

    weight: Weight
    address: OfficeAddress
    listed: tuple[str, ...]


def other_office(posting: Posting, entries: Sequence[RegisterEntry], *, name: str, country: str) -> OtherOffice | None:
    """Compare the office addresses of an ad with those of the register rows of the agency it names.

    None: one of them has the town, the postcode or any telling word in common with a row, or there is nothing to
    compare (the ad or one of the rows gives no address with a town). So None does not say that the address is right.

    Args:
        posting: the ad.
        entries: rows of the agency.
        name: the name that was looked up; an address that the ad gives for somebody else is not compared.
        country: ISO 3166-1 alpha-2 of the register.

    """
    ours = [one for one in posting.office_addresses if not one.name or _same_party(one.name, name, entries)]
    listed = [read_address(entry.address, Origin.GIVEN) for entry in entries]
    known = [one for one in listed if one is not None]
    # A row without a town could be the one that agrees.
    if not ours or not known or len(known) < len(entries):
        return None
    if any(_near(one, other) for one in ours for other in known):
        return None
    abroad = next((one for one in ours if one.country and one.country != country), None)
    weight = Weight.WEAK if abroad is None else Weight.MEDIUM
    written = tuple(dict.fromkeys(one.written for one in known))
    return OtherOffice(weight, abroad or ours[0], written)


def _same_party(owner: str, name: str, entries: Sequence[RegisterEntry]) -> bool:
    names = (name, *(entry.name for entry in entries))
    return any(compare(owner, one).likeness is not Likeness.DIFFERENT for one in names if one)


def _near(one: OfficeAddress, other: OfficeAddress) -> bool:
    if one.postcode and _digits(one.postcode) == _digits(other.postcode):
        return True
    if _same_town(one.town, other.town):
        return True
    return bool(_telling_words(one.written) & _telling_words(other.written))


def _same_town(one: str, other: str) -> bool:
    first, second = fold_text(one), fold_text(other)
    if _group(" ".join(first)) & _group(" ".join(second)):
        return True
    if set(first) & set(second) - _everyday_words():
        return True
    longest = max(map(len, first), default=0)
    return longest >= SHORTEST_MISTYPED_TOWN and OSA.distance(" ".join(first), " ".join(second)) <= 1


def _telling_words(address: str) -> frozenset[str]:
    """Words of an address that few share, each with the other names of the town that it is."""
    words = fold_text(address)
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    telling = {word for word in words if len(word) >= SHORTEST_TELLING_WORD and not word.isdecimal()}
    towns = chain.from_iterable(_group(word) for word in (*words, *pairs) if word in _town_groups())
    return frozenset(telling.union(towns)) - _everyday_words()


def _digits(postcode: str) -> str:
    return "".join(filter(str.isalnum, postcode)).upper()


def _group(town: str) -> frozenset[str]:
    return _town_groups().get(town, frozenset({town}))


@cache
def _town_groups() -> dict[str, frozenset[str]]:
    groups: list[list[str]] = yaml.safe_load((_FOLDER / "towns.yml").read_text("utf-8"))
    return {name: frozenset(group) for group in groups for name in group}


@cache
def _everyday_words() -> frozenset[str]:
    lists: list[list[str]] = yaml.safe_load((_FOLDER / "address_words.yml").read_text("utf-8"))
    return frozenset(word for words in lists for word in words)
