"""Villages, their assistants and retirees, and what is handed in for many; who they are is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MANAGED = sa.text("standing IN ('managed', 'unreachable')")
FINDING_OPEN = sa.text("state IN ('noted', 'handed_in')")
BATCH_OPEN = sa.text("state <> 'checked'")
KNOWN_AND_OVER = sa.text("ended_on IS NOT NULL AND person <> ''")
WORDS = {
    "village": 16,
    "retiree": 16,
    "batch": 32,
    "state": 16,
    "standing": 16,
    "kind": 16,
    "account": 32,
    "ticket": 32,
}


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(WORDS[name]), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("hall_id", *columns, name=f"pk_{table}")


def _hall() -> sa.Column[str]:
    return sa.Column("hall_id", sa.String(64), nullable=False)


def upgrade() -> None:
    _villages()
    _retirees()
    _findings()
    _duties()
    _batches()


def _villages() -> None:
    op.create_table(
        "village",
        _hall(),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("assistant", sa.String(32), nullable=False),
        sa.Column("access", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(200), nullable=False),
        sa.Column("code_until", sa.BigInteger()),
        _key("village", "code"),
    )


def _retirees() -> None:
    op.create_table(
        "retiree",
        _hall(),
        sa.Column("id", sa.String(16), nullable=False),
        _word("village"),
        _word("standing"),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("certified_on", sa.String(10)),
        sa.Column("ended_on", sa.String(10)),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("id_index", sa.String(32), nullable=False),
        sa.Column("name_index", sa.String(32), nullable=False),
        _key("retiree", "id"),
    )
    _index("retiree", "due", "village", "due_on", where=MANAGED)
    _index("retiree", "id_index", "id_index")
    _index("retiree", "name_index", "name_index")
    _index("retiree", "over", "ended_on", where=KNOWN_AND_OVER)


def _findings() -> None:
    op.create_table(
        "finding",
        _hall(),
        sa.Column("id", sa.String(16), nullable=False),
        *(_word(name) for name in ("retiree", "village", "batch", "state")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _key("finding", "id"),
    )
    _index("finding", "retiree", "retiree")
    _index("finding", "batch", "batch")
    _index("finding", "open", "village", where=FINDING_OPEN)


def _duties() -> None:
    op.create_table(
        "duty",
        _hall(),
        sa.Column("id", sa.String(16), nullable=False),
        *(_word(name) for name in ("village", "retiree", "kind")),
        sa.Column("on_day", sa.String(10), nullable=False),
        _word("account"),
        sa.Column("note", sa.Text(), nullable=False),
        _key("duty", "id"),
    )
    _index("duty", "village", "village", "on_day")
    _index("duty", "retiree", "retiree")


def _batches() -> None:
    op.create_table(
        "batch",
        _hall(),
        sa.Column("id", sa.String(32), nullable=False),
        *(_word(name) for name in ("village", "ticket", "state")),
        sa.Column("body", sa.Text(), nullable=False),
        _key("batch", "id"),
    )
    _index("batch", "ticket", "ticket")
    _index("batch", "village", "village")
    _index("batch", "open", "id", where=BATCH_OPEN)


def _index(table: str, name: str, *columns: str, where: sa.TextClause | None = None) -> None:
    columns_of_hall = ["hall_id", *columns]
    op.create_index(f"ix_{table}_{name}", table, columns_of_hall, sqlite_where=where, postgresql_where=where)
