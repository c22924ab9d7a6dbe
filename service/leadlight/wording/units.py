"""One indicator in one language: from occurrences of its slots to windows, and what guards take back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from leadlight.wording.packed_phrases import Phrase
from leadlight.wording.tokens import BREAK, BREAKS, Step, Token
from leadlight.wording.walk import walk_forward

EITHER, BEFORE, AFTER = 0, 1, 2

MOST_QUOTES = 8
"""Quotes of one indicator in one ad. More say nothing new and would make a hostile ad's answer huge."""

MOST_WAITING = 32
"""Windows held until it is seen whether they suffice. Decides how early a hostile text is left, not the answer."""

Found = Mapping[int, Mapping[int, int]]
"""Occurrences: slot -> start -> nearest end."""


Memory = dict[int, dict[int, int]]
"""Guards seen in one text: guard list -> start -> farthest end, -1 for none. Many units share a guard list."""


@dataclass(slots=True, eq=False)
class LookUp:
    """Guards: phrases that are looked for only near a match, by the atoms of their first word.

    `longest` is the most words that one of them can span.
    """

    first: frozenset[int]
    rests: Mapping[int, Sequence[tuple[Step, ...]]]
    longest: int

    def ends(self, tokens: Sequence[Token], low: int, high: int, memory: Memory) -> Iterator[int]:
        """Ends of the phrases that start from `low` to before `high`; of several from one start the farthest."""
        known = memory.setdefault(id(self), {})
        for place, token in enumerate(tokens[low:high], low):
            atoms = token.atoms
            if atoms and not self.first.isdisjoint(atoms):
                end = known.get(place)
                if end is None:
                    rests = (rest for atom in atoms & self.first for rest in self.rests[atom])
                    end = known[place] = max(walk_forward(rest, place + 1, tokens) for rest in rests)
                if end >= 0:
                    yield end


@dataclass(slots=True, eq=False)
class Unit:
    """An indicator in one language.

    Attributes:
        number: its own number in the pack.
        indicator: number of its indicator.
        within: most words between one group and the next.
        groups: slots by group; each group must occur, by any of its slots. The rarest first.
        others: slots of the other groups. They count at most `reach` words from an occurrence of the rarest.
        shares: whether a slot of the rarest group is in another one too.
        guards: None when nothing takes a match back.
        distance, side: how far from a match and on which side a guard counts.
        atoms: all atoms of the phrases that make a match.
        strangers: classes of words known to begin none of the other groups.

    """

    number: int
    indicator: int
    within: int
    groups: tuple[tuple[int, ...], ...]
    others: frozenset[int]
    shares: bool
    reach: int
    guards: LookUp | None
    distance: int
    side: int
    atoms: frozenset[int]
    strangers: set[Token] = field(default_factory=set)

    def wants(self, token: Token) -> bool:
        """Whether another group may begin, or go on, at a word."""
        return not self.others.isdisjoint(token.near_slots)

    def may_match(self, found: Found) -> bool:
        """Whether every group but the rarest occurs."""
        slots = found.keys()
        return not any(slots.isdisjoint(group) for group in self.groups[1:])

    def windows(self, found: Found, tokens: Sequence[Token], memory: Memory) -> list["Window"]:
        """Windows that count, without those that a guard takes back, until more than can be quoted are found."""
        windows: list[Window] = []
        waiting: list[Window] = []
        for window, settled_before in self._covering(found, tokens):
            waiting.append(window)
            if len(waiting) > MOST_WAITING:
                settled, waiting = _settle(waiting, settled_before)
                windows += self._kept(settled, tokens, memory)
                if len(windows) >= MOST_QUOTES and _apart(windows) >= MOST_QUOTES:
                    return windows
        return windows + self._kept(tightest(waiting), tokens, memory)

    def _kept(self, windows: list["Window"], tokens: Sequence[Token], memory: Memory) -> list["Window"]:
        return [w for w in windows if not self._taken_back(w, tokens, memory)] if self.guards else windows

    def _covering(self, found: Found, tokens: Sequence[Token]) -> Iterator[tuple["Window", int]]:
        """Chains of occurrences, one of each group in any order, with at most `within` words from one to the next.

        Each with a place: no window that comes later starts before it. Of chains with the same groups and end only
        the latest start is kept: the others contain it.
        """
        every = (1 << len(self.groups)) - 1
        latest: dict[tuple[int, int], int] = {}
        for start, end, bit in self._occurrences(found):
            if bit == every:
                yield Window(start, end, self), start
                continue
            grown = {(bit, end): start}
            for (mask, chain_end), chain_start in list(latest.items()):
                if start - chain_end > self.within or not BREAKS.isdisjoint(tokens[chain_end:start]):
                    del latest[mask, chain_end]
                elif not mask & bit:
                    key = (mask | bit, max(chain_end, end))
                    grown[key] = max(chain_start, grown.get(key, -1))
            for key, chain_start in grown.items():
                if key[0] == every:
                    yield Window(chain_start, key[1], self), min(latest.values(), default=start)
                else:
                    latest[key] = max(chain_start, latest.get(key, -1))

    def _occurrences(self, found: Found) -> list[tuple[int, int, int]]:
        """Start, nearest end and group (as a bit) of every occurrence, by start; none unless every group occurs."""
        occurrences: list[tuple[int, int, int]] = []
        for number, slots in enumerate(self.groups):
            nearest: Mapping[int, int] = found.get(slots[0], {})
            for slot in slots[1:]:
                nearest = _nearest(nearest, found.get(slot, {}))
            if not nearest:
                return []
            occurrences += [(start, end, 1 << number) for start, end in nearest.items()]
        return sorted(occurrences)

    def _taken_back(self, window: "Window", tokens: Sequence[Token], memory: Memory) -> bool:
        if self.guards is None:
            return False
        low, high = window.start, window.end
        if self.side != AFTER:
            low = _sentence_start(tokens, window.start, window.start - self.distance - self.guards.longest)
        if self.side != BEFORE:
            high = _sentence_end(tokens, window.end, window.end + self.distance)
        nearest = window.start - self.distance
        return any(end > nearest for end in self.guards.ends(tokens, low, high, memory))


class Window(NamedTuple):
    """A match of a unit: tokens `start` to before `end`."""

    start: int
    end: int
    unit: Unit


def _order(window: Window) -> tuple[int, int, int]:
    return window.start, window.end, -window.unit.number


def tightest(windows: Sequence[Window]) -> list[Window]:
    """Those windows that contain no other one, from left to right; of equal ones that of the first unit."""
    if len(windows) < 2:  # noqa: PLR2004 - one window cannot contain another
        return list(windows)
    kept: list[Window] = []
    for window in sorted(windows, key=_order, reverse=True):
        if not kept or window.end < kept[-1].end:
            if kept and kept[-1].start == window.start:
                kept[-1] = window
            else:
                kept.append(window)
    kept.reverse()
    return kept


def _nearest(one: Mapping[int, int], other: Mapping[int, int]) -> Mapping[int, int]:
    """The occurrences of two slots; from the same start the nearest end."""
    nearest = dict(one)
    for start, end in other.items():
        nearest[start] = min(end, nearest.get(start, end))
    return nearest


def _settle(windows: list[Window], place: int) -> tuple[list[Window], list[Window]]:
    """The tightest windows, and of them those that end at or before a place apart from the others."""
    if not windows:
        return [], []
    tight = tightest(windows)
    return [w for w in tight if w.end <= place], [w for w in tight if w.end > place]


def _apart(windows: Iterable[Window]) -> int:
    """How many windows, from left to right, do not overlap."""
    count, end = 0, -1
    for window in windows:
        if window.start >= end:
            count, end = count + 1, window.end
    return count


def _sentence_start(tokens: Sequence[Token], place: int, limit: int) -> int:
    limit = max(limit, 0)
    while place > limit and tokens[place - 1] is not BREAK:
        place -= 1
    return place


def _sentence_end(tokens: Sequence[Token], place: int, limit: int) -> int:
    limit = min(limit, len(tokens) - 1)
    while place < limit and tokens[place] is not BREAK:
        place += 1
    return place


def units_of(units: Sequence[Mapping[str, Any]], phrases: Iterable[Phrase]) -> list[Unit]:
    """Make the units of a pack from its numbers."""
    by_slot: dict[int, list[tuple[Step, ...]]] = {}
    for slot, steps, _ in phrases:
        by_slot.setdefault(slot, []).append(steps)
    shared: dict[tuple[int, ...], LookUp] = {}

    def look_up(slots: Sequence[int]) -> LookUp:
        key = tuple(slots)
        if key not in shared:
            shared[key] = _look_up([steps for slot in key for steps in by_slot.get(slot, ())])
        return shared[key]

    def longest(group: Sequence[int]) -> int:
        return max((_length(steps) for slot in group for steps in by_slot.get(slot, ())), default=0)

    def unit_of(number: int, unit: Mapping[str, Any]) -> Unit:
        others = frozenset(slot for group in unit["g"][1:] for slot in group)
        return Unit(
            number=number,
            indicator=unit["i"],
            within=unit["w"],
            groups=tuple(tuple(group) for group in unit["g"]),
            others=others,
            shares=not others.isdisjoint(unit["g"][0]),
            reach=sum(unit["w"] + longest(group) for group in unit["g"][1:]),
            guards=look_up(unit["u"]) if unit.get("u") else None,
            distance=unit.get("d", 0),
            side=unit.get("s", EITHER),
            atoms=frozenset(
                atom
                for group in unit["g"]
                for slot in group
                for steps in by_slot.get(slot, ())
                for _, wanted in steps
                for atom in wanted
            ),
        )

    return [unit_of(number, unit) for number, unit in enumerate(units)]


def _length(steps: Iterable[Step]) -> int:
    """Most words that a phrase can span."""
    return sum(gap + 1 for gap, _ in steps)


def _look_up(phrases: Iterable[tuple[Step, ...]]) -> LookUp:
    rests: dict[int, list[tuple[Step, ...]]] = {}
    longest = 0
    for steps in phrases:
        longest = max(longest, _length(steps))
        for atom in steps[0][1]:
            rests.setdefault(atom, []).append(steps[1:])
    return LookUp(frozenset(rests), rests, longest)
