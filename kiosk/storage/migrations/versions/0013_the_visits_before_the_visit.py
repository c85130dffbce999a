"""The visits before the visit, from the registration to what is told ahead; who and where is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("state IN ('registered', 'rectifying', 'told')")
TO_ERASE = sa.text("site <> ''")
WORDS = (("number", 32), ("service", 32), ("state", 16), ("token", 64), ("code", 16), ("ticket", 32))
INDEXES = ("phone_index", "last_index", "person_index", "name_index")
PLAIN = (
    ("registered", "registered_at"),
    ("ticket", "ticket"),
    ("phone", "phone_index"),
    ("last", "last_index"),
    ("person", "person_index"),
    ("name", "name_index"),
)


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("hall_id", sa.String(64), nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in WORDS),
        *(sa.Column(name, sa.String(32), nullable=False) for name in INDEXES),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("registered_at", "moved_at")),
        sa.Column("due_on", sa.String(10)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "number", name="pk_inspection"),
        sa.UniqueConstraint("hall_id", "token", name="uq_inspection_hall_id_token"),
        sa.UniqueConstraint("hall_id", "code", name="uq_inspection_hall_id_code"),
    )
    for name, column in PLAIN:
        op.create_index(f"ix_inspection_{name}", "inspection", ["hall_id", column])
    for name, column, where in (("open", "due_on", UNDER_WAY), ("to_erase", "moved_at", TO_ERASE)):
        op.create_index(
            f"ix_inspection_{name}",
            "inspection",
            ["hall_id", column],
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    op.drop_table("inspection")
