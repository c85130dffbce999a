"""Nothing is walked through: tickets bear the stamp of their last change, what is looked for has an index."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

DEAD = sa.text("state IN ('unknown', 'failed', 'expired')")
KNOWN = sa.text("person <> ''")


def upgrade() -> None:
    op.add_column("hall", sa.Column("settled", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("ticket", sa.Column("changed", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("ix_ticket_changed", "ticket", ["hall_id", "changed"])
    op.create_index("ix_paper_dead", "paper", ["hall_id", "seq"], sqlite_where=DEAD, postgresql_where=DEAD)
    op.create_index(
        "ix_case_known_and_over", "case", ["hall_id", "ended_at"], sqlite_where=KNOWN, postgresql_where=KNOWN
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("ticket", "changed", server_default=None)  # a program from before cannot add a ticket
        op.execute("ANALYZE ticket")  # it would count again only when a tenth of the tickets have changed


def downgrade() -> None:
    op.drop_index("ix_case_known_and_over", "case")
    op.drop_index("ix_paper_dead", "paper")
    op.drop_index("ix_ticket_changed", "ticket")
    op.drop_column("ticket", "changed")
    op.drop_column("hall", "settled")
