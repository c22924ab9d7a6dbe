"""Reads the phrases of a pack from their flat numbers, and chooses what each is searched from."""

from collections.abc import Iterable, Mapping, Sequence

from leadlight.wording.tokens import Company, Start, Step

Phrase = tuple[int, tuple[Step, ...], int]
"""Slot, elements, and the place of the rarest word among the words."""


def phrases_of(flat: Sequence[int]) -> Iterable[Phrase]:
    """The phrases of a pack; the layout is described in `compile.py`."""
    at = 0
    while at < len(flat):
        slot, count, anchor = flat[at : at + 3]
        at += 3
        steps: list[Step] = []
        gap = 0
        for _ in range(count):
            head = flat[at]
            at += 1
            if head < 0:
                gap = -head
            else:
                steps.append((gap, frozenset(flat[at : at + head])))
                gap = 0
                at += head
        yield slot, tuple(steps), anchor


def starts_of(
    phrases: Iterable[Phrase], searched: set[int], rarest: Mapping[int, Company | None]
) -> dict[int, list[Start]]:
    """What is searched for from each atom.

    Args:
        phrases: those of a pack.
        searched: slots of matches. Guards are not searched for, only looked up near a match.
        rarest: slots of the groups that are searched for everywhere, with the company that they need.
    """
    starts: dict[int, list[Start]] = {}
    for slot, steps, anchor in phrases:
        if slot in searched:
            start = _start(slot, steps, anchor, rarest)
            for atom in steps[anchor][1]:
                starts.setdefault(atom, []).append(start)
    return starts


def _start(slot: int, steps: Sequence[Step], anchor: int, rarest: Mapping[int, Company | None]) -> Start:
    """Choose the partner of the rarest word: its nearest neighbour, or none when it stands alone."""
    # Going back, the gap of a step lies behind its word: each word takes the gap of the word that follows it.
    before = tuple((steps[place + 1][0], steps[place][1]) for place in range(anchor - 1, -1, -1))
    after = tuple(steps[anchor + 1 :])
    sides = [(side[0][0] + 1, direction, side[0][1]) for direction, side in ((1, after), (-1, before)) if side]
    reach, direction, partner = min(sides, key=lambda side: side[0], default=(0, 0, frozenset[int]()))
    pair = len(steps) == 2  # noqa: PLR2004 - a pair has two words
    return Start(slot, before, after, partner, direction, reach, pair, slot in rarest, rarest.get(slot))
