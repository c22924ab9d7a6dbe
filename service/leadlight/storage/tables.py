"""The tables, in SQLAlchemy Core, the same for SQLite and PostgreSQL.

What a table holds and for how long stands beside it. No table has a sequence, a trigger or an extension type,
and every large one has a hash in its primary key, so each can be spread over machines by that hash.
Nothing here says who asked: no address, no account, no time of day.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect


class Day(sa.types.TypeDecorator[date]):
    """A calendar day, kept as its proleptic Gregorian ordinal: four bytes, and the same order in every database."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Day to its ordinal; None stays None."""
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ANN401 - SQLAlchemy's own
        """Ordinal to its day; None stays None."""
        return None if value is None else date.fromordinal(value)


HASH = sa.LargeBinary(16)
"""Keyed hashes, cut to 128 bits: collisions stay out of reach up to 10^15 rows."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""SQLite: the rows lie in the order of the primary key, as the look-ups read them."""

# One row per loaded copy of a register. Kept until the next copy is in place.
register_snapshot = sa.Table(
    "register_snapshot",
    metadata,
    sa.Column("snapshot", HASH, primary_key=True),
    sa.Column("register_id", sa.Text, nullable=False, index=True),
    sa.Column("as_of", Day, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    **CLUSTERED,
)

# Which copy of a register answers. Changing this one row is the swap.
register_current = sa.Table(
    "register_current",
    metadata,
    sa.Column("register_id", sa.Text, primary_key=True),
    sa.Column("snapshot", HASH, nullable=False),
    **CLUSTERED,
)

# Rows of the registers as published. Public data; kept as long as their copy.
register_entry = sa.Table(
    "register_entry",
    metadata,
    sa.Column("snapshot", HASH, primary_key=True),
    sa.Column("row_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("valid_from", Day),
    sa.Column("valid_until", Day),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("other_names", sa.JSON, nullable=False),
    sa.Column("phones", sa.JSON, nullable=False),
    sa.Column("emails", sa.JSON, nullable=False),
    sa.Index(None, "snapshot", "number"),
    **CLUSTERED,
)

# Name keys of the register rows: what a name may be looked up by. Kept as long as their copy.
register_name_key = sa.Table(
    "register_name_key",
    metadata,
    sa.Column("snapshot", HASH, primary_key=True),
    sa.Column("name_key", sa.Text, primary_key=True),
    sa.Column("row_id", sa.Text, primary_key=True),
    **CLUSTERED,
)

# One row per ad as remembered. Deleted when not seen again for the retention time (a setting, in days).
# `vouched`: staff stand for it.
sighting = sa.Table(
    "sighting",
    metadata,
    sa.Column("ad_id", HASH, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("employer", sa.Text, nullable=False),
    sa.Column("employer_key", sa.Text, nullable=False, index=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("first_seen_on", Day, nullable=False),
    sa.Column("seen_on", Day, nullable=False, index=True),
    sa.Column("vouched", sa.Boolean, nullable=False, server_default=sa.false()),
    **CLUSTERED,
)

# Which contact stood in which ad: keyed hashes only. Deleted together with the ad. Those of ads that staff stand
# for are found by an index of their own, so that no number of other ads hides them.
sighting_contact = sa.Table(
    "sighting_contact",
    metadata,
    sa.Column("digest", HASH, primary_key=True),
    sa.Column("seen_on", Day, primary_key=True),
    sa.Column("ad_id", HASH, primary_key=True, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key_id", sa.Text, nullable=False),
    sa.Column("vouched", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index(
        "ix_sighting_contact_vouched",
        "digest",
        "seen_on",
        sqlite_where=sa.text("vouched"),
        postgresql_where=sa.text("vouched"),
    ),
    **CLUSTERED,
)

# Signature of the text of an ad; the words cannot be read from it. Deleted together with the ad.
text_signature = sa.Table(
    "text_signature",
    metadata,
    sa.Column("ad_id", HASH, primary_key=True),
    sa.Column("bands", sa.LargeBinary(256), nullable=False),
    sa.Column("sketch", sa.LargeBinary(128), nullable=False),
    sa.Column("sentences", sa.LargeBinary(320), nullable=False, server_default=sa.text("''")),
    **CLUSTERED,
)

# Clusters of ads that share contacts or texts, as of the last time all were counted: numbers only, no words and no
# hashes of contacts. Replaced as a whole each time; a row goes with the ad that it is named after.
cluster = sa.Table(
    "cluster",
    metadata,
    sa.Column("cluster_id", HASH, primary_key=True),
    sa.Column("ads", sa.Integer, nullable=False, index=True),
    sa.Column("employers", sa.Integer, nullable=False),
    sa.Column("contacts", sa.Integer, nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("countries", sa.Integer, nullable=False),
    sa.Column("sites", sa.Integer, nullable=False),
    sa.Column("first_seen_on", Day, nullable=False),
    sa.Column("seen_on", Day, nullable=False),
    sa.Column("counted_on", Day, nullable=False),
    **CLUSTERED,
)

# Which ad belongs to which cluster, as of the last count. Deleted together with the ad.
cluster_ad = sa.Table(
    "cluster_ad",
    metadata,
    sa.Column("cluster_id", HASH, primary_key=True),
    sa.Column("ad_id", HASH, primary_key=True, index=True),
    **CLUSTERED,
)

# What staff were told of: one contact point (keyed hash) that many new ads share. Kept until the sightings it speaks
# of are forgotten. `acknowledged_by` is the name that a member of staff gave.
alert = sa.Table(
    "alert",
    metadata,
    sa.Column("alert_id", HASH, primary_key=True),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("digest", HASH, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key_id", sa.Text, nullable=False),
    sa.Column("ad_id", HASH, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("raised_on", Day, nullable=False, index=True),
    sa.Column("sent", sa.Boolean, nullable=False),
    sa.Column("mailed", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("acknowledged_on", Day),
    sa.Column("acknowledged_by", sa.Text, nullable=False),
    **CLUSTERED,
)

# Links whose page this service read itself and judged a warning or a caution: SHA-256 of the canonical link. Deleted
# when a later reading judges less, and when none came for a while (a setting, in days).
flagged_link = sa.Table(
    "flagged_link",
    metadata,
    sa.Column("link", sa.LargeBinary(32), primary_key=True),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("judged_on", Day, nullable=False, index=True),
    **CLUSTERED,
)

# Keys of platforms, as hashes. Kept until the operator deletes them: a withdrawn key must stay known as withdrawn.
api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("digest", sa.LargeBinary(32), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("daily_quota", sa.Integer, nullable=False),
    sa.Column("created_on", Day, nullable=False),
    sa.Column("revoked_on", Day),
    **CLUSTERED,
)

# The bands of the signatures, to find texts that share one: of ads that came one by one. Deleted together with the ad,
# by the bands it has.
text_band = sa.Table(
    "text_band",
    metadata,
    sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("ad_id", HASH, primary_key=True),
    **CLUSTERED,
)

# The same of ads that came in bulk: in runs, each in the order of its bands (see `band_runs`).
run_band = sa.Table(
    "run_band",
    metadata,
    sa.Column("run", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("ad_id", HASH, primary_key=True),
    **CLUSTERED,
)

# The runs there are. `rows`: how many were written; some may have been deleted since. `merged_into`: the run that its
# rows are being moved to.
band_run = sa.Table(
    "band_run",
    metadata,
    sa.Column("run", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("merged_into", sa.Integer),
    **CLUSTERED,
)

# What readers told about ads: sealed for the holder of a private key, or as JSON where the service has no key.
# `report_id` is made from the receipt, which is not kept. `handled_by` is the name that a member of staff gave. Erased
# some days after it came (a setting). Rows are long, so on SQLite they do not lie in the order of the key.
report = sa.Table(
    "report",
    metadata,
    sa.Column("report_id", HASH, primary_key=True),
    sa.Column("received_on", Day, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("key_id", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("handled_by", sa.Text, nullable=False),
)
