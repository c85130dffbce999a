"""The tables of the villages, their retirees, and what their assistants found."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from kiosk.storage.columns import Day, Json, Moment
from kiosk.storage.schema import hall_column, metadata

MANAGED = text("standing IN ('managed', 'unreachable')")
FINDING_OPEN = text("state IN ('noted', 'handed_in')")
BATCH_OPEN = text("state <> 'checked'")
KNOWN_AND_OVER = text("ended_on IS NOT NULL AND person <> ''")

village = Table(
    "village",
    metadata,
    hall_column(),
    Column("code", String(16), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("assistant", String(32), nullable=False),
    Column("access", Integer, nullable=False),
    Column("code_hash", String(200), nullable=False),
    Column("code_until", Moment),
)

retiree = Table(
    "retiree",
    metadata,
    hall_column(),
    Column("id", String(16), primary_key=True),
    Column("village", String(16), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("due_on", Day, nullable=False),
    Column("certified_on", Day),
    Column("ended_on", Day),
    Column("person", Text, nullable=False),
    Column("id_index", String(32), nullable=False),
    Column("name_index", String(32), nullable=False),
    Column("phone_index", String(32), nullable=False, server_default=""),
    Index("ix_retiree_due", "hall_id", "village", "due_on", sqlite_where=MANAGED),
    Index("ix_retiree_id_index", "hall_id", "id_index"),
    Index("ix_retiree_name_index", "hall_id", "name_index"),
    Index("ix_retiree_phone_index", "hall_id", "phone_index"),
    Index("ix_retiree_over", "hall_id", "ended_on", sqlite_where=KNOWN_AND_OVER),
)

finding = Table(
    "finding",
    metadata,
    hall_column(),
    Column("id", String(16), primary_key=True),
    Column("retiree", String(16), nullable=False),
    Column("village", String(16), nullable=False),
    Column("batch", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_finding_retiree", "hall_id", "retiree"),
    Index("ix_finding_batch", "hall_id", "batch"),
    Index("ix_finding_open", "hall_id", "village", sqlite_where=FINDING_OPEN),
)

duty = Table(
    "duty",
    metadata,
    hall_column(),
    Column("id", String(16), primary_key=True),
    Column("village", String(16), nullable=False),
    Column("retiree", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("on_day", Day, nullable=False),
    Column("account", String(32), nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_duty_village", "hall_id", "village", "on_day"),
    Index("ix_duty_retiree", "hall_id", "retiree"),
)

batch = Table(
    "batch",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("village", String(16), nullable=False),
    Column("ticket", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", Json, nullable=False),
    Index("ix_batch_ticket", "hall_id", "ticket"),
    Index("ix_batch_village", "hall_id", "village"),
    Index("ix_batch_open", "hall_id", "id", sqlite_where=BATCH_OPEN),
)
