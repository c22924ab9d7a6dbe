"""Finds where the phrases of a pack occur among the words of a text: from rare words, by sets of numbers."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from leadlight.wording.second_view import SHORTEST_RUN
from leadlight.wording.tokens import BREAK, CUT, SINGLE, TELLS, Search, Start, Token
from leadlight.wording.units import Unit
from leadlight.wording.walk import walk_back, walk_forward

Occurrences = dict[int, dict[int, int]]
"""Slot -> start -> nearest end."""


class Seen(NamedTuple):
    """What the search saw in a text.

    Attributes:
        found: occurrences of slots.
        near: places of words from which other groups would be searched.
        apart: places of words, or of the first of several, that the text may take apart.
        telling: places of words that tell of another alphabet.
        done: places of `near` that were searched.

    """

    found: Occurrences
    near: list[int]
    apart: list[int]
    telling: list[int]
    done: set[int]


def look(tokens: Sequence[Token]) -> Seen:
    """Look at every word that may begin something; search the rarest group of each rule.

    `tokens` end with BREAK, so that the word behind the last one can be looked at.
    """
    seen = Seen({}, [], [], [], set())
    for place in compress(range(len(tokens)), tokens):
        token = tokens[place]
        first = token.first
        # Most words have no partner near them: that is found out here, without a call.
        if first is not None and (first.alone or _has_partner(first, place, tokens)):
            _search_at(first, place, tokens, seen.found)
        if token.near is not None:
            seen.near.append(place)
        odd = token.odd
        if odd and (odd != SINGLE or tokens[place + 1].odd):
            _note_odd(odd, place, tokens, seen)
    return seen


def _has_partner(search: Search, place: int, tokens: Sequence[Token]) -> bool:
    partners, back = search.partners, search.back
    for token in tokens[place - back if place > back else 0 : place + search.ahead + 1]:
        if not partners.isdisjoint(token.atoms):
            return True
    return False


def _note_odd(odd: int, place: int, tokens: Sequence[Token], seen: Seen) -> None:
    if odd & CUT or (not tokens[place - 1].odd & SINGLE and _are_single(tokens[place : place + SHORTEST_RUN])):
        seen.apart.append(place)
    if odd & TELLS:
        seen.telling.append(place)


def _are_single(tokens: Iterable[Token]) -> bool:
    return all(token.odd & SINGLE for token in tokens)


def search_near(unit: Unit, seen: Seen, tokens: Sequence[Token]) -> None:
    """Search the other groups of a rule around the occurrences of its rarest group."""
    near, done = seen.near, seen.done
    for slot in unit.groups[0]:
        for start, end in seen.found.get(slot, {}).items():
            low, high = bisect_left(near, start - unit.reach), bisect_left(near, end + unit.reach)
            for place in near[low:high]:
                search = tokens[place].near
                if search is not None and place not in done and not unit.others.isdisjoint(search.slots):
                    done.add(place)
                    if search.alone or _has_partner(search, place, tokens):
                        _search_at(search, place, tokens, seen.found)


def _search_at(search: Search, place: int, tokens: Sequence[Token], found: Occurrences) -> None:
    """Add the occurrences of the phrases that are searched from one word."""
    for slot in search.alone:
        found.setdefault(slot, {})[place] = place + 1
    if search.ahead:
        _with_partners(search.after, place, range(place + 1, place + 1 + search.ahead), tokens, found)
    if search.back:
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
