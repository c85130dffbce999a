"""What could not be done, from its registration to the last word; who said it is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UNCLOSED = sa.text("state <> 'closed'")
TO_ERASE = sa.text("state = 'closed' AND erased_at IS NULL")
WORDS = (("number", 32), ("ticket", 32), ("service", 64), ("trouble", 16), ("registered_by", 32))
MORE_WORDS = (("language", 8), ("state", 16), ("grade", 16), ("about", 32), ("to_person", 32))
ANSWERS = (("answered_by", 32), ("result", 16), ("closed_by", 32), ("phone_index", 32), ("last4_index", 32))
NEEDED_TIMES = ("registered_at", "due_at")
TIMES = ("answered_at", "followed_up_at", "closed_at", "erased_at")


def upgrade() -> None:
    words = (*WORDS, *MORE_WORDS, *ANSWERS)
    op.create_table(
        "escalation",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in words),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in NEEDED_TIMES),
        *(sa.Column(name, sa.BigInteger()) for name in TIMES),
        sa.Column("window", sa.Integer()),
        sa.Column("to_window", sa.Integer()),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "number", name="pk_escalation"),
    )
    op.create_index(
        "ix_escalation_open",
        "escalation",
        ["hall_id", "due_at"],
        sqlite_where=UNCLOSED,
        postgresql_where=UNCLOSED,
    )
    op.create_index(
        "ix_escalation_to_erase",
        "escalation",
        ["hall_id", "closed_at"],
        sqlite_where=TO_ERASE,
        postgresql_where=TO_ERASE,
    )
    op.create_index("ix_escalation_ticket", "escalation", ["hall_id", "ticket"])
    op.create_index("ix_escalation_phone", "escalation", ["hall_id", "phone_index"])
    op.create_index("ix_escalation_last4", "escalation", ["hall_id", "last4_index"])
