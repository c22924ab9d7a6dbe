"""Walks the elements of a phrase over token classes. Cost: elements times width of the gaps, never exponential."""

from collections.abc import Sequence

from leadlight.wording.tokens import BREAK, BREAKS, Step, Token


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


def sentence_start(tokens: Sequence[Token], place: int, limit: int) -> int:
    """First word of the sentence that goes on at `place`, looked for back to `limit`."""
    limit = max(limit, 0)
    behind = tokens[limit:place]
    if BREAKS.isdisjoint(behind):
        return limit
    return next(place - back for back, token in enumerate(reversed(behind)) if token is BREAK)


def sentence_end(tokens: Sequence[Token], place: int, limit: int) -> int:
    """Place behind the last word of the sentence that goes on at `place`, looked for up to before `limit`."""
    ahead = tokens[place:limit]
    if BREAKS.isdisjoint(ahead):
        return place + len(ahead)
    return next(further for further, token in enumerate(ahead, place) if token is BREAK)
