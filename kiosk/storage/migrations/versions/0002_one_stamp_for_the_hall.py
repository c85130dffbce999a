"""One stamp for the hall instead of one for each ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hall", sa.Column("stamp", sa.BigInteger(), nullable=False, server_default="0"))
    op.drop_column("ticket", "stamp")
