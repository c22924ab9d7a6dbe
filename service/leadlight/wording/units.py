"""One indicator in one language: from occurrences of its slots to windows, and what guards take back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from leadlight.wording.vocabulary import BREAK, Step, Token
from leadlight.wording.walk import walk_forward

_START_AND_END = itemgetter(0, 1)
EITHER, BEFORE, AFTER = 0, 1, 2

MOST_QUOTES = 8
"""Quotes of one indicator in one ad. More say nothing new and would make a hostile ad's answer huge."""

MOST_JOINED = 8
"""Occurrences looked at together. Decides only how early a text full of them is left, never the answer."""


Places = list[tuple[int, int]]
Memory = dict[int, dict[int, int]]
"""What look-ups found in one text: look-up -> start -> nearest end, -1 for none. Many units share a guard list."""


@dataclass(slots=True, eq=False)
class LookUp:
    """Phrases that are looked for only near something already found, by the atoms of their first word.

    `longest` is the most words that one of them can span.
    """

    first: frozenset[int]
    rests: Mapping[int, Sequence[tuple[Step, ...]]]
    longest: int

    def occurrences(self, tokens: Sequence[Token], low: int, high: int, memory: Memory) -> Places:
        """Occurrences that start from `low` to before `high`: start and nearest end, by start."""
        found: Places = []
        first = self.first
        known = memory.setdefault(id(self), {})
        for place in range(low, high):
            atoms = tokens[place].atoms
            if atoms and not first.isdisjoint(atoms):
                end = known.get(place)
                if end is None:
                    end = known[place] = self._nearest_end(tokens, place, atoms)
                if end >= 0:
                    found.append((place, end))
        return found

    def _nearest_end(self, tokens: Sequence[Token], place: int, atoms: frozenset[int]) -> int:
        nearest = -1
        for atom in atoms & self.first:
            for rest in self.rests[atom]:
                end = walk_forward(rest, place + 1, tokens)
                if end >= 0 and (nearest < 0 or end < nearest):
                    nearest = end
        return nearest


@dataclass(slots=True, eq=False)
class Unit:
    """An indicator in one language.

    Attributes:
        indicator: its number in the pack.
        within: most words between one slot and the next.
        searched: slots of the first group, which the matcher searches for.
        near: the other groups, looked up near an occurrence of the first, at most `reach` words away.
        guards: None when nothing takes a match back.
        atoms: all atoms of the phrases that make a match.

    """

    indicator: int
    within: int
    searched: tuple[int, ...]
    near: tuple[LookUp, ...]
    reach: int
    guards: LookUp | None
    distance: int
    side: int
    atoms: frozenset[int]

    def windows(
        self, found: Mapping[int, Mapping[int, int]], tokens: Sequence[Token], memory: Memory
    ) -> list["Window"]:
        """Windows that count, without those that a guard takes back, until more than can be quoted are found."""
        windows: list[Window] = []
        waiting: list[Window] = []
        searched = self._searched_in(found)
        if self.near:
            searched = [(start, end) for start, end in searched if self._has_company(start, end, tokens)]
        for low, high, occurrences in self._neighbourhoods(searched, tokens):
            # Windows of this stretch and of later ones start at `low` or after: what ends before it is settled.
            settled, waiting = _settle(waiting, low)
            windows += self._kept(settled, tokens, memory)
            if len(windows) >= MOST_QUOTES and _apart(windows) >= MOST_QUOTES:
                return windows
            groups = [occurrences]
            for look_up in self.near:
                near = look_up.occurrences(tokens, low, high, memory)
                if not near:
                    break
                groups.append(near)
            else:
                waiting += self._covering(groups)
        return windows + self._kept(tightest(waiting), tokens, memory)

    def _has_company(self, start: int, end: int, tokens: Sequence[Token]) -> bool:
        """Whether the next group may begin in reach. Most words of a rule stand alone: this finds it out fast."""
        first = self.near[0].first
        for token in tokens[start : end + self.reach]:
            if token.atoms:
                if not first.isdisjoint(token.atoms):
                    return True
            elif token is BREAK:
                break
        for place in range(start - 1, max(-1, start - 1 - self.reach), -1):
            atoms = tokens[place].atoms
            if atoms:
                if not first.isdisjoint(atoms):
                    return True
            elif atoms is None:
                break
        return False

    def _kept(self, windows: list["Window"], tokens: Sequence[Token], memory: Memory) -> list["Window"]:
        return [w for w in windows if not self._taken_back(w, tokens, memory)] if self.guards else windows

    def _searched_in(self, found: Mapping[int, Mapping[int, int]]) -> Places:
        if len(self.searched) == 1:
            return sorted(found[self.searched[0]].items())
        first: dict[int, int] = {}
        for slot in self.searched:
            for start, end in found.get(slot, {}).items():
                if end < first.get(start, end + 1):
                    first[start] = end
        return sorted(first.items())

    def _neighbourhoods(self, occurrences: Places, tokens: Sequence[Token]) -> Iterable[tuple[int, int, Places]]:
        """Stretches of a sentence in which windows around these occurrences can lie; overlapping ones joined.

        A stretch holds few occurrences, so that a text that is full of them can be left early.
        """
        low = high = -1
        held: Places = []
        for start, end in occurrences:
            if held and start <= high and len(held) < MOST_JOINED:
                high = _sentence_end(tokens, max(high, end), end + self.reach)
            else:
                if held:
                    yield low, high, held
                low = _sentence_start(tokens, start, start - self.reach)
                high = _sentence_end(tokens, end, end + self.reach)
                held = []
            held.append((start, end))
        if held:
            yield low, high, held

    def _covering(self, groups: Sequence[list[tuple[int, int]]]) -> Iterable["Window"]:
        """Chains of occurrences, one of each group in any order, with at most `within` words from one to the next.

        Of chains with the same groups and end only the latest start is kept: the others contain it.
        """
        if len(groups) == 1:
            yield from (Window(start, end, self) for start, end in groups[0])
            return
        every = (1 << len(groups)) - 1
        latest: dict[tuple[int, int], int] = {}
        for start, end, number in sorted((s, e, n) for n, group in enumerate(groups) for s, e in group):
            bit = 1 << number
            grown = {(bit, end): start}
            for (mask, chain_end), chain_start in list(latest.items()):
                if start - chain_end > self.within:
                    del latest[mask, chain_end]
                elif not mask & bit:
                    key = (mask | bit, max(chain_end, end))
                    grown[key] = max(chain_start, grown.get(key, -1))
            for key, chain_start in grown.items():
                if key[0] == every:
                    yield Window(chain_start, key[1], self)
                else:
                    latest[key] = max(chain_start, latest.get(key, -1))

    def _taken_back(self, window: "Window", tokens: Sequence[Token], memory: Memory) -> bool:
        if self.guards is None:
            return False
        low, high = window.start, window.end
        if self.side != AFTER:
            low = _sentence_start(tokens, window.start, window.start - self.distance - self.guards.longest)
        if self.side != BEFORE:
            high = _sentence_end(tokens, window.end, window.end + self.distance)
        nearest = window.start - self.distance
        return any(end > nearest for _, end in self.guards.occurrences(tokens, low, high, memory))


class Window(NamedTuple):
    """A match of a unit: tokens `start` to before `end`."""

    start: int
    end: int
    unit: Unit


def tightest(windows: Sequence[Window]) -> list[Window]:
    """Those windows that contain no other one, from left to right."""
    if len(windows) < 2:  # noqa: PLR2004 - one window cannot contain another
        return list(windows)
    kept: list[Window] = []
    for window in sorted(windows, key=_START_AND_END, reverse=True):
        if not kept or window.end < kept[-1].end:
            if kept and kept[-1].start == window.start:
                kept[-1] = window
            else:
                kept.append(window)
    kept.reverse()
    return kept


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


def units_of(units: Sequence[Mapping[str, Any]], phrases: Sequence[tuple[int, tuple[Step, ...], int]]) -> list[Unit]:
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

    def unit_of(unit: Mapping[str, Any]) -> Unit:
        near = tuple(look_up(group) for group in unit["g"][1:])
        return Unit(
            indicator=unit["i"],
            within=unit["w"],
            searched=tuple(unit["g"][0]),
            near=near,
            reach=sum(unit["w"] + group.longest for group in near),
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

    return [unit_of(unit) for unit in units]


def _look_up(phrases: Iterable[tuple[Step, ...]]) -> LookUp:
    rests: dict[int, list[tuple[Step, ...]]] = {}
    longest = 0
    for steps in phrases:
        longest = max(longest, sum(gap + 1 for gap, _ in steps))
        for atom in steps[0][1]:
            rests.setdefault(atom, []).append(steps[1:])
    return LookUp(frozenset(rests), rests, longest)
