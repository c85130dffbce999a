"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'called', 'serving', 'held', 'missed')")
UNSETTLED = sa.text("state NOT IN ('shown', 'sent', 'confirmed', 'expired')")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("windows", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("hall_id", "name", name=op.f("uq_account_hall_id_name")),
    )
    op.create_table(
        "call",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "seq", name=op.f("pk_call")),
    )
    op.create_index("ix_call_ticket", "call", ["hall_id", "ticket"], unique=False)
    op.create_table(
        "counter",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "event",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "seq", name=op.f("pk_event")),
    )
    op.create_table(
        "hall",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", name=op.f("pk_hall")),
    )
    op.create_table(
        "help_call",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name=op.f("pk_help_call")),
    )
    op.create_table(
        "paper",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("printer", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hall_id", "id", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_seq", "paper", ["hall_id", "seq"], unique=False)
    op.create_index("ix_paper_ticket", "paper", ["hall_id", "ticket"], unique=False)
    op.create_index(
        "ix_paper_unsettled",
        "paper",
        ["hall_id", "printer", "seq"],
        unique=False,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )
    op.create_table(
        "press",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "key", name=op.f("pk_press")),
    )
    op.create_table(
        "suspension",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("queue", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hall_id", "queue", name=op.f("pk_suspension")),
    )
    op.create_table(
        "ticket",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("queue", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("instead_of", sa.String(length=8), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("ticked", sa.Text(), nullable=False),
        sa.Column("priority", sa.String(length=32), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("papers_missing", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("order_at", sa.BigInteger(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("revivals", sa.Integer(), nullable=False),
        sa.Column("transferred_to", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("last_act", sa.Text(), nullable=True),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("hall_id", "day", "number", name=op.f("uq_ticket_hall_id_day_number")),
        sa.UniqueConstraint("hall_id", "token", name=op.f("uq_ticket_hall_id_token")),
    )
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["hall_id", "state", "order_at"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "token",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name=op.f("pk_token")),
        sa.UniqueConstraint("hall_id", "hash", name=op.f("uq_token_hall_id_hash")),
    )
    op.create_table(
        "window",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("clerk", sa.String(length=64), nullable=False),
        sa.Column("last_was_priority", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "number", name=op.f("pk_window")),
    )
