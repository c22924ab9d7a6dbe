"""Tables for register snapshots and for sightings of ads.

Revision: 0001
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. Days are ordinals, hashes are 16 bytes."""
    _create_register_tables()
    _create_sighting_tables()


def downgrade() -> None:
    """Drop the tables with everything in them."""
    for name in (
        "sighting_contact",
        "sighting",
        "register_name_key",
        "register_entry",
        "register_current",
        "register_snapshot",
    ):
        op.drop_table(name)


def _create_register_tables() -> None:
    op.create_table(
        "register_snapshot",
        sa.Column("snapshot", sa.LargeBinary(16), nullable=False),
        sa.Column("register_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot", name="pk_register_snapshot"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_register_snapshot_register_id", "register_snapshot", ["register_id"])
    op.create_table(
        "register_current",
        sa.Column("register_id", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("register_id", name="pk_register_current"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_entry",
        sa.Column("snapshot", sa.LargeBinary(16), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Integer()),
        sa.Column("valid_until", sa.Integer()),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("phones", sa.JSON(), nullable=False),
        sa.Column("emails", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "row_id", name="pk_register_entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_register_entry_snapshot_number", "register_entry", ["snapshot", "number"])
    op.create_table(
        "register_name_key",
        sa.Column("snapshot", sa.LargeBinary(16), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "name_key", "row_id", name="pk_register_name_key"),
        sqlite_with_rowid=False,
    )


def _create_sighting_tables() -> None:
    op.create_table(
        "sighting",
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("employer_key", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("first_seen_on", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ad_id", name="pk_sighting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_employer_key", "sighting", ["employer_key"])
    op.create_index("ix_sighting_seen_on", "sighting", ["seen_on"])
    op.create_table(
        "sighting_contact",
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("seen_on", sa.Integer(), nullable=False),
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "seen_on", "ad_id", name="pk_sighting_contact"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_contact_ad_id", "sighting_contact", ["ad_id"])
