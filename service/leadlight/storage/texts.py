"""Text signatures in SQL: kept with an ad, found by a shared band, deleted with the ad."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from leadlight.contacts.model import TextSignature
from leadlight.storage.access import Access
from leadlight.storage.band_runs import BandRuns
from leadlight.storage.tables import band_run, run_band, sighting, text_band, text_signature

BANDS = 32
_PACKED = struct.Struct(f">{BANDS}q")

ADS_PER_BAND = 500
"""Ads read for one band. A band that more ads share is a phrase that everybody uses; other bands tell them apart."""

ADS_PER_DELETE = 50
"""Ads whose bands go in one statement: 1,600 bands, below what either database takes as parameters."""

ADS_OF_A_RUN = 100
"""A batch of fewer ads is no run: a command that is used often with a few ads would leave many small ones."""


class TextStatements:
    """The statements for text signatures; those that write run on a connection that the caller has."""

    def __init__(self, access: Access) -> None:
        insert = access.insert(text_signature)
        self._keep_signature = insert.on_conflict_do_update(
            index_elements=[text_signature.c.ad_id],
            set_={name: insert.excluded[name] for name in ("bands", "sketch", "sentences")},
        )
        band: dict[str, Any] = {name: sa.bindparam(name) for name in ("band", "ad_id")}
        self._keep_band = access.prepare(access.insert(text_band).values(band).on_conflict_do_nothing())
        self._kept = sa.select(text_signature.c.bands, text_signature.c.sentences).where(
            text_signature.c.ad_id == sa.bindparam("ad")
        )
        self._access = access
        self.runs = BandRuns(access)
        self._alike = access.prepare(_alike_query())

    def keep(self, connection: sa.Connection, ad_id: bytes, signature: TextSignature | None) -> None:
        """Keep the signature of an ad in place of the one it had; None (a short text) deletes it."""
        packed = _PACKED.pack(*signature.bands) if signature is not None else None
        kept = connection.execute(self._kept, {"ad": ad_id}).one_or_none()
        if kept is not None and signature is not None and (kept.bands, kept.sentences) == (packed, signature.sentences):
            return
        if kept is not None:
            self.forget(connection, [ad_id])
        if signature is not None:
            row = {"ad_id": ad_id, "bands": packed, "sketch": signature.sketch, "sentences": signature.sentences}
            connection.execute(self._keep_signature, row)
            self._keep_bands(connection, [(band, ad_id) for band in sorted(signature.bands)])

    def add(self, connection: sa.Connection, signatures: Mapping[bytes, TextSignature], *, in_runs: bool) -> None:
        """Keep the signatures of ads that had none, all at once; with `in_runs` their bands as a run."""
        if not signatures:
            return
        rows = [
            {"ad_id": ad_id, "bands": _PACKED.pack(*one.bands), "sketch": one.sketch, "sentences": one.sentences}
            for ad_id, one in signatures.items()
        ]
        connection.execute(self._keep_signature, rows)
        bands = _in_order(signatures)
        if in_runs and len(signatures) >= ADS_OF_A_RUN:
            self.runs.add(connection, bands)
        else:
            self._keep_bands(connection, bands)

    def _keep_bands(self, connection: sa.Connection, bands: Sequence[tuple[int, bytes]]) -> None:
        # Thirty-two rows an ad of two plain columns: handed to the driver as they are they cost half.
        rows = bands if self._keep_band.names else [{"band": band, "ad_id": ad_id} for band, ad_id in bands]
        connection.exec_driver_sql(self._keep_band.sql, list(rows))

    def forget(self, connection: sa.Connection, ad_ids: Sequence[bytes]) -> None:
        """Delete the signatures of these ads and their bands."""
        for start in range(0, len(ad_ids), ADS_PER_DELETE):
            doomed = ad_ids[start : start + ADS_PER_DELETE]
            rows = connection.execute(sa.select(text_signature.c.bands).where(text_signature.c.ad_id.in_(doomed)))
            bands = sorted({band for row in rows for band in _PACKED.unpack(row.bands)})
            if bands:
                connection.execute(
                    sa.delete(text_band).where(text_band.c.band.in_(bands), text_band.c.ad_id.in_(doomed))
                )
                self.runs.forget(connection, bands, doomed)
                connection.execute(sa.delete(text_signature).where(text_signature.c.ad_id.in_(doomed)))

    def alike(self, signature: TextSignature, *, limit: int) -> Iterator[tuple[Sequence[Any], TextSignature]]:
        """The ads that share a band, those that share most first: each row as the driver gives it, and its text."""
        wanted = {f"band_{number}": band for number, band in enumerate(signature.bands)}
        for *ad, bands, sketch, sentences in self._access.rows(self._alike, wanted | {"most": limit}):
            yield ad, signature_in(bands, sketch, sentences)


def _in_order(signatures: Mapping[bytes, TextSignature]) -> list[tuple[int, bytes]]:
    """Every band of every ad once, in the order of the bands."""
    ids = list(signatures)
    bands = np.array([one.bands for one in signatures.values()], dtype=np.int64).ravel()
    # By ad where a band is shared; numpy sorts 13,000 numbers in a tenth of the time that Python takes for the pairs.
    order = np.argsort(bands, kind="stable")
    pairs = zip(bands[order].tolist(), [ids[at] for at in (order // BANDS).tolist()], strict=True)
    return list(dict.fromkeys(pairs))


def signature_in(bands: bytes, sketch: bytes, sentences: bytes) -> TextSignature:
    """The signature in these three columns of a row."""
    return TextSignature(bands=_PACKED.unpack(bands), sketch=bytes(sketch), sentences=bytes(sentences))


def _alike_query() -> sa.Select[Any]:
    alone = sa.select(text_band.c.ad_id)
    # Not a join: SQLite would look through all bands and ask for the run of each.
    in_runs = sa.select(run_band.c.ad_id).where(run_band.c.run.in_(sa.select(band_run.c.run)))
    per_band = [
        sa.select(kept.where(column == sa.bindparam(f"band_{number}")).limit(ADS_PER_BAND).subquery())
        for kept, column in ((alone, text_band.c.band), (in_runs, run_band.c.band))
        for number in range(BANDS)
    ]
    every = sa.union_all(*per_band).subquery()
    ranked = (
        sa.select(every.c.ad_id, sa.func.count().label("shared"))
        .group_by(every.c.ad_id)
        .order_by(sa.desc("shared"), every.c.ad_id)
        .limit(sa.bindparam("most"))
        .subquery()
    )
    return (
        sa.select(sighting, text_signature.c.bands, text_signature.c.sketch, text_signature.c.sentences)
        .select_from(ranked)
        .join(sighting, sighting.c.ad_id == ranked.c.ad_id)
        .join(text_signature, text_signature.c.ad_id == ranked.c.ad_id)
        .order_by(ranked.c.shared.desc(), ranked.c.ad_id)
    )
