"""The tables of casework."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from kiosk.storage.columns import Day, Json, Moment
from kiosk.storage.schema import hall_column, metadata

CASE_STATES_OPEN = ("received", "supplement", "accepted", "tolerant", "stopped", "granted", "issued")
CASE_OPEN = text(f"state IN ({', '.join(repr(state) for state in CASE_STATES_OPEN)})")
KNOWN = text("person <> ''")

case = Table(
    "case",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("service", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("window", Integer),
    Column("opened_at", Moment, nullable=False),
    Column("due", Day),
    Column("ended_at", Moment),
    Column("person", Text, nullable=False),
    Column("phone_index", String(32), nullable=False),
    Column("last_index", String(32), nullable=False),
    Column("name_index", String(32), nullable=False),
    Column("elsewhere_id", String(40), nullable=False, server_default=""),
    Column("body", Json, nullable=False),
    Index("ix_case_known_and_over", "hall_id", "ended_at", sqlite_where=KNOWN),
    Index("ix_case_open", "hall_id", "due", sqlite_where=CASE_OPEN),
    Index("ix_case_opened", "hall_id", "opened_at"),
    Index("ix_case_phone_index", "hall_id", "phone_index", "opened_at"),
    Index("ix_case_last_index", "hall_id", "last_index", "opened_at"),
    Index("ix_case_name_index", "hall_id", "name_index", "opened_at"),
    Index("ix_case_elsewhere_id", "hall_id", "elsewhere_id", "opened_at"),
)

case_visit = Table(
    "case_visit",
    metadata,
    hall_column(),
    Column("ticket", String(32), primary_key=True),
    Column("case", String(32), primary_key=True),
)
