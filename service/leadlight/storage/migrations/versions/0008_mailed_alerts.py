"""Which alerts staff got by mail, beside those that were posted.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it. Alerts raised before count as mailed: whoever turns mail on wants to hear of what is new."""
    op.add_column("alert", sa.Column("mailed", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("alert", "mailed")
