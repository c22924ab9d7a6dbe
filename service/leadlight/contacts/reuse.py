"""How widely a contact point is used: pure counting over the ads that share it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadlight.contacts.model import Sighting
from leadlight.registers.names import Likeness, compare

MOST_NAMES = 64
"""Distinct folded names that are compared with each other. More names than this are far above every threshold,
and comparing all pairs grows with the square: 64 names take some 2,000 comparisons."""

NOWHERE = ("", "")


@dataclass(frozen=True, slots=True)
class Reuse:
    """How widely one contact point is used, the ad at hand included.

    Attributes:
        ads: different ads.
        employers: different employers; several spellings of one name count once, ads that name nobody not at all.
        places: different places as written, case aside; a country without a place is one. countries: different
            countries; sites: different sites.
        unnamed_places: different places of the ads that name no employer.
        days: days from the first to the last sighting, both included.
        since: first day seen.
        largest_share: share of the ads that the commonest employer has, 0 to 1; 0 when no ad names one.

    """

    ads: int
    employers: int
    places: int
    countries: int
    sites: int
    unnamed_places: int
    days: int
    since: date
    largest_share: float


def count_reuse(sightings: Sequence[Sighting]) -> Reuse:
    """Count over ads that share a contact point; each ad counts once, however often it is given.

    Raises:
        ValueError: there is no sighting to count.
    """
    ads = list({one.ad_id: one for one in sightings}.values())
    if not ads:
        raise ValueError("nothing to count: the ad at hand is itself a sighting")
    since = min(one.first_seen_on or one.seen_on for one in ads)
    groups = employer_groups(ads)
    return Reuse(
        ads=len(ads),
        employers=len(groups),
        places=len({_place(one) for one in ads} - {NOWHERE}),
        countries=len({one.country for one in ads if one.country}),
        sites=len({one.site for one in ads if one.site}),
        unnamed_places=len({_place(one) for one in ads if not one.employer_key} - {NOWHERE}),
        days=(max(one.seen_on for one in ads) - since).days + 1,
        since=since,
        largest_share=max(groups, default=0) / len(ads),
    )


def employer_groups(ads: Sequence[Sighting]) -> list[int]:
    """Number of ads of each different employer. Empty: no ad names one.

    Names that are equal, parts of each other, or a slip of the pen apart are one employer: taking two
    employers for one hides a sign, taking one for two would speak against somebody honest.
    """
    names = {one.employer_key: one.employer for one in ads if one.employer_key}
    counts = Counter(one.employer_key for one in ads if one.employer_key)
    groups: list[list[str]] = []
    for key in list(names)[:MOST_NAMES]:
        alike = [group for group in groups if any(_same(names[key], names[other]) for other in group)]
        merged = [key, *(other for group in alike for other in group)]
        groups = [*(group for group in groups if group not in alike), merged]
    rest = list(names)[MOST_NAMES:]
    return [sum(counts[key] for key in group) for group in groups] + [counts[key] for key in rest]


def same_employer(one: Sighting, other: Sighting) -> bool:
    """Whether two ads name one employer, however they spell it; an ad that names nobody is of nobody else's."""
    return not one.employer_key or not other.employer_key or _same(one.employer, other.employer)


def _place(ad: Sighting) -> tuple[str, str]:
    return ad.country, ad.place.casefold()


def _same(one: str, other: str) -> bool:
    return compare(one, other).likeness is not Likeness.DIFFERENT
