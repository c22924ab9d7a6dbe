"""What linking ads costs and finds, on invented ads with planted campaigns.

The sizes are small by default, so that a run takes two minutes. `make bench ONLY=contact SIZE=1000000` measures at full
size; how far it is stands on the terminal. The ads are made, signed and kept in portions, so that memory does not grow
with them but for one small entry an ad.
"""

import atexit
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from campaigns import KINDS, MadeUpAd, invented_ads
from figures import Figure, Measure

from leadlight.contacts.check import CANDIDATES, ads_sharing, check_contact
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import SAME_GROUP, alike
from leadlight.contacts.model import Sighting
from leadlight.contacts.sighting import sighting_of
from leadlight.findings import Check, CheckResult, Finding, Source, State, Weight
from leadlight.screening.verdict import decide
from leadlight.storage.database import Database, open_database
from leadlight.storage.tables import cluster_ad

KEYS = KeyRing(b"k" * 32)
USUAL_ADS = 4_000
DAY = date(2026, 11, 20)
GROWTH = 10
PORTION = 2_000
SAY_EVERY_S = 10.0
LOOK_UPS = 400
ASKED_OF_A_KIND = 1_000
FLOOD = 100_000
RECALLS = ("recall_slots", "recall_sentences", "recall_typos")
OF_INFOSHIELD = 4_000_000 / (8 * 3_600)
"""Documents a second that InfoShield's authors report: 4 million in about 8 hours."""

_T = TypeVar("_T")


def size() -> int:
    """How many ads to measure with."""
    return int(os.environ.get("LEADLIGHT_BENCH_ADS") or USUAL_ADS)


@dataclass(slots=True)
class Loaded:
    """A database full of invented ads, and what filling it cost.

    Attributes:
        signing_s, keeping_s: CPU seconds of this process.
        campaigns: ad id -> campaign, -1 for none. bases: campaign -> id of its first ad.
        asked: some ads of each kind, to ask for.

    """

    database: Database
    folder: Path
    ads: int = 0
    signing_s: float = 0.0
    keeping_s: float = 0.0
    campaigns: dict[bytes, int] = field(default_factory=dict)
    bases: dict[int, bytes] = field(default_factory=dict)
    asked: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))


_open = ExitStack()
atexit.register(_open.close)


@cache
def loaded() -> Loaded:
    """Make, sign and keep all ads; once for the figures that need their texts."""
    database, folder = _open.enter_context(_empty())
    into = Loaded(database, folder)
    for portion in _portions(invented_ads(size()), "signing and keeping ads"):
        begin = time.process_time()
        sightings = [_sighting(one) for one in portion]
        signed = time.process_time()
        database.sightings.remember_all(sightings, bulk=True)
        into.signing_s += signed - begin
        into.keeping_s += time.process_time() - signed
        into.ads += len(sightings)
        for one, made in zip(sightings, portion, strict=True):
            into.campaigns[one.ad_id] = made.campaign
            if made.kind == "base":
                into.bases[made.campaign] = one.ad_id
            elif len(into.asked[made.kind]) < ASKED_OF_A_KIND:
                into.asked[made.kind].append(one)
    into.keeping_s += _cpu(lambda: database.sightings.settle(into.ads))
    return into


@cache
def growth() -> tuple[Figure, ...]:
    """The look-up of all ads that share a contact, at a tenth of the ads and at all of them. Texts play no part."""
    with _empty() as (database, folder):
        ads = (
            _sighting(one) for one in _said(invented_ads(size(), with_texts=False), "keeping ads without their texts")
        )
        few = max(PORTION, size() // GROWTH)
        asked: list[Sighting] = []
        for portion in _batches(islice(ads, few)):
            database.sightings.remember_all(portion, bulk=True)
            asked += portion[:: max(1, few // LOOK_UPS)]
        small = _look_ups(database, asked)
        for portion in _batches(ads):
            database.sightings.remember_all(portion, bulk=True)
        large = _look_ups(database, asked)
        disk = _bytes_in(database, folder) / size()
    a, b, p99 = statistics.median(small), statistics.median(large), statistics.quantiles(large, n=100)[98]
    return (
        Figure("contact.growth_10m", b / a, "×", "<= 1.5", b * 1e6, a * 1e6, "µs"),
        Figure("contact.look_up_p50", b * 1e6, "µs", "<= 100", None, None),
        Figure("contact.look_up_p99", p99 * 1e3, "ms", "<= 1", None, None),
        Figure("contact.bytes_per_ad_without_text", disk, "B", "", None, None),
    )


@cache
def ingest() -> tuple[Figure, ...]:
    """Ads that are kept in a second in bulk, and signed in a second; and the room they take on the disk."""
    all_ads = loaded()
    return (
        Figure("contact.ingest_per_s", all_ads.ads / all_ads.keeping_s, "ads/s of CPU", ">= 2000", None, None),
        Figure("contact.signing_per_s", all_ads.ads / all_ads.signing_s, "ads/s of CPU", "", None, None),
        Figure("contact.bytes_per_ad", _bytes_in(all_ads.database, all_ads.folder) / all_ads.ads, "B", "", None, None),
    )


@cache
def flood() -> tuple[Figure, ...]:
    """Whether 100,000 invented ads with an honest employer's phone and text raise any level above a notice."""
    honest = next(invented_ads(1, seed=99)).posting
    base = sighting_of(honest, KEYS, day=DAY)
    with _empty() as (database, _):
        invented = (
            replace(
                base,
                ad_id=number.to_bytes(16, "big"),
                employer=f"Flood {number} Works",
                employer_key=f"flood {number} works",
                country=("PL", "DE", "NL", "SK")[number % 4],
            )
            for number in _said(range(FLOOD), "flooding")
        )
        for portion in _batches(invented):
            database.sightings.remember_all(portion, bulk=True)
        begin = time.process_time()
        result = check_contact(honest, database.sightings, KEYS, today=DAY)
        spent = time.process_time() - begin
    raised = sum(_level(result, own) not in {_level(None, own), "notice"} for own in (None, *Weight))
    return (
        Figure("contact.flood_raised", raised, "levels raised above a notice", "<= 0", len(result.findings), None),
        Figure("contact.flood_check", spent * 1e3, "ms of CPU", "", None, None),
    )


def _level(contact: CheckResult | None, own: Weight | None) -> str:
    """The level of an ad with this wording finding of its own, with and without the flood."""
    source = Source("rules", "rules")
    findings = () if own is None else (Finding(Check.WORDING, "pay.too_good", "pay", own, source),)
    wording = CheckResult(Check.WORDING, State.FOUND if findings else State.NOTHING_FOUND, findings)
    others = [contact or CheckResult(Check.CONTACT, State.NOTHING_FOUND)]
    return decide([wording, CheckResult(Check.REGISTER, State.NOTHING_FOUND), *others]).level.value


@cache
def duplicates() -> tuple[Figure, ...]:
    """How many texts of the planted campaigns lead to the first of their campaign, and how many lead elsewhere."""
    all_ads = loaded()
    found: dict[str, list[bool]] = defaultdict(list)
    right = wrong = 0
    spent: list[float] = []
    for kind, some in all_ads.asked.items():
        for one in _said(some, f"asking for ads of kind {kind}"):
            begin = time.process_time()
            near = _near(all_ads.database, one)
            spent.append(time.process_time() - begin)
            campaign = all_ads.campaigns[one.ad_id]
            same = [campaign >= 0 and all_ads.campaigns[ad_id] == campaign for ad_id in near]
            right, wrong = right + sum(same), wrong + len(same) - sum(same)
            if campaign >= 0:
                found[kind].append(all_ads.bases[campaign] in near)
    return (
        Figure("duplicates.precision", 100 * right / max(1, right + wrong), "%", ">= 97", None, None),
        *(
            Figure(f"duplicates.recall_{kind}", _percent(found[kind]), "%", goal, None, None)
            for kind, goal in zip(KINDS[1:], (">= 100", ">= 97", ">= 85"), strict=True)
        ),
        Figure("duplicates.ms_per_ad", 1e3 * statistics.mean(spent), "ms of CPU", "<= 5", None, None),
    )


@cache
def clusters() -> tuple[Figure, ...]:
    """Documents that are grouped in a second of CPU: from the store alone, and from the text on."""
    all_ads = loaded()
    before = _most_memory()
    _say(f"counting the clusters of {all_ads.ads:,} ads")
    counting = _cpu(lambda: all_ads.database.clusters.recount(DAY))
    memory = (_most_memory() - before) / all_ads.ads
    whole = all_ads.ads / (all_ads.signing_s + counting)
    right = _share_of_right_pairs(all_ads)
    goal = f">= {50 * OF_INFOSHIELD:.0f}"
    return (
        Figure("clusters.docs_per_s", all_ads.ads / counting, "docs/s of CPU", goal, None, None),
        Figure("clusters.with_signing_docs_per_s", whole, "docs/s of CPU", "", OF_INFOSHIELD, whole, "docs/s"),
        Figure("clusters.pairs_right", 100 * right, "%", ">= 97", None, None),
        Figure("clusters.memory_per_ad", memory, "B", "", None, None),
    )


def _share_of_right_pairs(all_ads: Loaded) -> float:
    """Share of the pairs within clusters that are of one campaign; ads that share only a switchboard are left out."""
    members: dict[bytes, list[int]] = defaultdict(list)
    rows = all_ads.database._access.read(lambda one: one.execute(sa.select(cluster_ad)).all())
    for row in rows:
        campaign = all_ads.campaigns[bytes(row.ad_id)]
        if campaign >= 0:
            members[bytes(row.cluster_id)].append(campaign)
    pairs = sum(len(group) * (len(group) - 1) for group in members.values())
    same = sum(sum(n * (n - 1) for n in _counts(group)) for group in members.values())
    return same / max(1, pairs)


def _counts(group: list[int]) -> Iterable[int]:
    counts: dict[int, int] = defaultdict(int)
    for one in group:
        counts[one] += 1
    return counts.values()


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
    asked = [(one.fingerprints[0], one) for one in ads[: 2 * LOOK_UPS]]
    for print_, one in asked:
        ads_sharing(print_, database.sightings, one)
    return [_cpu(partial(ads_sharing, print_, database.sightings, one)) for print_, one in asked]


def _sighting(one: MadeUpAd) -> Sighting:
    return sighting_of(one.posting, KEYS, day=one.day)


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _percent(found: list[bool]) -> float:
    return 100 * sum(found) / max(1, len(found))


def _bytes_in(database: Database, folder: Path) -> int:
    with database._access.engine.connect() as connection:  # what the log holds goes into the file
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    return sum(file.stat().st_size for file in folder.iterdir())


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    source = iter(items)
    while batch := list(islice(source, PORTION)):
        yield batch


def _portions(items: Iterable[_T], doing: str) -> Iterator[list[_T]]:
    return _batches(_said(items, doing))


def _said(items: Iterable[_T], doing: str) -> Iterator[_T]:
    """The items, with a line now and then that says how many went by, how fast, and how much memory is in use."""
    begin = said = time.monotonic()
    for number, item in enumerate(items):
        yield item
        now = time.monotonic()
        if now - said >= SAY_EVERY_S:
            said = now
            _say(f"{doing}: {number + 1:,} ({(number + 1) / (now - begin):,.0f}/s, {_most_memory() / 1e6:,.0f} MB)")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def _empty() -> Iterator[tuple[Database, Path]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_database(f"sqlite:///{folder}/bench.sqlite3", bulk=True) as database,
    ):
        yield database, Path(folder)


NAMES: dict[Callable[[], tuple[Figure, ...]], tuple[str, ...]] = {
    growth: (
        "contact.growth_10m",
        "contact.look_up_p50",
        "contact.look_up_p99",
        "contact.bytes_per_ad_without_text",
    ),
    ingest: ("contact.ingest_per_s", "contact.signing_per_s", "contact.bytes_per_ad"),
    flood: ("contact.flood_raised", "contact.flood_check"),
    duplicates: tuple(f"duplicates.{name}" for name in (*RECALLS, "precision", "ms_per_ad")),
    clusters: (
        "clusters.docs_per_s",
        "clusters.with_signing_docs_per_s",
        "clusters.pairs_right",
        "clusters.memory_per_ad",
    ),
}


def _one(measure: Callable[[], tuple[Figure, ...]], name: str) -> Iterable[Figure]:
    """One figure of a measure that gives several; the measure itself runs once."""
    return [figure for figure in measure() if figure.name == name]


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {
    name: partial(_one, measure, name) for measure, names in NAMES.items() for name in names
}
