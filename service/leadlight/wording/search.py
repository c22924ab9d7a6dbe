"""Finds where the phrases of a pack occur among the words of a text: from rare words, by sets of numbers."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from leadlight.wording.packed_phrases import Phrase
from leadlight.wording.second_view import SHORTEST_RUN
from leadlight.wording.tokens import BREAK, BREAKS, CUT, SINGLE, TELLS, Company, Friend, Search, Start, Token
from leadlight.wording.units import Unit
from leadlight.wording.walk import walk_back, walk_forward

Occurrences = dict[int, dict[int, int]]
"""Slot -> start -> nearest end."""

REMEMBERED_STRANGERS = 500_000
"""Pairs of a search and a class of words. At some 40 bytes each, at most 20 MB."""

FRIEND_IN_STRANGERS = 6
"""A friend is remembered with all its phrases, in the place of so many strangers."""


class Acquaintances:
    """Which classes of words are of use to which searches: what was found out once need not be looked at again.

    Bounded: everything is forgotten when full. What is forgotten is found out anew, so no answer depends on it.
    """

    def __init__(self) -> None:
        self._kept: list[set[Token] | dict[Token, Friend]] = []
        self._left = REMEMBERED_STRANGERS

    def make_room(self, known: set[Token] | dict[Token, Friend], strangers: int = 1) -> None:
        """Make room for one more class beside those already known to one search, in the place of so many strangers."""
        if self._left <= 0:
            kept, self._kept, self._left = self._kept, [], REMEMBERED_STRANGERS
            for full in kept:
                full.clear()
        if not known:
            self._kept.append(known)
        self._left -= strangers


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


def look(tokens: Sequence[Token], acquaintances: Acquaintances) -> Seen:
    """Look at every word that may begin something; search the rarest group of each rule.

    `tokens` end with BREAK, so that the word behind the last one can be looked at.
    """
    seen = Seen({}, [], [], set())
    for place in compress(range(len(tokens)), tokens):
        token = tokens[place]
        search = token.first
        while search is not None:
            # Most words stand among strangers: that is found out here, without a call.
            low = place + search.low
            if search.always or not search.issuperset(tokens[low if low > 0 else 0 : place + search.high]):
                _search_at(search, place, tokens, seen.found, acquaintances)
            search = search.then
        odd = token.odd
        # A letter alone, or one inside a run of letters, tells nothing.
        if odd and (odd != SINGLE or (tokens[place + 1].odd and tokens[place - 1].odd != SINGLE)):
            if odd & CUT or _begins_run(place, tokens):
                seen.apart.append(place)
            if odd & TELLS:
                seen.telling.append(place)
    return seen


def _begins_run(place: int, tokens: Sequence[Token]) -> bool:
    """Whether enough single letters in a row begin at a word."""
    return not tokens[place - 1].odd & SINGLE and all(
        token.odd & SINGLE for token in tokens[place : place + SHORTEST_RUN]
    )


def search_near(unit: Unit, seen: Seen, tokens: Sequence[Token], acquaintances: Acquaintances) -> bool:
    """Search the other groups of a rule around occurrences of its rarest group; tell whether any may be there."""
    wanted: list[int] = []
    seen_to = 0
    found = [seen.found[slot] for slot in unit.groups[0] if slot in seen.found]
    # In rising order, so that each word is looked at once however many occurrences it stands near.
    for start, end in sorted([one for occurrences in found for one in occurrences.items()]):
        low, high = max(start - unit.reach, seen_to), end + unit.reach
        if unit.strangers.issuperset(tokens[low:high]):
            seen_to = max(seen_to, high)
            continue
        _note_wanted(unit, range(start - 1, low - 1, -1), tokens, wanted, acquaintances)
        seen_to = max(seen_to, _note_wanted(unit, range(max(start, seen_to), high), tokens, wanted, acquaintances))
    for place in wanted:
        if place not in seen.done:
            seen.done.add(place)
            _search_all(tokens[place].near, place, tokens, seen.found, acquaintances)
    return bool(wanted) or unit.shares


def _note_wanted(
    unit: Unit, places: range, tokens: Sequence[Token], wanted: list[int], acquaintances: Acquaintances
) -> int:
    """Note where another group of a rule may begin, or go on, up to the end of the sentence; return where that was."""
    for place in places:
        token = tokens[place]
        if token is BREAK:
            unit.strangers.add(BREAK)
            return place
        if token not in unit.strangers:
            if unit.wants(token):
                wanted.append(place)
            else:
                acquaintances.make_room(unit.strangers)
                unit.strangers.add(token)
    return places.stop


def _search_all(
    search: Search | None, place: int, tokens: Sequence[Token], found: Occurrences, acquaintances: Acquaintances
) -> None:
    """Search for the phrases of several words and for those of one, unless only strangers stand around."""
    while search is not None:
        # Most words stand among strangers: that is found out here, without a call.
        low = place + search.low
        if search.always or not search.issuperset(tokens[low if low > 0 else 0 : place + search.high]):
            _search_at(search, place, tokens, found, acquaintances)
        search = search.then


def _search_at(
    search: Search, place: int, tokens: Sequence[Token], found: Occurrences, acquaintances: Acquaintances
) -> None:
    """Add the occurrences of the phrases that are searched from one word."""
    if search.alone:
        if search.always or _in_company(search, place, tokens, acquaintances):
            for slot in search.alone:
                _add(found, slot, place, place + 1)
        return
    tried: list[Start] = []
    low = max(place + search.low, 0)
    for further, token in enumerate(tokens[low : place + search.high], low):
        if token in search:
            continue
        friend = search.friends.get(token) or _meet(search, token, acquaintances)
        if friend is None:
            continue
        begin, end = (place, further) if further > place else (further, place)
        for start in friend.after if further > place else friend.before if further < place else ():
            if end - begin > start.reach:
                continue
            if start.pair:
                if end - begin == 1 or BREAKS.isdisjoint(tokens[begin:end]):
                    _add(found, start.slot, begin, end + 1)
            elif start not in tried:
                tried.append(start)
                _add_occurrences(start, place, tokens, found)


def _in_company(search: Search, place: int, tokens: Sequence[Token], acquaintances: Acquaintances) -> bool:
    """Whether a word stands in the same sentence as one of its company."""
    low = max(place + search.low, 0)
    for further, token in enumerate(tokens[low : place + search.high], low):
        if token in search or not (token in search.friends or _meet(search, token, acquaintances)):
            continue
        if BREAKS.isdisjoint(tokens[place:further] if further > place else tokens[further:place]):
            return True
    return False


def _meet(search: Search, token: Token, acquaintances: Acquaintances) -> Friend | None:
    """What a class of words that a search does not know yet is to it, which is remembered; None for a stranger."""
    friend = search.friend(token)
    if friend is None:
        acquaintances.make_room(search)
        search.add(token)
    else:
        acquaintances.make_room(search.friends, FRIEND_IN_STRANGERS)
        search.friends[token] = friend
    return friend


def _add_occurrences(start: Start, place: int, tokens: Sequence[Token], found: Occurrences) -> None:
    """Add the occurrences of a phrase around its rarest word, if the other words fit."""
    end = walk_forward(start.after, place + 1, tokens)
    if end >= 0:
        for begin in walk_back(start.before, place - 1, tokens):
            _add(found, start.slot, begin, end)


def _add(found: Occurrences, slot: int, begin: int, end: int) -> None:
    """Add an occurrence; of several from one word the nearest end counts."""
    ends = found.get(slot)
    if ends is None:
        found[slot] = {begin: end}
    elif end < ends.get(begin, end + 1):
        ends[begin] = end
