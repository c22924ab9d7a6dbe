"""Walks the elements of a phrase over token classes. Cost: elements times width of the gaps, never exponential."""

from collections.abc import Sequence

from leadlight.wording.vocabulary import Step, Token


def walk_forward(steps: Sequence[Step], place: int, tokens: Sequence[Token]) -> int:
    """Place behind the nearest end of the steps that start at `place`, or -1."""
    places = [place]
    for step in steps:
        if isinstance(step, int):
            places = _widen(places, step, 1, tokens)
        else:
            places = [p + 1 for p in places if (atoms := tokens[p].atoms) and not step.isdisjoint(atoms)]
            if not places:
                return -1
    return places[0]


def walk_back(steps: Sequence[Step], place: int, tokens: Sequence[Token]) -> list[int]:
    """Every place where the steps, last one first, can start when they end at `place`; none when they do not fit."""
    places = [place]
    for step in steps:
        if isinstance(step, int):
            places = _widen(places, step, -1, tokens)
        else:
            places = [p - 1 for p in places if (atoms := tokens[p].atoms) and not step.isdisjoint(atoms)]
            if not places:
                return []
    return [p + 1 for p in places]


def _widen(places: list[int], most: int, direction: int, tokens: Sequence[Token]) -> list[int]:
    """Add the places up to `most` words further; the end of a sentence stops the walk."""
    reached: set[int] = set()
    for place in places:
        for distance in range(most + 1):
            further = place + direction * distance
            reached.add(further)
            if tokens[further].atoms is None:
                break
    return sorted(reached)
