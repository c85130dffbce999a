"""Tries at a password or PIN are counted for the whole hall, whichever process hears them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tries",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "name", name="pk_tries"),
    )
    op.create_index("ix_tries_last", "tries", ["hall_id", "last"])


def downgrade() -> None:
    op.drop_table("tries")
