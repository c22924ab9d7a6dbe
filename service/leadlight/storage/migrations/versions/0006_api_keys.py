"""Keys of platforms that ask for more than one network may.

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "api_key",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("daily_quota", sa.Integer, nullable=False),
        sa.Column("created_on", sa.Integer, nullable=False),
        sa.Column("revoked_on", sa.Integer),
        sa.PrimaryKeyConstraint("digest", name="pk_api_key"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the table: every platform needs a new key."""
    op.drop_table("api_key")
