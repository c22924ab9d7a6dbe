"""Clusters over SQLite and PostgreSQL alike: walked from one ad, and counted over all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from leadlight.contacts.clusters import summary_of, template_of, walk
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.likeness import signature_of
from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.contacts.signs import HUB
from leadlight.postings.model import Posting
from leadlight.storage import cluster_counting
from leadlight.storage.database import Database

DAY = date(2026, 11, 1)
KEYS = KeyRing(b"k" * 32)
TEXTS = [
    "We look for people who pick tomatoes in large greenhouses. The work is done in two shifts and the room is near. "
    "You bring warm clothes and good shoes, we organise the bus from your home town. Pay comes every second week. "
    "Nobody needs to speak the language of the country, our people at the farm speak yours.",
    "The clinic is hiring nurses for the ward of internal medicine. Nights are paid extra and a uniform is given. "
    "Please send us your diploma and the names of two former heads of department who know how you work. "
    "The contract is without a time limit and begins with three months in which both sides may end it.",
]


def phone(number: int) -> Fingerprint:
    return KEYS.fingerprint("phone", f"+4860{number:07}")


def ad(number: int, *phones: int, text: str = "") -> Sighting:
    return Sighting(
        ad_id=number.to_bytes(16, "big"),
        title=f"Picker {number % 2}",
        employer=f"Farm {number}",
        employer_key=f"farm {number}",
        place="Łódź" if number % 2 else "ŁÓDŹ",
        country="PL",
        site=f"jobs{number % 3}.example",
        seen_on=DAY + timedelta(days=number % 5),
        fingerprints=tuple(phone(one) for one in phones),
        text=signature_of(Posting(text=text), KEYS) if text else None,
    )


def numbers(ads: Sequence[Sighting]) -> list[int]:
    return sorted(int.from_bytes(one.ad_id, "big") for one in ads)


def test_an_ad_alone_is_a_cluster_of_one_and_no_ad_is_none(database: Database) -> None:
    database.sightings.remember(ad(1, 1))
    cluster = walk(ad(1).ad_id, database.clusters)
    assert cluster is not None
    assert numbers(cluster.ads) == [1]
    assert cluster.complete
    assert walk(ad(2).ad_id, database.clusters) is None
    assert database.clusters.recount(DAY) == 0
    assert list(database.clusters.largest(limit=9)) == []
    assert database.clusters.cluster_of(ad(1).ad_id) is None


def test_ads_hang_together_over_several_contacts_and_over_texts(database: Database) -> None:
    database.sightings.remember_all(
        [ad(1, 1), ad(2, 1, 2), ad(3, 2, text=TEXTS[0]), ad(4, text=TEXTS[0] + " Call us."), ad(5, 9, text=TEXTS[1])]
    )
    for start in (1, 2, 3, 4):
        cluster = walk(ad(start).ad_id, database.clusters)
        assert cluster is not None
        assert numbers(cluster.ads) == [1, 2, 3, 4]
        assert {one.digest for found in cluster.ads for one in found.fingerprints} == {phone(1).digest, phone(2).digest}
    assert database.clusters.recount(DAY) == 1
    (summary,) = database.clusters.largest(limit=9)
    assert (summary.ads, summary.employers, summary.contacts, summary.countries) == (4, 4, 2, 1)
    assert (summary.sites, summary.first_seen_on, summary.counted_on) == (3, DAY + timedelta(days=1), DAY)
    assert database.clusters.cluster_of(ad(4).ad_id) == summary.cluster_id == ad(1).ad_id
    counted = database.clusters.counted(summary.cluster_id, limit=99)
    assert counted is not None
    assert numbers(counted.ads) == [1, 2, 3, 4]


def test_a_number_that_too_many_ads_share_glues_nothing_and_is_named(database: Database) -> None:
    relay = [ad(number, 0, number % 2 + 1) for number in range(HUB + 20)]
    relay = [replace(one, fingerprints=one.fingerprints[:1]) if at > 5 else one for at, one in enumerate(relay)]
    database.sightings.remember_all(relay)
    cluster = walk(ad(0).ad_id, database.clusters)
    assert cluster is not None
    assert numbers(cluster.ads) == [0, 2, 4]
    assert cluster.hubs == {phone(0).digest: HUB + 1}
    assert database.clusters.recount(DAY) == 2
    counted = database.clusters.counted(ad(1).ad_id, limit=99)
    assert counted is not None
    assert numbers(counted.ads) == [1, 3, 5]
    assert counted.hubs == {phone(0).digest: HUB + 1}


def test_a_text_is_not_followed_from_an_ad_that_came_by_its_text(database: Database) -> None:
    halves = [TEXTS[0], TEXTS[0][:200] + TEXTS[1][:160], TEXTS[1]]
    database.sightings.remember_all([ad(number, text=text) for number, text in enumerate(halves, start=1)])
    cluster = walk(ad(1).ad_id, database.clusters)
    assert cluster is not None
    assert 3 not in numbers(cluster.ads)


def test_a_walk_stops_at_its_limit_and_says_so(database: Database) -> None:
    database.sightings.remember_all([ad(number, number, number + 1) for number in range(40)])
    cluster = walk(ad(0).ad_id, database.clusters, most=10)
    assert cluster is not None
    assert (len(cluster.ads), cluster.complete) == (10, False)
    database.clusters.recount(DAY)
    counted = database.clusters.counted(ad(0).ad_id, limit=15)
    assert counted is not None
    assert (len(counted.ads), counted.complete) == (15, False)


def test_clusters_grow_merge_and_shrink_with_the_ads(database: Database) -> None:
    database.sightings.remember_all([ad(1, 1), ad(2, 1), ad(3, 2), ad(4, 2)])
    assert database.clusters.recount(DAY) == 2
    database.sightings.remember(ad(5, 1, 2))
    assert database.clusters.recount(DAY) == 1
    assert [one.ads for one in database.clusters.largest(limit=9)] == [5]
    database.sightings.forget_ad(ad(5).ad_id)
    database.sightings.forget_ad(ad(1).ad_id)
    assert list(database.clusters.largest(limit=9)) == []
    assert database.clusters.recount(DAY + timedelta(days=1)) == 1
    (summary,) = database.clusters.largest(limit=9)
    assert (summary.cluster_id, summary.ads, summary.counted_on) == (ad(3).ad_id, 2, DAY + timedelta(days=1))
    assert database.clusters.cluster_of(ad(2).ad_id) is None


def test_counting_reads_in_pages_and_loses_nothing_between_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_counting, "PAGE", 7)
    database.sightings.remember_all(
        [ad(number, number // 3, text=TEXTS[0] if number > 50 else "") for number in range(60)]
    )
    assert database.clusters.recount(DAY) == 18
    assert [one.ads for one in database.clusters.largest(limit=3)] == [9, 3, 3]


def test_a_count_that_was_cut_off_is_finished_by_the_next(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlight.storage import clusters

    database.sightings.remember_all([ad(number, number // 2) for number in range(20)])
    with monkeypatch.context() as broken:
        broken.setattr(clusters, "_summarise", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            database.clusters.recount(DAY)
    assert database.clusters.recount(DAY) == 10
    assert [one.ads for one in database.clusters.largest(limit=99)] == [2] * 10


def test_a_summary_counts_and_a_template_says_what_is_common() -> None:
    ads = [ad(number, 1, number, text=TEXTS[0] if number else TEXTS[1]) for number in range(6)]
    summary = summary_of(b"c" * 16, ads, today=DAY)
    assert (summary.ads, summary.contacts, summary.places, summary.sites) == (6, 6, 1, 3)
    template = template_of(ads)
    assert (template.titled, template.ads, template.sentences) == (3, 5, 5)
    assert template_of([ad(1)]).ads == 0
