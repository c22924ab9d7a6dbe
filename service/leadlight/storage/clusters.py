"""Clusters in SQL. Implements `leadlight.contacts.ports.ClusterStore`, and counts all clusters anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from leadlight.contacts.clusters import Cluster, ClusterSummary, walk
from leadlight.contacts.model import Fingerprint, Sighting, TextSignature
from leadlight.contacts.signs import HUB
from leadlight.storage.access import Access
from leadlight.storage.cluster_counting import count_groups
from leadlight.storage.sightings import plain_sighting, sighting_in
from leadlight.storage.tables import cluster, cluster_ad, sighting, sighting_contact, text_signature
from leadlight.storage.texts import TextStatements, signature_in

MOST_ADS = 10_000
"""Ads of one cluster that are read at a time; some 300 ms."""

ID_BYTES = 16

IDS_PER_STATEMENT = 400
"""Below what either database takes as parameters, and a few milliseconds of work."""


class SqlClusterStore:
    """Which ads hang together: looked up from one ad, or counted over all of them."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._texts = TextStatements(access)
        links = sighting_contact.c
        self._holders = sa.select(links.ad_id).where(links.digest == sa.bindparam("digest")).limit(sa.bindparam("most"))

    def ads(self, ad_ids: Sequence[bytes]) -> Sequence[Sighting]:
        """These ads with all their fingerprints and text signatures; those that are not there are left out."""
        return self._access.read(
            lambda connection: [
                ad for some in _parts(ad_ids) for ad in _whole_ads(connection, sighting.c.ad_id.in_(some))
            ]
        )

    def holders(self, digest: bytes, *, limit: int) -> Sequence[bytes]:
        """Ids of the ads that share this contact point, at most `limit`. Empty: none does."""
        found = self._access.read(lambda connection: connection.execute(self._holders, _holding(digest, limit)).all())
        return [bytes(row.ad_id) for row in found]

    def alike(self, signature: TextSignature, *, limit: int) -> Sequence[Sighting]:
        """Ads whose text may be nearly the same, those that share most bands first."""
        return [plain_sighting(row, (), text) for row, text in self._texts.alike(signature, limit=limit)]

    def largest(self, *, limit: int, offset: int = 0) -> Sequence[ClusterSummary]:
        """The clusters as they were counted the last time, those with most ads first. Empty: there is none."""
        query = sa.select(cluster).order_by(cluster.c.ads.desc(), cluster.c.cluster_id).limit(limit).offset(offset)
        found = self._access.read(lambda connection: connection.execute(query).all())
        return [ClusterSummary(**{**row._asdict(), "cluster_id": bytes(row.cluster_id)}) for row in found]

    def counted(self, cluster_id: bytes, *, limit: int) -> Cluster | None:
        """A cluster as it was counted the last time, with its hubs; None when there is none with this id."""

        def read(connection: sa.Connection) -> tuple[list[Sighting], dict[bytes, int]]:
            members = sa.select(cluster_ad.c.ad_id).where(cluster_ad.c.cluster_id == cluster_id)
            ids = [bytes(row.ad_id) for row in connection.execute(members.order_by("ad_id").limit(limit + 1))]
            ads = [ad for some in _parts(ids) for ad in _whole_ads(connection, sighting.c.ad_id.in_(some))]
            return ads, self._hubs(connection, ads[:limit])

        ads, hubs = self._access.read(read)
        if not ads:
            return None
        complete = len(ads) <= limit
        return Cluster(
            sorted(ads[:limit], key=lambda ad: (ad.first_seen_on or ad.seen_on, ad.ad_id)), hubs, complete=complete
        )

    def find(self, given_id: str) -> Cluster | None:
        """Find a cluster by its id (hexadecimal), or by an ad in it; an ad that was not counted yet is walked from.

        None: no cluster and no ad has this id.
        """
        try:
            wanted = bytes.fromhex(given_id)
        except ValueError:
            return None
        if len(wanted) != ID_BYTES:
            return None
        counted = self.counted(self.cluster_of(wanted) or wanted, limit=MOST_ADS)
        return counted if counted is not None else walk(wanted, self)

    def cluster_of(self, ad_id: bytes) -> bytes | None:
        """Id of the cluster that an ad belonged to when they were counted; None when to none."""
        query = sa.select(cluster_ad.c.cluster_id).where(cluster_ad.c.ad_id == ad_id)
        found = self._access.read(lambda connection: connection.execute(query).scalar_one_or_none())
        return None if found is None else bytes(found)

    def recount(self, day: date) -> int:
        """Count all clusters anew; returns how many there are.

        Only what changed is written, in short transactions, and the old numbers answer meanwhile. It may be stopped
        at any time and started again.
        """
        new = count_groups(self._access)
        query = sa.select(cluster_ad.c.ad_id, cluster_ad.c.cluster_id)
        old = {
            bytes(row.ad_id): bytes(row.cluster_id) for row in self._access.read(lambda one: one.execute(query).all())
        }
        changed = {ad_id for ad_id in new.keys() | old.keys() if new.get(ad_id) != old.get(ad_id)}
        for some in _parts(sorted(changed)):
            self._access.write(partial(_move, some, new))
        ids = sorted(set(new.values()) | set(old.values()))
        for some in _parts(ids):
            self._access.write(partial(_summarise, some, day))
        return len(set(new.values()))

    def _hubs(self, connection: sa.Connection, ads: Iterable[Sighting]) -> dict[bytes, int]:
        hubs = {}
        for digest in {one.digest for ad in ads for one in ad.fingerprints}:
            holders = len(connection.execute(self._holders, _holding(digest, HUB + 1)).all())
            if holders > HUB:
                hubs[digest] = holders
        return hubs


def _holding(digest: bytes, limit: int) -> dict[str, Any]:
    return {"digest": digest, "most": limit}


def _parts(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        yield ids[start : start + IDS_PER_STATEMENT]


def _whole_ads(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Sighting]:
    texts = text_signature.c
    query = (
        sa.select(sighting, texts.bands, texts.sketch, texts.sentences)
        .outerjoin(text_signature, texts.ad_id == sighting.c.ad_id)
        .where(which)
    )
    rows = connection.execute(query).all()
    prints: dict[bytes, list[Fingerprint]] = defaultdict(list)
    links = sa.select(sighting_contact).where(sighting_contact.c.ad_id.in_([row.ad_id for row in rows]))
    for link in connection.execute(links.order_by(sighting_contact.c.digest)):
        prints[bytes(link.ad_id)].append(Fingerprint(link.kind, bytes(link.digest), link.key_id))
    return [sighting_in(row, tuple(prints[bytes(row.ad_id)]), _text_of(row)) for row in rows]


def _text_of(row: sa.Row[Any]) -> TextSignature | None:
    return None if row.bands is None else signature_in(row.bands, row.sketch, row.sentences)


def _move(ad_ids: Sequence[bytes], new: Mapping[bytes, bytes], connection: sa.Connection) -> None:
    connection.execute(sa.delete(cluster_ad).where(cluster_ad.c.ad_id.in_(ad_ids)))
    # An ad that was forgotten since the count began must not come back.
    there = {
        bytes(row.ad_id) for row in connection.execute(sa.select(sighting.c.ad_id).where(sighting.c.ad_id.in_(ad_ids)))
    }
    rows = [{"cluster_id": new[ad_id], "ad_id": ad_id} for ad_id in ad_ids if ad_id in new and ad_id in there]
    if rows:
        connection.execute(sa.insert(cluster_ad), rows)


def _summarise(ids: Sequence[bytes], day: date, connection: sa.Connection) -> None:
    """Count the ads, employers and so on of these clusters; one that has no ads any more goes."""
    of_them = cluster_ad.c.cluster_id.in_(ids)
    contacts = (
        sa.select(cluster_ad.c.cluster_id, sa.func.count(sa.distinct(sighting_contact.c.digest)).label("contacts"))
        .join(sighting_contact, sighting_contact.c.ad_id == cluster_ad.c.ad_id)
        .where(of_them)
        .group_by(cluster_ad.c.cluster_id)
    )
    by_contact = {bytes(row.cluster_id): row.contacts for row in connection.execute(contacts)}
    place = sighting.c.country + "\n" + sa.func.lower(sighting.c.place)
    counts = (
        sa.select(
            cluster_ad.c.cluster_id,
            sa.func.count().label("ads"),
            sa.func.count(sa.distinct(sa.func.nullif(sighting.c.employer_key, ""))).label("employers"),
            sa.func.count(sa.distinct(sa.func.nullif(place, "\n"))).label("places"),
            sa.func.count(sa.distinct(sa.func.nullif(sighting.c.country, ""))).label("countries"),
            sa.func.count(sa.distinct(sa.func.nullif(sighting.c.site, ""))).label("sites"),
            sa.func.min(sighting.c.first_seen_on).label("first_seen_on"),
            sa.func.max(sighting.c.seen_on).label("seen_on"),
        )
        .join(sighting, sighting.c.ad_id == cluster_ad.c.ad_id)
        .where(of_them)
        .group_by(cluster_ad.c.cluster_id)
    )
    rows = [
        {**row._asdict(), "contacts": by_contact.get(bytes(row.cluster_id), 0), "counted_on": day}
        for row in connection.execute(counts)
    ]
    connection.execute(sa.delete(cluster).where(cluster.c.cluster_id.in_(ids)))
    if rows:
        connection.execute(sa.insert(cluster), rows)
