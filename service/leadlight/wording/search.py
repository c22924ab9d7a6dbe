"""Finds where the phrases of a pack occur among the words of a text: from rare words, by sets of numbers."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from leadlight.wording.packed_phrases import Phrase
from leadlight.wording.second_view import SHORTEST_RUN
from leadlight.wording.tokens import BREAK, CUT, SINGLE, TELLS, Company, Search, Start, Token
from leadlight.wording.units import Unit
from leadlight.wording.walk import walk_back, walk_forward

Occurrences = dict[int, dict[int, int]]
"""Slot -> start -> nearest end."""

REMEMBERED_STRANGERS = 500_000
"""Pairs of a search and a class of words. At some 40 bytes each, at most 20 MB."""


class Strangers:
    """Which classes of words are of no use to which searches: what was found out once need not be looked at again.

    Bounded: everything is forgotten when full. What is forgotten is found out anew, so no answer depends on it.
    """

    def __init__(self) -> None:
        self._kept: list[set[Token]] = []
        self._left = REMEMBERED_STRANGERS

    def add(self, known: set[Token], token: Token) -> None:
        """Remember one more class beside those already known to one search."""
        if self._left <= 0:
            kept, self._kept, self._left = self._kept, [], REMEMBERED_STRANGERS
            for full in kept:
                full.clear()
        if not known:
            self._kept.append(known)
        self._left -= 1
        known.add(token)


def companies_of(units: Iterable[Unit], phrases: Iterable[Phrase]) -> dict[int, Company | None]:
    """The slots of each unit's rarest group, with the company that they need; None when they match alone."""
    begin: dict[int, set[int]] = {}
    for slot, steps, anchor in phrases:
        begin.setdefault(slot, set()).update(steps[anchor][1])
    companies: dict[int, Company | None] = {}
    for unit in units:
        atoms = frozenset(atom for slot in unit.others for atom in begin.get(slot, ()))
        for slot in unit.groups[0]:
            alone = not unit.others or slot in companies
            companies[slot] = None if alone else Company(atoms, unit.reach)
    return companies


class Seen(NamedTuple):
    """What the search saw in a text.

    Attributes:
        found: occurrences of slots.
        apart: places of words, or of the first of several, that the text may take apart.
        telling: places of words that tell of another alphabet.
        done: places that were searched for other groups than the rarest.

    """

    found: Occurrences
    apart: list[int]
    telling: list[int]
    done: set[int]


def look(tokens: Sequence[Token], strangers: Strangers) -> Seen:
    """Look at every word that may begin something; search the rarest group of each rule.

    `tokens` end with BREAK, so that the word behind the last one can be looked at.
    """
    seen = Seen({}, [], [], set())
    for place in compress(range(len(tokens)), tokens):
        token = tokens[place]
        first = token.first
        # Most words have no company: that is found out here, without a call.
        if first is not None and (
            first.always
            or not first.strangers.issuperset(
                tokens[place - first.back if place > first.back else 0 : place + first.ahead + 1]
            )
        ):
            _search_at(first, place, tokens, seen.found, strangers)
        odd = token.odd
        if odd and (odd != SINGLE or tokens[place + 1].odd):
            _note_odd(odd, place, tokens, seen)
    return seen


def _has_company(asker: Search | Unit, around: Iterable[Token], strangers: Strangers) -> bool:
    """Whether one of the words is wanted; those that are not are strangers from now on."""
    for token in around:
        if token not in asker.strangers:
            if asker.wants(token):
                return True
            strangers.add(asker.strangers, token)
    return False


def _note_odd(odd: int, place: int, tokens: Sequence[Token], seen: Seen) -> None:
    if odd & CUT or (not tokens[place - 1].odd & SINGLE and _are_single(tokens[place : place + SHORTEST_RUN])):
        seen.apart.append(place)
    if odd & TELLS:
        seen.telling.append(place)


def _are_single(tokens: Iterable[Token]) -> bool:
    return all(token.odd & SINGLE for token in tokens)


def search_near(unit: Unit, seen: Seen, tokens: Sequence[Token], strangers: Strangers) -> bool:
    """Search the other groups of a rule around occurrences of its rarest group; tell whether any may be there."""
    reach, rarest = unit.reach, unit.groups[0]
    company = not unit.others.isdisjoint(rarest)
    for ends in [seen.found[slot] for slot in rarest if slot in seen.found]:
        for start, end in ends.items():
            around = tokens[start - reach if start > reach else 0 : end + reach]
            # Most occurrences have no company either.
            if not unit.strangers.issuperset(around) and _has_company(unit, around, strangers):
                company |= _search_along(unit, range(start, end + reach), seen, tokens, strangers)
                company |= _search_along(unit, range(start - 1, start - reach - 1, -1), seen, tokens, strangers)
    return company


def _search_along(unit: Unit, places: Iterable[int], seen: Seen, tokens: Sequence[Token], strangers: Strangers) -> bool:
    """Search the other groups of a rule from these places, up to the end of the sentence."""
    company = False
    for place in places:
        token = tokens[place]
        if token is BREAK:
            break
        search = token.near
        if search is not None and token not in unit.strangers and unit.wants(token):
            company = True
            if place not in seen.done:
                seen.done.add(place)
                _search_at(search, place, tokens, seen.found, strangers)
    return company


def _search_at(search: Search, place: int, tokens: Sequence[Token], found: Occurrences, strangers: Strangers) -> None:
    """Add the occurrences of the phrases that are searched from one word."""
    around = tokens[place - search.back if place > search.back else 0 : place + search.ahead + 1]
    if not search.always and not _has_company(search, around, strangers):
        return
    for slot in search.alone:
        found.setdefault(slot, {})[place] = place + 1
    if search.after:
        _with_partners(search.after, place, range(place + 1, place + 1 + search.ahead), tokens, found)
    if search.before:
        _with_partners(search.before, place, range(place - 1, place - 1 - search.back, -1), tokens, found)


def _with_partners(
    partners: Mapping[int, tuple[Start, ...]], place: int, around: range, tokens: Sequence[Token], found: Occurrences
) -> None:
    """Look for the partners of a word around it, up to the end of the sentence; add the phrases that fit."""
    tried: set[int] = set()
    for further in around:
        token = tokens[further]
        for atom in token.atoms:
            if atom in partners:
                distance = abs(further - place)
                for start in partners[atom]:
                    if distance <= start.reach and id(start) not in tried:
                        tried.add(id(start))
                        _add_occurrences(start, place, tokens, found)
        if token is BREAK:
            break


def _add_occurrences(start: Start, place: int, tokens: Sequence[Token], found: Occurrences) -> None:
    """Add the occurrences of a phrase around its rarest word, if the other words fit."""
    if start.pair:
        begins: Sequence[int] = (place if start.direction > 0 else place - 1,)
        end = begins[0] + 2
    else:
        end = walk_forward(start.after, place + 1, tokens)
        if end < 0:
            return
        begins = walk_back(start.before, place - 1, tokens)
    for begin in begins:
        ends = found.setdefault(start.slot, {})
        if end < ends.get(begin, end + 1):
            ends[begin] = end
