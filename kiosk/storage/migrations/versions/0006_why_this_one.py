"""The facts of why a ticket was called, and what each window owes to those who wait their turn."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CALLS = sa.text("kind IN ('TicketCalled', 'PriorityDropped')")


def upgrade() -> None:
    op.add_column("ticket", sa.Column("because", sa.Text()))
    for name in ("owed_ordinary", "owed_before_quick"):
        op.add_column("window", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute('UPDATE "window" SET owed_ordinary = 1 WHERE last_was_priority')
    with op.batch_alter_table("window") as window:
        window.drop_column("last_was_priority")
    op.create_index("ix_event_calls", "event", ["hall_id", "at"], sqlite_where=CALLS, postgresql_where=CALLS)
