"""Parcels, the cases in them and the hand-over lists; recipients are sealed, and found by blind indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("state IN ('applied', 'to_issue', 'to_send', 'handed_over', 'refused', 'returned')")
BLIND = ("phone_index", "last_index", "name_index")


def upgrade() -> None:
    _parcels()
    _cases_in_them()
    _handovers()


def _parcels() -> None:
    op.create_table(
        "parcel",
        sa.Column("hall_id", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("handed_over_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("mail_number", sa.String(24), nullable=False),
        sa.Column("handover", sa.String(32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        *(sa.Column(name, sa.String(32), nullable=False) for name in BLIND),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_parcel"),
    )
    op.create_index(
        "ix_parcel_under_way", "parcel", ["hall_id", "id"], sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY
    )
    op.create_index("ix_parcel_opened", "parcel", ["hall_id", "opened_at"])
    op.create_index("ix_parcel_ended", "parcel", ["hall_id", "ended_at"])
    op.create_index("ix_parcel_handover", "parcel", ["hall_id", "handover"])
    for name in ("mail_number", *BLIND):
        op.create_index(f"ix_parcel_{name}", "parcel", ["hall_id", name, "opened_at"])


def _cases_in_them() -> None:
    op.create_table(
        "parcel_case",
        sa.Column("hall_id", sa.String(64), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("parcel", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "case", "parcel", name="pk_parcel_case"),
    )


def _handovers() -> None:
    op.create_table(
        "parcel_handover",
        sa.Column("hall_id", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_parcel_handover"),
    )
    op.create_index("ix_parcel_handover_made", "parcel_handover", ["hall_id", "made_at"])
