"""Tables for recognising nearly the same text.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. Ads remembered before have no signature until they are seen again."""
    op.create_table(
        "text_signature",
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.Column("bands", sa.LargeBinary(256), nullable=False),
        sa.Column("sketch", sa.LargeBinary(128), nullable=False),
        sa.PrimaryKeyConstraint("ad_id", name="pk_text_signature"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("band", "ad_id", name="pk_text_band"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables: nearly the same texts are no longer recognised."""
    op.drop_table("text_band")
    op.drop_table("text_signature")
