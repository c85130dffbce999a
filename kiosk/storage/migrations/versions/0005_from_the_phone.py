"""How often a person let others go first, and what the gateway to the phones is told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TO_SEND = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.add_column("ticket", sa.Column("delays", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "message",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("people_ahead", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_message"),
    )
    op.create_index(
        "ix_message_to_send",
        "message",
        ["hall_id", "next_try"],
        sqlite_where=TO_SEND,
        postgresql_where=TO_SEND,
    )
    op.create_index("ix_message_at", "message", ["hall_id", "at"])
