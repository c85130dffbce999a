"""Cases and the visits for them; who applied is sealed, and found by blind indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('received', 'supplement', 'accepted', 'tolerant', 'stopped', 'granted', 'issued')")
INDEXES = ("phone_index", "last_index", "name_index")


def upgrade() -> None:
    op.create_table(
        "case",
        sa.Column("hall_id", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("window", sa.Integer()),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.String(10)),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("person", sa.Text(), nullable=False),
        *(sa.Column(name, sa.String(32), nullable=False) for name in INDEXES),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_case"),
    )
    op.create_index("ix_case_open", "case", ["hall_id", "due"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_case_opened", "case", ["hall_id", "opened_at"])
    for name in INDEXES:
        op.create_index(f"ix_case_{name}", "case", ["hall_id", name, "opened_at"])
    op.create_table(
        "case_visit",
        sa.Column("hall_id", sa.String(64), nullable=False),
        sa.Column("ticket", sa.String(32), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "ticket", "case", name="pk_case_visit"),
    )
