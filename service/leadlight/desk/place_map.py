"""A map of where the ads of a cluster offer work: a circle for each town, drawn from positions, with no tiles.

What names no town that is known stands at the largest town of its country: ads write places in many ways, and a wrong
point says more than none. All places stand in the table.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadlight.desk.timeline import PlaceCount
from leadlight.desk.towns import Point, towns_of

WIDTH, HEIGHT = 640, 400
MARGIN = 40
SMALLEST_RADIUS, LARGEST_RADIUS = 6, 24
NARROWEST_DEGREES = 8.0
"""Degrees that the map shows at least, so that two neighbours do not look a world apart."""

LINES_EVERY_DEGREES = 5
LETTER_WIDTH, LETTER_HEIGHT = 8, 16
"""Pixels that a name on the map takes: no name is written over that of a larger circle."""

LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Circle:
    """One town, or what is left of a country: where it is drawn and how many ads it has.

    Attributes:
        row: number of its first row in the table of places.
        place: as the ads write it; "" for what is left of a country.
        x, y, radius: pixels.
        label: its name and number as written on it; "" where that would stand over another.

    """

    row: int
    place: str
    country: str
    ads: int
    x: int
    y: int
    radius: int
    label: str


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The circles, the largest first, and the lines of the grid in pixels; `unplaced`: ads of unknown countries."""

    circles: Sequence[Circle]
    meridians: Sequence[int]
    parallels: Sequence[int]
    unplaced: int


def map_of(places: Sequence[PlaceCount]) -> PlaceMap | None:
    """Draw the counts of places; None when no ad names a country that has a position."""
    towns = towns_of({one.country for one in places})
    ads: Counter[tuple[str, Point]] = Counter()
    first: dict[tuple[str, Point], tuple[int, str]] = {}
    for row, one in enumerate(places):
        if one.country not in towns:
            continue
        there = towns[one.country]
        town = there.find(one.place) if one.place else None
        # A town and the rest of its country may lie at one point; they are one circle then.
        key = (one.country, town or there.largest)
        ads[key] += one.ads
        if key not in first or (town and not first[key][1]):
            first[key] = (first.get(key, (row, ""))[0], one.place if town else "")
    if not ads:
        return None
    frame = _Frame([point for _, point in ads])
    ranked = sorted(ads.items(), key=lambda pair: (-pair[1], pair[0]))
    labels = _Labels()
    circles = []
    for key, number in ranked:
        x, y = frame.place(*key[1])
        row, place = first[key]
        label = labels.write(f"{(place or key[0])[:LONGEST_LABEL]} {number}", x, y)
        circles.append(Circle(row, place, key[0], number, x, y, _radius(number, ranked[0][1]), label))
    return PlaceMap(circles, frame.meridians(), frame.parallels(), sum(one.ads for one in places) - ads.total())


def _radius(ads: int, most: int) -> int:
    return max(SMALLEST_RADIUS, round(LARGEST_RADIUS * math.sqrt(ads / most)))


class _Labels:
    """Where names stand already."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float]] = []

    def write(self, label: str, x: int, y: int) -> str:
        """The label when there is room for it around a point, else ""."""
        half = len(label) * LETTER_WIDTH / 2
        if any(abs(x - at) < half + other and abs(y - height) < LETTER_HEIGHT for at, height, other in self._taken):
            return ""
        self._taken.append((x, y, half))
        return label


class _Frame:
    """Which part of the world is shown, and how degrees become pixels: alike in both directions at its middle."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        self._middle = tuple((min(one) + max(one)) / 2 for one in zip(*points, strict=True))
        self._narrowing = max(0.2, math.cos(math.radians(self._middle[0])))
        heights, widths = (max(max(one) - min(one), NARROWEST_DEGREES) for one in zip(*points, strict=True))
        room = (HEIGHT - 2 * MARGIN) / heights, (WIDTH - 2 * MARGIN) / (widths * self._narrowing)
        self._scale = min(room)

    def place(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Pixels of a point."""
        x = WIDTH / 2 + (longitude - self._middle[1]) * self._narrowing * self._scale
        return round(x), round(HEIGHT / 2 - (latitude - self._middle[0]) * self._scale)

    def meridians(self) -> list[int]:
        """Pixels from the left of the lines from pole to pole."""
        every = (self.place(0, degrees)[0] for degrees in range(-180, 181, LINES_EVERY_DEGREES))
        return [x for x in every if 0 <= x <= WIDTH]

    def parallels(self) -> list[int]:
        """Pixels from the top of the lines of latitude."""
        every = (self.place(degrees, 0)[1] for degrees in range(-90, 91, LINES_EVERY_DEGREES))
        return [y for y in every if 0 <= y <= HEIGHT]
