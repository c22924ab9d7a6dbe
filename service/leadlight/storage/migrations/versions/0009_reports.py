"""What readers tell about ads.

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "report",
        sa.Column("report_id", sa.LargeBinary(16), nullable=False),
        sa.Column("received_on", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("handled_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_report"),
    )
    op.create_index("ix_report_received_on", "report", ["received_on"])


def downgrade() -> None:
    """Drop the table with what readers told."""
    op.drop_table("report")
