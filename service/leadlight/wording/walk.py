"""Walks the elements of a phrase over token classes. Cost: elements times width of the gaps, never exponential."""

from collections.abc import Sequence

from leadlight.wording.tokens import BREAK, Step, Token


def walk_forward(steps: Sequence[Step], place: int, tokens: Sequence[Token]) -> int:
    """Place behind the nearest end of the steps that start at `place`, or -1."""
    many: list[int] = []
    for gap, wanted in steps:
        if many or gap:
            many = _reached(many or [place], gap, wanted, 1, tokens)
            if not many:
                return -1
        else:
            if wanted.isdisjoint(tokens[place].atoms):
                return -1
            place += 1
    return many[0] if many else place


def walk_back(steps: Sequence[Step], place: int, tokens: Sequence[Token]) -> Sequence[int]:
    """Every place where the steps, last one first, can start when they end at `place`; none when they do not fit."""
    many: list[int] = []
    for gap, wanted in steps:
        if many or gap:
            many = _reached(many or [place], gap, wanted, -1, tokens)
            if not many:
                return ()
        else:
            if wanted.isdisjoint(tokens[place].atoms):
                return ()
            place -= 1
    return [further + 1 for further in many] if many else (place + 1,)


def _reached(
    places: Sequence[int], gap: int, wanted: frozenset[int], direction: int, tokens: Sequence[Token]
) -> list[int]:
    """Places behind a wanted word that stands at most `gap` words further; the end of a sentence stops the walk."""
    reached: set[int] = set()
    for place in places:
        for further in range(place, place + direction * (gap + 1), direction):
            token = tokens[further]
            if not wanted.isdisjoint(token.atoms):
                reached.add(further + direction)
            elif token is BREAK:
                break
    return sorted(reached)
