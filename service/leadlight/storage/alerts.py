"""Alerts in SQL. Implements `leadlight.contacts.ports.AlertStore`."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from leadlight.contacts.alerts import Alert
from leadlight.contacts.model import Fingerprint
from leadlight.contacts.signs import HUB
from leadlight.postings.model import ContactKind
from leadlight.storage.access import Access
from leadlight.storage.tables import alert, sighting, sighting_contact
from leadlight.storage.words import storable

LONGEST_NAME = 100


class SqlAlertStore:
    """What staff were told of, and what they took note of."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def busy_contacts(self, *, since: date, at_least: int) -> Sequence[Fingerprint]:
        """Contact points in at least so many ads first seen on or after `since`, and in no more than a hub has."""
        links = sighting_contact.c
        query = (
            sa.select(links.digest, links.kind, links.key_id)
            .join(sighting, sighting.c.ad_id == links.ad_id)
            .where(sighting.c.seen_on >= since, sighting.c.first_seen_on >= since)
            .where(links.kind != ContactKind.IMAGE.value)
            .group_by(links.digest, links.kind, links.key_id)
            .having(sa.func.count().between(at_least, HUB))
            .order_by(links.digest)
        )
        found = self._access.read(lambda connection: connection.execute(query).all())
        return [Fingerprint(row.kind, bytes(row.digest), row.key_id) for row in found]

    def last_acknowledged(self, rule: str, contact: Fingerprint) -> date | None:
        """The last day on which staff took note of this rule for this contact point; None: they never did."""
        query = sa.select(sa.func.max(alert.c.acknowledged_on)).where(
            alert.c.digest == contact.digest, alert.c.rule == rule
        )
        found: date | None = self._access.read(lambda connection: connection.execute(query).scalar_one())
        return found

    def keep(self, new: Alert) -> bool:
        """Keep an alert; False when the same rule waits for staff already for this contact point."""
        return self._access.write(partial(self._keep, new))

    def newest(self, *, limit: int) -> Sequence[Alert]:
        """Alerts, those that wait first, then the newest. Empty: there is none."""
        order = (alert.c.acknowledged_on.is_not(None), alert.c.raised_on.desc(), alert.c.alert_id)
        return self._alerts(sa.select(alert).order_by(*order).limit(limit))

    def acknowledge(self, alert_id: bytes, *, by: str, on: date) -> bool:
        """Note that a person took note of an alert; False when there is no such alert, or somebody did before."""
        values = {"acknowledged_on": on, "acknowledged_by": storable(by)[:LONGEST_NAME]}
        waiting = alert.c.alert_id == alert_id, alert.c.acknowledged_on.is_(None)
        update = sa.update(alert).where(*waiting).values(values)
        return self._access.write(lambda connection: connection.execute(update).rowcount) == 1

    def unsent(self, *, limit: int) -> Sequence[Alert]:
        """Alerts that were not handed to anybody outside yet, oldest first."""
        return self._alerts(
            sa.select(alert).where(~alert.c.sent).order_by(alert.c.raised_on, alert.c.alert_id).limit(limit)
        )

    def mark_sent(self, sent: Iterable[Alert]) -> None:
        """Note that these were handed over."""
        ids = [one.alert_id for one in sent]
        update = sa.update(alert).where(alert.c.alert_id.in_(ids)).values(sent=True)
        self._access.write(lambda connection: connection.execute(update))

    def unmailed(self, *, limit: int) -> Sequence[Alert]:
        """Alerts that still wait and that staff did not get by mail yet, oldest first."""
        waiting = ~alert.c.mailed, alert.c.acknowledged_on.is_(None)
        return self._alerts(sa.select(alert).where(*waiting).order_by(alert.c.raised_on, alert.c.alert_id).limit(limit))

    def mark_mailed(self, mailed: Iterable[Alert]) -> None:
        """Note that these went out by mail."""
        ids = [one.alert_id for one in mailed]
        update = sa.update(alert).where(alert.c.alert_id.in_(ids)).values(mailed=True)
        self._access.write(lambda connection: connection.execute(update))

    def _keep(self, new: Alert, connection: sa.Connection) -> bool:
        waits = sa.select(alert.c.alert_id).where(
            alert.c.digest == new.contact.digest, alert.c.rule == new.rule, alert.c.acknowledged_on.is_(None)
        )
        if connection.execute(waits).first() is not None:
            return False
        row = {
            "alert_id": new.alert_id,
            "rule": new.rule,
            "digest": new.contact.digest,
            "kind": new.contact.kind,
            "key_id": new.contact.key_id,
            "ad_id": new.ad_id,
            "facts": dict(new.facts),
            "raised_on": new.raised_on,
            "sent": False,
            "mailed": False,
            "acknowledged_on": None,
            "acknowledged_by": "",
        }
        insert = self._access.insert(alert).values(row).on_conflict_do_nothing().returning(alert.c.alert_id)
        return connection.execute(insert).first() is not None

    def _alerts(self, query: sa.Select[Any]) -> list[Alert]:
        found = self._access.read(lambda connection: connection.execute(query).all())
        return [
            Alert(
                rule=row.rule,
                contact=Fingerprint(row.kind, bytes(row.digest), row.key_id),
                ad_id=bytes(row.ad_id),
                facts=row.facts,
                raised_on=row.raised_on,
                acknowledged_on=row.acknowledged_on,
                acknowledged_by=row.acknowledged_by,
            )
            for row in found
        ]
