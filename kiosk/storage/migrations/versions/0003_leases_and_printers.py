"""A number for each lease, when a copy was asked for, how each printer is, and what the hall has set."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("asked_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("paper", sa.Column("lease", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE paper SET asked_at = created_at")
    op.create_table(
        "printer",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("condition", sa.String(length=16), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "name", name="pk_printer"),
    )
    op.create_table(
        "setting",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "name", name="pk_setting"),
    )
