"""A case is found by the number that it has in the system that holds it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WRITE = sa.text('UPDATE "case" SET elsewhere_id = :number WHERE hall_id = :hall AND id = :id')
READ = sa.text("""SELECT hall_id, id, body FROM "case" WHERE body NOT LIKE '%"elsewhere_id":""%'""")


def upgrade() -> None:
    column = sa.Column("elsewhere_id", sa.String(length=40), nullable=False, server_default="")
    op.add_column("case", column)
    known = [
        {"hall": hall, "id": case, "number": number.upper()[:40]}
        for hall, case, body in op.get_bind().execute(READ).all()
        if (number := json.loads(body).get("elsewhere_id", ""))
    ]
    if known:
        op.get_bind().execute(WRITE, known)
    op.create_index("ix_case_elsewhere_id", "case", ["hall_id", "elsewhere_id", "opened_at"])


def downgrade() -> None:
    op.drop_index("ix_case_elsewhere_id", "case")
    with op.batch_alter_table("case") as cases:
        cases.drop_column("elsewhere_id")
