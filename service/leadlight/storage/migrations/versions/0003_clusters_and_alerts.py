"""Sentence hashes beside the text signatures, and tables for clusters and alerts.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them. Texts remembered before have no sentence hashes until they are seen again."""
    op.add_column(
        "text_signature",
        sa.Column("sentences", sa.LargeBinary(320), nullable=False, server_default=sa.text("''")),
    )
    op.create_table(
        "cluster",
        sa.Column("cluster_id", sa.LargeBinary(16), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("ads", "employers", "contacts", "places", "countries", "sites")
        ),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("first_seen_on", "seen_on", "counted_on")),
        sa.PrimaryKeyConstraint("cluster_id", name="pk_cluster"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cluster_ads", "cluster", ["ads"])
    op.create_table(
        "alert",
        sa.Column("alert_id", sa.LargeBinary(16), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("raised_on", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_on", sa.Integer()),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alert_id", name="pk_alert"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alert_digest", "alert", ["digest"])
    op.create_index("ix_alert_raised_on", "alert", ["raised_on"])


def downgrade() -> None:
    """Drop them: clusters are counted anew, alerts and sentence hashes are lost."""
    op.drop_table("alert")
    op.drop_table("cluster")
    op.drop_column("text_signature", "sentences")
