"""The statements for sightings, put together once: SQLAlchemy compiles each the first time and reuses it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from leadlight.storage.access import Access, Prepared
from leadlight.storage.tables import sighting, sighting_contact


@dataclass(frozen=True, slots=True)
class SightingStatements:
    """The statements of the store, compiled once by SQLAlchemy and reused."""

    add: Any
    upsert: Any
    move: sa.Update
    drop_unvouched: sa.Delete
    link: Any
    sharing: Prepared
    sharing_vouched: Prepared
    count: Prepared
    count_vouched: Prepared


def sighting_statements(access: Access) -> SightingStatements:
    """Put them together for one kind of database."""
    insert = access.insert(sighting)
    new = insert.excluded
    # What staff stand for is not changed by what anybody sends in with the address of the ad.
    allowed = sa.or_(new.vouched, sa.not_(sighting.c.vouched))
    kept_words: dict[str, sa.ColumnElement[Any]] = {
        name: sa.case((allowed, new[name]), else_=sighting.c[name])
        for name in ("title", "employer", "employer_key", "place", "country", "site")
    }
    kept_words["vouched"] = sa.or_(new.vouched, sighting.c.vouched)
    days = {
        "seen_on": sa.case((new.seen_on > sighting.c.seen_on, new.seen_on), else_=sighting.c.seen_on),
        "first_seen_on": sa.case(
            (new.first_seen_on < sighting.c.first_seen_on, new.first_seen_on), else_=sighting.c.first_seen_on
        ),
    }
    upsert = insert.on_conflict_do_update(index_elements=[sighting.c.ad_id], set_=kept_words | days)
    # The links carry the ad's last day as part of their key, so that the newest are read first without a sort.
    move = (
        sa.update(sighting_contact)
        .where(sighting_contact.c.ad_id == sa.bindparam("of_ad"))
        .where(
            sa.or_(
                sighting_contact.c.seen_on != sa.bindparam("to_day"),
                sighting_contact.c.vouched != sa.bindparam("to_vouched"),
            )
        )
        .values(seen_on=sa.bindparam("to_day"), vouched=sa.bindparam("to_vouched"))
    )
    return SightingStatements(
        add=access.insert(sighting).on_conflict_do_nothing().returning(sighting.c.ad_id),
        upsert=upsert.returning(sighting.c.seen_on, sighting.c.vouched),
        move=move,
        drop_unvouched=sa.delete(sighting_contact).where(
            sighting_contact.c.ad_id == sa.bindparam("of_ad"), sa.not_(sighting_contact.c.vouched)
        ),
        link=access.insert(sighting_contact).on_conflict_do_nothing(),
        sharing=access.prepare(_sharing()),
        sharing_vouched=access.prepare(_sharing(sa.text("vouched"))),
        count=access.prepare(_count()),
        count_vouched=access.prepare(_count(sa.text("vouched"))),
    )


def _count(*more: sa.TextClause) -> sa.Select[Any]:
    # From the index alone, without the ads.
    some = (
        sa.select(sighting_contact.c.ad_id)
        .where(sighting_contact.c.digest == sa.bindparam("digest"), *more)
        .limit(sa.bindparam("most"))
        .subquery()
    )
    return sa.select(sa.func.count()).select_from(some)


def _sharing(*more: sa.TextClause) -> sa.Select[Any]:
    newest = (
        sa.select(sighting_contact.c.ad_id, sighting_contact.c.seen_on)
        .where(sighting_contact.c.digest == sa.bindparam("digest"), *more)
        .order_by(sighting_contact.c.seen_on.desc(), sighting_contact.c.ad_id.desc())
        .limit(sa.bindparam("most"))
        .subquery()
    )
    return (
        sa.select(sighting)
        .join(newest, newest.c.ad_id == sighting.c.ad_id)
        .order_by(newest.c.seen_on.desc(), newest.c.ad_id.desc())
    )
