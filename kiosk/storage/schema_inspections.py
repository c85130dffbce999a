"""The table of the visits before the visit."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from kiosk.storage.columns import Day, Json, Moment
from kiosk.storage.schema import hall_column, metadata

UNDER_WAY = text("state IN ('registered', 'rectifying', 'told')")
TO_ERASE = text("site <> ''")

inspection = Table(
    "inspection",
    metadata,
    hall_column(),
    Column("number", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("service", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Column("due_on", Day),
    Column("token", String(64), nullable=False),
    Column("code", String(16), nullable=False),
    Column("ticket", String(32), nullable=False),
    Column("site", Text, nullable=False),
    Column("phone_index", String(32), nullable=False),
    Column("last_index", String(32), nullable=False),
    Column("person_index", String(32), nullable=False),
    Column("name_index", String(32), nullable=False),
    Column("body", Json, nullable=False),
    UniqueConstraint("hall_id", "token"),
    UniqueConstraint("hall_id", "code"),
    Index("ix_inspection_open", "hall_id", "due_on", sqlite_where=UNDER_WAY),
    Index("ix_inspection_registered", "hall_id", "registered_at"),
    Index("ix_inspection_to_erase", "hall_id", "moved_at", sqlite_where=TO_ERASE),
    Index("ix_inspection_ticket", "hall_id", "ticket"),
    Index("ix_inspection_phone", "hall_id", "phone_index"),
    Index("ix_inspection_last", "hall_id", "last_index"),
    Index("ix_inspection_person", "hall_id", "person_index"),
    Index("ix_inspection_name", "hall_id", "name_index"),
)
