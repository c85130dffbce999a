"""The table of what could not be done."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from kiosk.storage.columns import Moment
from kiosk.storage.schema import hall_column, metadata

UNCLOSED = text("state <> 'closed'")
TO_ERASE = text("state = 'closed' AND erased_at IS NULL")

escalation = Table(
    "escalation",
    metadata,
    hall_column(),
    Column("number", String(32), primary_key=True),
    Column("ticket", String(32), nullable=False),
    Column("service", String(64), nullable=False),
    Column("trouble", String(16), nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("registered_by", String(32), nullable=False),
    Column("window", Integer),
    Column("due_at", Moment, nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("grade", String(16), nullable=False),
    Column("about", String(32), nullable=False),
    Column("to_window", Integer),
    Column("to_person", String(32), nullable=False),
    Column("answered_at", Moment),
    Column("answered_by", String(32), nullable=False),
    Column("result", String(16), nullable=False),
    Column("followed_up_at", Moment),
    Column("closed_at", Moment),
    Column("closed_by", String(32), nullable=False),
    Column("erased_at", Moment),
    Column("sealed", Text, nullable=False),
    Column("phone_index", String(32), nullable=False),
    Column("last4_index", String(32), nullable=False),
    Index("ix_escalation_open", "hall_id", "due_at", sqlite_where=UNCLOSED),
    Index("ix_escalation_to_erase", "hall_id", "closed_at", sqlite_where=TO_ERASE),
    Index("ix_escalation_ticket", "hall_id", "ticket"),
    Index("ix_escalation_phone", "hall_id", "phone_index"),
    Index("ix_escalation_last4", "hall_id", "last4_index"),
)
