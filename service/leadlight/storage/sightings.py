"""Sightings in SQL. Implements `leadlight.contacts.ports.SightingStore`, and forgets on time and on request."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Fingerprint, Sighting, TextSignature
from leadlight.storage.access import BULK_WITHIN_S, Access
from leadlight.storage.sighting_statements import sighting_statements
from leadlight.storage.tables import alert, cluster, cluster_ad, sighting, sighting_contact
from leadlight.storage.texts import BANDS, TextStatements
from leadlight.storage.words import storable

LONGEST_WORDS = 300
"""Code points kept of a title, a name or a place: enough to recognise an ad, and no room for a whole text."""

ADS_TOGETHER = 400
"""Ads kept at a time in bulk: their 13,000 bands are one run (see `band_runs`). Other writers wait some 100 ms."""

ADS_PER_TRANSACTION = 100
"""Ads deleted, or contact points moved, at a time, some 50 ms of work: other writers wait no longer than that on an
idle machine, and on a busy one the batch still ends within the time that a write may take."""

IDS_PER_STATEMENT = 400
"""Below what either database takes as parameters."""


class SqlSightingStore:
    """Ads as remembered, found by contact fingerprint. Holds no clear contact value and nothing about who asked."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._statements = sighting_statements(access)
        self._texts = TextStatements(access)

    def remember(self, sighting: Sighting) -> None:
        """Keep one sighting, whole or not at all. The same ad again updates its last day and adds to no count."""
        self._access.write(lambda connection: self._keep(connection, sighting))

    def remember_all(self, sightings: Sequence[Sighting], *, bulk: bool = False) -> None:
        """Keep many sightings in a few transactions, each whole or not at all.

        `bulk`: for a command that brings many ads, for which nobody waits. It also puts the bands in order that it and
        other commands brought before (see `band_runs`).
        """
        for start in range(0, len(sightings), ADS_TOGETHER):
            batch = sightings[start : start + ADS_TOGETHER]

            def work(connection: sa.Connection, batch: Sequence[Sighting] = batch) -> None:
                # In one order everywhere: two writers on PostgreSQL then never wait for each other in a circle.
                self._keep_all(connection, sorted(batch, key=lambda ad: ad.ad_id), bulk=bulk)

            self._access.write(work, within_s=BULK_WITHIN_S if bulk else None)
            if bulk:
                self._texts.runs.merge()

    def settle(self, brought: int) -> None:
        """Put in order what a command leaves behind that brought so many ads in bulk: later look-ups are quicker.

        One that brought none writes nothing.
        """
        if brought:
            self._texts.runs.settle(brought * BANDS)

    def sharing(self, fingerprint: Fingerprint, *, limit: int, vouched: bool = False) -> Sequence[Sighting]:
        """Ads that share this fingerprint, newest first, at most `limit`. Empty: none was seen.

        `vouched`: only those that staff stand for, however many others there are.
        """
        wanted = {"digest": fingerprint.digest, "most": limit}
        query = self._statements.sharing_vouched if vouched else self._statements.sharing
        return [plain_sighting(row, (fingerprint,)) for row in self._access.rows(query, wanted)]

    def count_sharing(self, fingerprint: Fingerprint, *, most: int, vouched: bool = False) -> int:
        """How many ads share this fingerprint, counted up to `most`; with `vouched` of those that staff stand for."""
        query = self._statements.count_vouched if vouched else self._statements.count
        ((number,),) = self._access.rows(query, {"digest": fingerprint.digest, "most": most})
        return int(number)

    def alike(self, signature: TextSignature, *, limit: int) -> Sequence[Sighting]:
        """Ads whose text may be nearly the same, those that share most bands first. Empty: none shares one."""
        return [plain_sighting(row, (), text) for row, text in self._texts.alike(signature, limit=limit)]

    def digests_of(self, ad_ids: Sequence[bytes]) -> Mapping[bytes, frozenset[bytes]]:
        """Hashes of the contact points of these ads; an ad that has none is left out."""
        links = sighting_contact.c
        found: dict[bytes, set[bytes]] = defaultdict(set)
        for start in range(0, len(ad_ids), IDS_PER_STATEMENT):
            some = ad_ids[start : start + IDS_PER_STATEMENT]
            query = sa.select(links.ad_id, links.digest).where(links.ad_id.in_(some))
            for row in self._access.read(partial(_all_rows, query)):
                found[bytes(row.ad_id)].add(bytes(row.digest))
        return {ad_id: frozenset(digests) for ad_id, digests in found.items()}

    def forget_before(self, day: date) -> int:
        """Delete the ads that were last seen before `day`; returns how many. Enforces the retention time."""
        return self._forget(sighting.c.seen_on < day)

    def forget_ad(self, ad_id: bytes) -> int:
        """Delete one ad; returns 1, or 0 when it was not there."""
        return self._forget(sighting.c.ad_id == ad_id)

    def forget_contact(self, fingerprint: Fingerprint) -> int:
        """Delete every ad in which this contact point stood; returns how many."""
        linked = sa.select(sighting_contact.c.ad_id).where(sighting_contact.c.digest == fingerprint.digest)
        return self._forget(sighting.c.ad_id.in_(linked))

    def forget_employer(self, employer_key: str) -> int:
        """Delete every ad under this folded employer name; returns how many."""
        return self._forget(sighting.c.employer_key == storable(employer_key)[:LONGEST_WORDS])

    def renew_keys(self, keys: KeyRing) -> Iterator[int]:
        """Move stored contact fingerprints on to the newest secret of the ring, without any clear value.

        Yields, after each short transaction, how many were moved so far. May be stopped at any time and started
        again; both secrets must be on the ring of the running service meanwhile.

        Raises:
            ValueError: a stored fingerprint was made with a secret that is not on the ring.
        """
        moved, after = 0, b""
        while batch := self._outdated(keys.key_id, after):
            renewed = [(old, keys.renewed(old)) for old in batch]
            self._access.write(partial(self._move_links, renewed))
            moved, after = moved + len(batch), batch[-1].digest
            yield moved

    def outdated_prints(self, key_id: str) -> int:
        """How many stored contact points have a hash of another secret than the one with this id."""
        links = sighting_contact.c
        query = sa.select(sa.func.count(sa.distinct(links.digest))).where(links.key_id != key_id)
        return self._access.read(lambda connection: connection.execute(query).scalar_one())

    def count(self) -> int:
        """How many ads are remembered."""
        query = sa.select(sa.func.count()).select_from(sighting)
        return self._access.read(lambda connection: connection.execute(query).scalar_one())

    def _keep_all(self, connection: sa.Connection, ads: Sequence[Sighting], *, bulk: bool) -> None:
        added = {bytes(row.ad_id) for row in connection.execute(self._statements.add, [_row(one) for one in ads])}
        new: list[Sighting] = []
        for one in ads:
            if one.ad_id not in added:
                self._keep(connection, one)
                continue
            # The same ad may stand twice in one batch; the second time it is known.
            added.discard(one.ad_id)
            new.append(one)
        links = [link for one in new for link in _links(one, one.seen_on, vouched=one.vouched)]
        if links:
            connection.execute(self._statements.link, links)
        signatures = {one.ad_id: one.text for one in new if one.text is not None}
        self._texts.add(connection, signatures, in_runs=bulk)

    def _keep(self, connection: sa.Connection, one: Sighting) -> None:
        statements = self._statements
        kept = connection.execute(statements.upsert, _row(one)).one()
        if one.vouched:
            # Contacts that somebody sent in with the address of this ad before must not be vouched for with it.
            connection.execute(statements.drop_unvouched, {"of_ad": one.ad_id})
        connection.execute(statements.move, {"of_ad": one.ad_id, "to_day": kept.seen_on, "to_vouched": kept.vouched})
        if kept.vouched and not one.vouched:
            # Anybody can send in other words with the address of an ad that staff stand for.
            return
        links = _links(one, kept.seen_on, vouched=kept.vouched)
        if links:
            connection.execute(statements.link, links)
        self._texts.keep(connection, one.ad_id, one.text)

    def _outdated(self, key_id: str, after: bytes) -> list[Fingerprint]:
        links = sighting_contact.c
        query = (
            sa.select(links.digest, links.kind, links.key_id)
            .where(links.key_id != key_id, links.digest > after)
            .group_by(links.digest, links.kind, links.key_id)
            .order_by(links.digest)
            .limit(ADS_PER_TRANSACTION)
        )
        found = self._access.read(lambda connection: connection.execute(query).all())
        return [Fingerprint(kind=row.kind, digest=bytes(row.digest), key_id=row.key_id) for row in found]

    def _move_links(self, renewed: Sequence[tuple[Fingerprint, Fingerprint]], connection: sa.Connection) -> None:
        links = sighting_contact.c
        for old, new in renewed:
            moved = sa.select(
                sa.literal(new.digest), links.seen_on, links.ad_id, links.kind, sa.literal(new.key_id), links.vouched
            ).where(links.digest == old.digest, links.key_id == old.key_id)
            columns = ["digest", "seen_on", "ad_id", "kind", "key_id", "vouched"]
            # An ad that was seen again meanwhile may have its new link already.
            connection.execute(
                self._access.insert(sighting_contact).from_select(columns, moved).on_conflict_do_nothing()
            )
            connection.execute(
                sa.delete(sighting_contact).where(links.digest == old.digest, links.key_id == old.key_id)
            )
            connection.execute(
                sa.update(alert)
                .where(alert.c.digest == old.digest, alert.c.key_id == old.key_id)
                .values(digest=new.digest, key_id=new.key_id)
            )

    def _forget(self, which: sa.ColumnElement[bool]) -> int:
        batch = sa.select(sighting.c.ad_id).where(which).order_by(sighting.c.ad_id).limit(ADS_PER_TRANSACTION)

        def work(connection: sa.Connection) -> int:
            doomed = [row.ad_id for row in connection.execute(batch)]
            self._texts.forget(connection, doomed)
            for table in (sighting_contact, cluster_ad, alert, sighting):
                connection.execute(sa.delete(table).where(table.c.ad_id.in_(doomed)))
            # A cluster that is named after a forgotten ad is listed again, under another name, after the next count.
            connection.execute(sa.delete(cluster).where(cluster.c.cluster_id.in_(doomed)))
            return len(doomed)

        forgotten = 0
        while deleted := self._access.write(work):
            forgotten += deleted
        return forgotten


def _all_rows(query: sa.Select[Any], connection: sa.Connection) -> Sequence[sa.Row[Any]]:
    return connection.execute(query).all()


def _links(one: Sighting, seen_on: date, *, vouched: bool) -> list[dict[str, Any]]:
    return [
        {
            "digest": print_.digest,
            "seen_on": seen_on,
            "ad_id": one.ad_id,
            "kind": print_.kind,
            "key_id": print_.key_id,
            "vouched": vouched,
        }
        for print_ in one.fingerprints
    ]


def _row(one: Sighting) -> dict[str, Any]:
    return {
        "ad_id": one.ad_id,
        "title": storable(one.title)[:LONGEST_WORDS],
        "employer": storable(one.employer)[:LONGEST_WORDS],
        "employer_key": storable(one.employer_key)[:LONGEST_WORDS],
        "place": storable(one.place)[:LONGEST_WORDS],
        "country": storable(one.country)[:LONGEST_WORDS],
        "site": storable(one.site)[:LONGEST_WORDS],
        "first_seen_on": one.first_seen_on or one.seen_on,
        "seen_on": one.seen_on,
        "vouched": one.vouched,
    }


def plain_sighting(
    row: Sequence[Any], fingerprints: tuple[Fingerprint, ...], text: TextSignature | None = None
) -> Sighting:
    """The sighting in a row of the table as the driver gives it."""
    ad_id, title, employer, employer_key, place, country, site, first_seen_on, seen_on, vouched = row
    return Sighting(
        ad_id=bytes(ad_id),
        title=title,
        employer=employer,
        employer_key=employer_key,
        place=place,
        country=country,
        site=site,
        seen_on=date.fromordinal(seen_on),
        fingerprints=fingerprints,
        first_seen_on=date.fromordinal(first_seen_on),
        text=text,
        vouched=bool(vouched),
    )


def sighting_in(row: sa.Row[Any], fingerprints: tuple[Fingerprint, ...], text: TextSignature | None = None) -> Sighting:
    """The sighting in a row of the table."""
    return Sighting(
        ad_id=bytes(row.ad_id),
        title=row.title,
        employer=row.employer,
        employer_key=row.employer_key,
        place=row.place,
        country=row.country,
        site=row.site,
        seen_on=row.seen_on,
        fingerprints=fingerprints,
        first_seen_on=row.first_seen_on,
        text=text,
        vouched=bool(row.vouched),
    )
