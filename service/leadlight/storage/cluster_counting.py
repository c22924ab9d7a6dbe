"""Reads every link between ads and finds the groups, in pages, so that no read takes long."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from leadlight.contacts.grouping import Grouping, Numbers, join_texts
from leadlight.contacts.signs import HUB
from leadlight.postings.model import ContactKind
from leadlight.storage.access import Access
from leadlight.storage.tables import sighting, sighting_contact, text_signature
from leadlight.storage.texts import BANDS

PAGE = 20_000
"""Rows read at a time; some 20 ms."""

SKETCH_BYTES = 128


def count_groups(access: Access) -> dict[bytes, bytes]:
    """Find the ads that hang together: ad id -> smallest ad id of its cluster. Ads without a link are left out.

    A contact point that more than `signs.HUB` ads share links nothing. Takes some 600 bytes of memory an ad.
    """
    ids = _all_ids(access)
    number = {ad_id: at for at, ad_id in enumerate(ids)}
    grouping = Grouping(len(ids))
    ones, others = _contact_pairs(access, number)
    grouping.join(ones, others)
    join_texts(grouping, *_signatures(access, number))
    first = grouping.groups()
    sizes = np.bincount(first, minlength=len(ids))
    linked = np.flatnonzero(sizes[first] > 1)
    return {ids[at]: ids[of] for at, of in zip(linked.tolist(), first[linked].tolist(), strict=True)}


def _all_ids(access: Access) -> list[bytes]:
    # In the order of the ids, so that the smallest number of a group is its smallest id.
    return [bytes(row.ad_id) for row in _pages(access, sa.select(sighting.c.ad_id), sighting.c.ad_id)]


def _contact_pairs(access: Access, number: dict[bytes, int]) -> tuple[Numbers, Numbers]:
    links = sighting_contact.c
    ones: list[int] = []
    others: list[int] = []
    rows = _pages_by_digest(access, sa.select(links.digest, links.ad_id).where(links.kind != ContactKind.IMAGE.value))
    for _, some in groupby(rows, key=lambda row: row.digest):
        known = [at for row in some if (at := number.get(bytes(row.ad_id))) is not None]
        if 1 < len(known) <= HUB:
            ones += known[1:]
            others += known[:1] * (len(known) - 1)
    return np.array(ones, dtype=np.int64), np.array(others, dtype=np.int64)


def _signatures(access: Access, number: dict[bytes, int]) -> tuple[Numbers, Numbers, npt.NDArray[np.uint8]]:
    texts = text_signature.c
    ads: list[int] = []
    bands, sketches = bytearray(), bytearray()
    for row in _pages(access, sa.select(texts.ad_id, texts.bands, texts.sketch), texts.ad_id):
        at = number.get(bytes(row.ad_id))
        if at is not None:
            ads.append(at)
            bands += row.bands
            sketches += row.sketch
    return (
        np.array(ads, dtype=np.int64),
        np.frombuffer(bands, dtype=">i8").astype(np.int64).reshape(-1, BANDS),
        np.frombuffer(sketches, dtype=np.uint8).reshape(-1, SKETCH_BYTES),
    )


def _pages(access: Access, query: sa.Select[Any], key: sa.ColumnElement[bytes]) -> Iterator[sa.Row[Any]]:
    """Every row of a query, in the order of its unique key."""
    after = b""
    while rows := access.read(partial(_page, query.where(key > after).order_by(key))):
        yield from rows
        after = bytes(rows[-1][0])


def _pages_by_digest(access: Access, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    """Every link, all of one contact point together; of a contact point with more than a page of ads, a page."""
    digest = sighting_contact.c.digest
    after = b""
    while rows := access.read(partial(_page, query.where(digest > after).order_by(digest))):
        last = rows[-1].digest
        whole = [row for row in rows if row.digest != last] if len(rows) == PAGE and rows[0].digest != last else rows
        yield from whole
        after = bytes(whole[-1].digest)


def _page(query: sa.Select[Any], connection: sa.Connection) -> Sequence[sa.Row[Any]]:
    return connection.execute(query.limit(PAGE)).all()
