"""Cash may be left in custody: the deposits, the book that only grows, and the days that were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NOT_CLOSED = sa.text("state <> 'closed'")
KNOWN = sa.text("sealed <> ''")


def _words(*columns: tuple[str, int]) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=length), nullable=False) for name, length in columns]


def _sums(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "deposit",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        *_words(("id", 32), ("ticket", 32), ("service", 64)),
        *_sums("fen", "taken_at", "due_at"),
        sa.Column("window", sa.Integer(), nullable=False),
        *_words(("taken_by", 32), ("second", 32), ("holder", 32), ("state", 16)),
        *_sums("paid", "arrears", "balance", "returned"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *_words(("failure", 32)),
        sa.Column("told_at", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("carried_on", sa.String(length=10)),
        sa.Column("sealed", sa.Text(), nullable=False),
        *_words(("phone_index", 32), ("last4_index", 32)),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_deposit"),
    )
    for name, column, where in (
        ("ix_deposit_open", "due_at", NOT_CLOSED),
        ("ix_deposit_known", "closed_at", KNOWN),
    ):
        op.create_index(name, "deposit", ["hall_id", column], sqlite_where=where, postgresql_where=where)
    for name, column in (
        ("ix_deposit_ticket", "ticket"),
        ("ix_deposit_phone", "phone_index"),
        ("ix_deposit_last4", "last4_index"),
    ):
        op.create_index(name, "deposit", ["hall_id", column])
    _book()


def _book() -> None:
    op.create_table(
        "custody_entry",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        *_words(("day", 10)),
        *_sums("at"),
        *_words(("deposit", 32), ("kind", 16), ("giver", 64), ("taker", 64)),
        *_sums("fen"),
        *_words(("by", 32)),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "seq", name="pk_custody_entry"),
    )
    op.create_index("ix_custody_entry_day", "custody_entry", ["hall_id", "day"])
    op.create_index("ix_custody_entry_deposit", "custody_entry", ["hall_id", "deposit"])
    op.create_table(
        "custody_day",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        *_words(("day", 10)),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        *_sums("at", "fen"),
        sa.Column("carried", sa.Text(), nullable=False),
        *_words(("by", 32), ("signed_by", 32)),
        sa.PrimaryKeyConstraint("hall_id", "day", "seq", name="pk_custody_day"),
    )
