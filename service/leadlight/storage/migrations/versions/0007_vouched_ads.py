"""Which ads staff stand for.

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it. Nobody knows who sent in what was remembered before, so nobody stands for it until it is imported."""
    for table in ("sighting", "sighting_contact"):
        op.add_column(table, sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_sighting_contact_vouched",
        "sighting_contact",
        ["digest", "seen_on"],
        sqlite_where=sa.text("vouched"),
        postgresql_where=sa.text("vouched"),
    )


def downgrade() -> None:
    """Drop it: every ad counts as sent in by anybody."""
    op.drop_index("ix_sighting_contact_vouched", "sighting_contact")
    for table in ("sighting_contact", "sighting"):
        op.drop_column(table, "vouched")
