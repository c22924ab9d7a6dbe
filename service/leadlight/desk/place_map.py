"""A map of where the ads of a cluster offer work: a circle for each country, drawn from positions, with no tiles.

Positions are those of one large city of each country in the table of time zones (`zone.tab` of the package tzdata).
Towns are not placed: ads write them in too many ways, and a wrong point says more than none; they stand in the table.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from leadlight.desk.timeline import PlaceCount

WIDTH, HEIGHT = 640, 400
MARGIN = 40
SMALLEST_RADIUS, LARGEST_RADIUS = 7, 30
NARROWEST_DEGREES = 20.0
"""Degrees that the map shows at least, so that two neighbours do not look a world apart."""

LINES_EVERY_DEGREES = 10

# Where the first zone of a country in the table is far from where its people live, or disputed.
_CHOSEN = {"AU": "Australia/Sydney", "RU": "Europe/Moscow", "UA": "Europe/Kyiv"}


@dataclass(frozen=True, slots=True)
class Circle:
    """One country: where it is drawn and how many ads it has. `x`, `y` and `radius` are pixels."""

    country: str
    ads: int
    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The circles, the largest first, and the lines of the grid in pixels; `unplaced`: ads of unknown countries."""

    circles: Sequence[Circle]
    meridians: Sequence[int]
    parallels: Sequence[int]
    unplaced: int


def map_of(places: Sequence[PlaceCount]) -> PlaceMap | None:
    """Draw the counts of places by country; None when no ad names a country that has a position."""
    ads: dict[str, int] = {}
    for one in places:
        ads[one.country] = ads.get(one.country, 0) + one.ads
    known = {country: number for country, number in ads.items() if country in positions()}
    if not known:
        return None
    frame = _Frame([positions()[country] for country in known])
    most = max(known.values())
    circles = [
        Circle(
            country,
            number,
            *frame.place(*positions()[country]),
            max(SMALLEST_RADIUS, round(LARGEST_RADIUS * math.sqrt(number / most))),
        )
        for country, number in sorted(known.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return PlaceMap(circles, frame.meridians(), frame.parallels(), sum(ads.values()) - sum(known.values()))


@cache
def positions() -> Mapping[str, tuple[float, float]]:
    """ISO 3166-1 alpha-2 country -> latitude and longitude in degrees of one of its large cities."""
    found: dict[str, tuple[float, float]] = {}
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        country, where, zone = line.split("\t")[:3]
        if _CHOSEN.get(country, zone) == zone:
            found.setdefault(country, _degrees(where))
    return found


def _degrees(written: str) -> tuple[float, float]:
    """Latitude and longitude of ISO 6709 in degrees: "+5215+02100" or "+554521+0373704"."""
    at = max(written.rfind("+"), written.rfind("-"))
    return _angle(written[:at], 2), _angle(written[at:], 3)


def _angle(written: str, digits: int) -> float:
    sign, figures = (-1 if written[0] == "-" else 1), written[1:]
    seconds = figures[digits + 2 :] or "0"
    return sign * (int(figures[:digits]) + int(figures[digits : digits + 2]) / 60 + int(seconds) / 3_600)


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
