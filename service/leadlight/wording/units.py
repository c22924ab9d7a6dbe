"""One indicator in one language: from occurrences of its slots to windows, and what guards take back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadlight.wording.vocabulary import Step, Token
from leadlight.wording.walk import walk_forward

EITHER, BEFORE, AFTER = 0, 1, 2


@dataclass(slots=True)
class LookUp:
    """Phrases that are looked for only near something already found, by the atoms of their first word.

    `longest` is the most words that one of them can span.
    """

    first: frozenset[int]
    rests: Mapping[int, Sequence[tuple[Step, ...]]]
    longest: int

    def occurrences(self, tokens: Sequence[Token], low: int, high: int) -> list[tuple[int, int]]:
        """Occurrences that start from `low` to before `high`: start and nearest end, by start."""
        found: list[tuple[int, int]] = []
        for place in range(low, high):
            atoms = tokens[place].atoms
            if atoms and not self.first.isdisjoint(atoms):
                ends = [
                    end
                    for atom in atoms & self.first
                    for rest in self.rests[atom]
                    if (end := walk_forward(rest, place + 1, tokens)) >= 0
                ]
                if ends:
                    found.append((place, min(ends)))
        return found


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

    def windows(self, found: Mapping[int, Mapping[int, int]], tokens: Sequence[Token]) -> list["Window"]:
        """Windows that count, without those that a guard takes back."""
        first: dict[int, int] = {}
        for slot in self.searched:
            for start, end in found.get(slot, {}).items():
                if end < first.get(start, end + 1):
                    first[start] = end
        windows: list[Window] = []
        for low, high, occurrences in self._neighbourhoods(sorted(first.items()), tokens):
            groups = [occurrences]
            for look_up in self.near:
                near = [(start, end) for start, end in look_up.occurrences(tokens, low, high) if end <= high]
                if not near:
                    break
                groups.append(near)
            else:
                windows += self._covering(groups)
        windows = tightest(windows)
        return [w for w in windows if not self._taken_back(w, tokens)] if self.guards else windows

    def _neighbourhoods(
        self, occurrences: list[tuple[int, int]], tokens: Sequence[Token]
    ) -> Iterable[tuple[int, int, list[tuple[int, int]]]]:
        """Stretches of a sentence in which windows around these occurrences can lie; overlapping ones joined."""
        low = high = -1
        held: list[tuple[int, int]] = []
        for start, end in occurrences:
            new_low = _sentence_start(tokens, start, start - self.reach)
            new_high = _sentence_end(tokens, end, end + self.reach)
            if held and new_low <= high:
                high = max(high, new_high)
            else:
                if held:
                    yield low, high, held
                low, high, held = new_low, new_high, []
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

    def _taken_back(self, window: "Window", tokens: Sequence[Token]) -> bool:
        if self.guards is None:
            return False
        low, high = window.start, window.end
        if self.side != AFTER:
            low = _sentence_start(tokens, window.start, window.start - self.distance - self.guards.longest)
        if self.side != BEFORE:
            high = _sentence_end(tokens, window.end, window.end + self.distance)
        nearest = window.start - self.distance
        return any(end > nearest for _, end in self.guards.occurrences(tokens, low, high))


@dataclass(frozen=True, slots=True)
class Window:
    """A match of a unit: tokens `start` to before `end`."""

    start: int
    end: int
    unit: Unit = field(compare=False)


def tightest(windows: Iterable[Window]) -> list[Window]:
    """Those windows that contain no other one, from left to right."""
    kept: list[Window] = []
    for window in sorted(windows, key=lambda w: (-w.start, w.end)):
        if not kept or window.end < kept[-1].end:
            kept.append(window)
    kept.reverse()
    return kept


def _sentence_start(tokens: Sequence[Token], place: int, limit: int) -> int:
    limit = max(limit, 0)
    while place > limit and tokens[place - 1].atoms is not None:
        place -= 1
    return place


def _sentence_end(tokens: Sequence[Token], place: int, limit: int) -> int:
    limit = min(limit, len(tokens) - 1)
    while place < limit and tokens[place].atoms is not None:
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
                for step in steps
                if not isinstance(step, int)
                for atom in step
            ),
        )

    return [unit_of(unit) for unit in units]


def _look_up(phrases: Iterable[tuple[Step, ...]]) -> LookUp:
    rests: dict[int, list[tuple[Step, ...]]] = {}
    longest = 0
    for steps in phrases:
        longest = max(longest, sum(step if isinstance(step, int) else 1 for step in steps))
        first = steps[0]
        if not isinstance(first, int):
            for atom in first:
                rests.setdefault(atom, []).append(steps[1:])
    return LookUp(frozenset(rests), rests, longest)
