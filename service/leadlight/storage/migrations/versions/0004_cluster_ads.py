"""Which ad belongs to which cluster.

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. It is filled when the clusters are counted the next time."""
    op.create_table(
        "cluster_ad",
        sa.Column("cluster_id", sa.LargeBinary(16), nullable=False),
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("cluster_id", "ad_id", name="pk_cluster_ad"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cluster_ad_ad_id", "cluster_ad", ["ad_id"])


def downgrade() -> None:
    """Drop the table: clusters are counted anew."""
    op.drop_table("cluster_ad")
