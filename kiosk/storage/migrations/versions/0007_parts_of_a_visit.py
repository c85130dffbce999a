"""A visit may be split into parts; parts that wait for others, or for nobody, are open too."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'called', 'serving', 'held', 'missed', 'planned', 'back_office')")
A_PART = sa.text("part_visit <> ''")
WORDS = (("part_visit", 32), ("part_number", 16), ("part_kind", 16), ("part_note", 200))
ANSWERS = (("part_outcome", 16), ("part_words", 200))


def upgrade() -> None:
    for name in ("parts", "part_batch", "part_step"):
        op.add_column("ticket", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name, length in (*WORDS, *ANSWERS):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("ticket", column)
    op.add_column("ticket", sa.Column("part_from", sa.Integer()))
    op.add_column("ticket", sa.Column("part_due_at", sa.BigInteger()))
    op.drop_index("ix_ticket_open", "ticket")
    op.create_index(
        "ix_ticket_open", "ticket", ["hall_id", "state", "order_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ix_ticket_part", "ticket", ["hall_id", "part_visit"], sqlite_where=A_PART, postgresql_where=A_PART
    )
