"""Which calls were said aloud, and which screen speaks for each zone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNSAID = sa.text("said = false")


def upgrade() -> None:
    op.add_column("call", sa.Column("said", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index("ix_call_unsaid", "call", ["hall_id", "at"], sqlite_where=UNSAID, postgresql_where=UNSAID)
    op.create_table(
        "loudspeaker",
        sa.Column("hall_id", sa.String(length=64), nullable=False),
        sa.Column("zone", sa.String(length=32), nullable=False),
        sa.Column("speaker", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("is_able", sa.Boolean(), nullable=False),
        sa.Column("voice", sa.String(length=200), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "zone", name="pk_loudspeaker"),
    )
