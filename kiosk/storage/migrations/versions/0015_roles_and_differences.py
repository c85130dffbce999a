"""An account may have several roles, and the custody book says why cash was more or less than booked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("also", sa.Text(), nullable=False, server_default="[]"))
    # until now every clerk was a second pair of eyes; a hall that is at work goes on as it did
    op.execute("""UPDATE account SET also = '["second"]' WHERE role = 'desk'""")
    for name in ("why", "signed_by"):
        column = sa.Column(name, sa.String(length=32), nullable=False, server_default="")
        op.add_column("custody_entry", column)


def downgrade() -> None:
    for name in ("signed_by", "why"):
        with op.batch_alter_table("custody_entry") as entries:
            entries.drop_column(name)
    with op.batch_alter_table("account") as accounts:
        accounts.drop_column("also")
