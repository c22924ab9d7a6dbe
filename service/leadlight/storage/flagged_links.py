"""Links of flagged ads in SQL. Implements `leadlight.api.ports.LinkBook`."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from leadlight.storage.access import Access
from leadlight.storage.tables import flagged_link

HASH_BYTES = 32
ROWS_PER_TRANSACTION = 500

_BETWEEN = (
    sa.select(flagged_link.c.link, flagged_link.c.level)
    .where(flagged_link.c.link.between(sa.bindparam("first"), sa.bindparam("last")))
    # "warning" comes after "caution" in the alphabet: where there is no room for all, the warnings stay.
    .order_by(flagged_link.c.level.desc(), flagged_link.c.judged_on.desc(), flagged_link.c.link)
    .limit(sa.bindparam("most"))
)


class SqlLinkBook:
    """Hashes of links by their beginning. Holds no link in readable form and nothing about who asked."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def beginning_with(self, prefix: bytes, *, limit: int) -> Sequence[tuple[bytes, str]]:
        """Hash and level of the flagged links whose hash begins so, warnings first. Empty: none is known."""
        first = prefix.ljust(HASH_BYTES, b"\x00")
        last = prefix.ljust(HASH_BYTES, b"\xff")
        wanted = {"first": first, "last": last, "most": limit}
        rows = self._access.read(lambda connection: connection.execute(_BETWEEN, wanted).all())
        return [(bytes(row.link), row.level) for row in rows]

    def flag(self, links: Sequence[bytes], level: str, *, on: date) -> None:
        """Keep the level of these links, or change it."""
        rows = [{"link": link, "level": level, "judged_on": on} for link in sorted(set(links))]
        insert = self._access.insert(flagged_link)
        new = {"level": insert.excluded.level, "judged_on": insert.excluded.judged_on}
        upsert = insert.on_conflict_do_update(index_elements=[flagged_link.c.link], set_=new)
        self._access.write(lambda connection: connection.execute(upsert, rows))

    def unflag(self, links: Sequence[bytes]) -> None:
        """Forget these links: their page was read again and judged less. Unknown ones are no error."""
        known = sa.select(sa.func.count()).where(flagged_link.c.link.in_(links))
        # Nearly no page was flagged before, and reading keeps nobody waiting.
        if self._access.read(lambda connection: connection.execute(known).scalar_one()):
            gone = sa.delete(flagged_link).where(flagged_link.c.link.in_(links))
            self._access.write(lambda connection: connection.execute(gone))

    def forget_before(self, day: date) -> int:
        """Delete the links whose page was last judged before `day`; returns how many."""
        old = sa.select(flagged_link.c.link).where(flagged_link.c.judged_on < day).limit(ROWS_PER_TRANSACTION)
        batch = sa.delete(flagged_link).where(flagged_link.c.link.in_(old))
        forgotten = 0
        while deleted := self._access.write(lambda connection: connection.execute(batch).rowcount):
            forgotten += deleted
        return forgotten
