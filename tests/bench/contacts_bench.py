"""What linking ads costs and finds, on invented ads with planted campaigns.

The sizes are small by default, so that a run takes two minutes; LEADLIGHT_BENCH_ADS=1000000 measures at full size.
"""

import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from campaigns import KINDS, MadeUpAd, invented_ads
from figures import Figure, Measure

from leadlight.contacts.check import CANDIDATES
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import SAME_GROUP, alike
from leadlight.contacts.model import Sighting
from leadlight.contacts.sighting import sighting_of
from leadlight.storage.database import Database, open_database

KEYS = KeyRing(b"k" * 32)
ADS = int(os.environ.get("LEADLIGHT_BENCH_ADS", "4000"))
GROWTH = 10
RECALLS = ("recall_slots", "recall_sentences", "recall_typos")
LOOK_UPS = 400
OF_INFOSHIELD = 4_000_000 / (8 * 3_600)
"""Documents a second that InfoShield's authors report: 4 million in about 8 hours."""


@cache
def growth() -> tuple[Figure, ...]:
    """The look-up of all ads that share a contact, at a tenth of the ads and at all of them."""
    with _empty() as (database, _):
        ads = [_sighting(one) for one in invented_ads(ADS)]
        few = ads[: ADS // GROWTH]
        database.sightings.remember_all(few)
        small = _look_ups(database, few)
        database.sightings.remember_all(ads[len(few) :])
        large = _look_ups(database, few)
    a, b, p99 = statistics.median(small), statistics.median(large), statistics.quantiles(large, n=100)[98]
    return (
        Figure("contact.growth_10m", b / a, "×", "<= 1.5", b * 1e6, a * 1e6, "µs"),
        Figure("contact.look_up_p99", p99 * 1e3, "ms", "<= 1", None, None),
    )


@cache
def ingest() -> tuple[Figure, ...]:
    """Ads that are kept in a second in bulk, and the room they take on the disk."""
    ads = [_sighting(one) for one in invented_ads(ADS)]
    with tempfile.TemporaryDirectory() as folder:
        with open_database(f"sqlite:///{folder}/bench.sqlite3") as database:
            spent = _cpu(lambda: database.sightings.remember_all(ads))
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    return (
        Figure("contact.ingest_per_s", ADS / spent, "ads/s of CPU", ">= 2000", None, None),
        Figure("contact.bytes_per_ad", size / ADS, "B", "", None, None),
    )


@cache
def duplicates() -> tuple[Figure, ...]:
    """How many texts of the planted campaigns lead to another of their campaign, and how many lead elsewhere."""
    ads = list(invented_ads(ADS))
    with _empty() as (database, _):
        sightings = [_sighting(one) for one in ads]
        database.sightings.remember_all(sightings)
        campaign = {one.ad_id: made.campaign for one, made in zip(sightings, ads, strict=True)}
        found: dict[str, list[bool]] = defaultdict(list)
        right = wrong = 0
        spent = 0.0
        bases = {made.campaign: one.ad_id for one, made in zip(sightings, ads, strict=True) if made.kind == "base"}
        for one, made in zip(sightings, ads, strict=True):
            if made.kind not in KINDS[1:] and made.campaign >= 0:
                continue
            begin = time.process_time()
            near = _near(database, one)
            spent += time.process_time() - begin
            same = [campaign[ad_id] == made.campaign and made.campaign >= 0 for ad_id in near]
            right, wrong = right + sum(same), wrong + len(same) - sum(same)
            if made.campaign >= 0:
                found[made.kind].append(bases[made.campaign] in near)
    asked = len(ads) - len(bases)
    return (
        Figure("duplicates.precision", 100 * right / max(1, right + wrong), "%", ">= 97", None, None),
        Figure("duplicates.recall_slots", _percent(found["slots"]), "%", ">= 100", None, None),
        Figure("duplicates.recall_sentences", _percent(found["sentences"]), "%", ">= 97", None, None),
        Figure("duplicates.recall_typos", _percent(found["typos"]), "%", ">= 85", None, None),
        Figure("duplicates.ms_per_ad", 1e3 * spent / asked, "ms of CPU", "<= 5", None, None),
    )


@cache
def clusters() -> tuple[Figure, ...]:
    """Documents that are grouped in a second of CPU: from the store alone, and from the text on."""
    ads = list(invented_ads(ADS))
    with _empty() as (database, _):
        sightings: list[Sighting] = []
        signing = _cpu(lambda: sightings.extend(map(_sighting, ads)))
        database.sightings.remember_all(sightings)
        counting = _cpu(lambda: database.clusters.recount(ads[0].day))
        glued = _share_of_right_pairs(database, sightings, ads)
    whole = ADS / (signing + counting)
    return (
        Figure("clusters.docs_per_s", ADS / counting, "docs/s of CPU", f">= {50 * OF_INFOSHIELD:.0f}", None, None),
        Figure("clusters.with_signing_docs_per_s", whole, "docs/s of CPU", "", OF_INFOSHIELD, whole, "docs/s"),
        Figure("clusters.pairs_right", 100 * glued, "%", ">= 97", None, None),
    )


def _share_of_right_pairs(database: Database, sightings: list[Sighting], ads: list[MadeUpAd]) -> float:
    """Share of the pairs within clusters that are of one campaign; ads that share only a switchboard are left out."""
    members: dict[bytes, list[int]] = defaultdict(list)
    for one, made in zip(sightings, ads, strict=True):
        cluster_id = database.clusters.cluster_of(one.ad_id)
        if cluster_id is not None and made.campaign >= 0:
            members[cluster_id].append(made.campaign)
    pairs = sum(len(group) * (len(group) - 1) for group in members.values())
    same = sum(group.count(one) - 1 for group in members.values() for one in group)
    return same / max(1, pairs)


def _near(database: Database, one: Sighting) -> set[bytes]:
    if one.text is None:
        return set()
    near = database.sightings.alike(one.text, limit=CANDIDATES)
    return {
        other.ad_id
        for other in near
        if other.ad_id != one.ad_id and other.text is not None and alike(one.text, other.text) >= SAME_GROUP
    }


def _look_ups(database: Database, ads: list[Sighting]) -> list[float]:
    prints = [one.fingerprints[0] for one in ads[:: max(1, len(ads) // LOOK_UPS)]]
    for one in prints:
        database.sightings.sharing(one, limit=100)
    return [_cpu(lambda one=one: database.sightings.sharing(one, limit=100)) for one in prints]


def _sighting(one: MadeUpAd) -> Sighting:
    return sighting_of(one.posting, KEYS, day=one.day)


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _percent(found: list[bool]) -> float:
    return 100 * sum(found) / max(1, len(found))


@contextmanager
def _empty() -> Iterator[tuple[Database, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        with open_database(f"sqlite:///{path}") as database:
            yield database, path


NAMES: dict[Callable[[], tuple[Figure, ...]], tuple[str, ...]] = {
    growth: ("contact.growth_10m", "contact.look_up_p99"),
    ingest: ("contact.ingest_per_s", "contact.bytes_per_ad"),
    duplicates: tuple(f"duplicates.{name}" for name in (*RECALLS, "precision", "ms_per_ad")),
    clusters: ("clusters.docs_per_s", "clusters.with_signing_docs_per_s", "clusters.pairs_right"),
}


def _one(measure: Callable[[], tuple[Figure, ...]], name: str) -> Iterable[Figure]:
    """One figure of a measure that gives several; the measure itself runs once."""
    return [figure for figure in measure() if figure.name == name]


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {
    name: partial(_one, measure, name) for measure, names in NAMES.items() for name in names
}
