"""Where in a text figures stand. Searching only around them keeps the reading of an ad cheap: most of it is words."""

import re
from collections.abc import Iterable, Iterator

Place = tuple[int, int]


def places_around(marks: Iterable[Place], length: int, *, before: int, after: int) -> tuple[Place, ...]:
    """Places from `before` characters ahead of each mark to `after` behind it, in order and apart from each other.

    Args:
        marks: what to look around, from and to, in order.
        length: length of the text.
        before: characters ahead of a mark, at least 0.
        after: characters behind it, at least 0.

    Returns:
        Places from and to. Empty: there was no mark.
    """
    places: list[Place] = []
    for start, end in marks:
        first, last = max(0, start - before), min(length, end + after)
        if places and first <= places[-1][1]:
            first = places.pop()[0]
        places.append((first, last))
    return tuple(places)


def found_in(pattern: re.Pattern[str], text: str, places: Iterable[Place]) -> Iterator[re.Match[str]]:
    """Every match of the pattern that lies inside one of the places. What stands before a place is still seen."""
    for start, end in places:
        yield from pattern.finditer(text, start, end)
