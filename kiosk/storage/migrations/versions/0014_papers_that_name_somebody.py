"""Papers that name somebody are known as such, sealed, and erased; retirees are found by phone."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAMES_SOMEBODY = sa.text("personal AND document <> ''")
# What lay in the clear before there was a word for it in the documents; it is erased within hours.
NAMED = (
    *("courier-request", "courier-slip", "handover-list-hall", "handover-list-post", "roster"),
    *("custody-receipt", "custody-refund", "acceptance-notice", "supplement-notice", "refusal-notice"),
    *("tolerance-notice", "undertaking"),
)
LONGEST_TITLE = 100


def upgrade() -> None:
    op.add_column("paper", sa.Column("title", sa.String(LONGEST_TITLE), nullable=False, server_default=""))
    op.add_column("paper", sa.Column("personal", sa.Boolean(), nullable=False, server_default=sa.false()))
    paper = sa.table("paper", *(sa.column(name) for name in ("hall_id", "id", "name", "title", "document")))
    personal = sa.table("paper", sa.column("name"), sa.column("personal", sa.Boolean()))
    write = op.get_bind()
    for row in write.execute(sa.select(paper.c.hall_id, paper.c.id, paper.c.name, paper.c.document)).all():
        title = str(json.loads(row.document).get("title", row.name))[:LONGEST_TITLE]
        this = (paper.c.hall_id == row.hall_id) & (paper.c.id == row.id)
        write.execute(sa.update(paper).where(this).values(title=title))
    write.execute(sa.update(personal).where(personal.c.name.in_(NAMED)).values(personal=sa.true()))
    op.create_index(
        "ix_paper_personal",
        "paper",
        ["hall_id", "changed_at"],
        sqlite_where=NAMES_SOMEBODY,
        postgresql_where=NAMES_SOMEBODY,
    )
    op.add_column("retiree", sa.Column("phone_index", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_retiree_phone_index", "retiree", ["hall_id", "phone_index"])


def downgrade() -> None:
    op.drop_index("ix_retiree_phone_index", "retiree")
    op.drop_index("ix_paper_personal", "paper")
    # An older program cannot read what is sealed, and prints it in the clear: it goes for good.
    op.execute("DELETE FROM paper WHERE personal")
    with op.batch_alter_table("retiree") as table:
        table.drop_column("phone_index")
    with op.batch_alter_table("paper") as table:
        table.drop_column("personal")
        table.drop_column("title")
