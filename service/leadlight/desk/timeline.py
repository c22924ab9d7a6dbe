"""When the ads of a cluster were first seen, and where the work is: counts for the page. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadlight.contacts.model import Sighting

DAYS_ONE_BY_ONE = 60
DAYS_BY_WEEK = 420
BAR_AREA = 120
"""Height of the highest bar, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Ads first seen in one day, week or month. `begin` is its first day; `height` is 0 to `BAR_AREA`."""

    begin: date
    ads: int
    height: int


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place of work as written, its country (ISO 3166-1 alpha-2 or ""), and its ads. `share`: 1 to 100."""

    place: str
    country: str
    ads: int
    share: int


def timeline_of(ads: Sequence[Sighting]) -> Sequence[Bar]:
    """Count the ads by the day they were first seen; by week or month where that is long. Gaps are bars of 0."""
    days = [ad.first_seen_on or ad.seen_on for ad in ads]
    if not days:
        return ()
    span = (max(days) - min(days)).days
    step = "day" if span <= DAYS_ONE_BY_ONE else "week" if span <= DAYS_BY_WEEK else "month"
    counts = Counter(_begin(day, step) for day in days)
    highest = max(counts.values())
    bars = []
    begin, last = min(counts), max(counts)
    while begin <= last:
        number = counts.get(begin, 0)
        bars.append(Bar(begin, number, -(-number * BAR_AREA // highest)))
        begin = _next(begin, step)
    return bars


def places_of(ads: Sequence[Sighting]) -> Sequence[PlaceCount]:
    """Count the ads by place of work, those with most first; ads that name none are left out."""
    names: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for ad in ads:
        if ad.place or ad.country:
            key = (ad.country, ad.place.casefold())
            names.setdefault(key, ad.place)
            counts[key] += 1
    most = max(counts.values(), default=1)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [PlaceCount(names[key], key[0], number, max(1, 100 * number // most)) for key, number in ranked]


def _begin(day: date, step: str) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def _next(begin: date, step: str) -> date:
    if step == "month":
        return (begin + timedelta(days=32)).replace(day=1)
    return begin + timedelta(days=7 if step == "week" else 1)
