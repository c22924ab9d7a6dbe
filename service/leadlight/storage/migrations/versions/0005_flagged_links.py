"""Links of ads that were judged a warning or a caution, for look-ups by the beginning of their hash.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. It fills with the pages that the service reads from now on."""
    op.create_table(
        "flagged_link",
        sa.Column("link", sa.LargeBinary(32), nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("judged_on", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("link", name="pk_flagged_link"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_flagged_link_judged_on", "flagged_link", ["judged_on"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("flagged_link")
