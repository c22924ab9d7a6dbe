"""Bands of ads that come in bulk, in runs.

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. Bands that are kept already stay where they are, and are found there."""
    op.create_table(
        "band_run",
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("run", name="pk_band_run"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_band",
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ad_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("run", "band", "ad_id", name="pk_run_band"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Put the bands back where they were kept before, and drop the tables."""
    op.execute("insert into text_band (band, ad_id) select band, ad_id from run_band order by band, ad_id")
    op.drop_table("run_band")
    op.drop_table("band_run")
