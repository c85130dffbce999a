"""The tables of the courier's ledger."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from kiosk.storage.columns import Json, Moment
from kiosk.storage.schema import hall_column, metadata

STATES_UNDER_WAY = ("applied", "to_issue", "to_send", "handed_over", "refused", "returned")
UNDER_WAY = text(f"state IN ({', '.join(repr(state) for state in STATES_UNDER_WAY)})")

# Each way to find a parcel has its own index that also gives the newest first: a planner without figures
# would else walk through the whole ledger in order of time.
parcel = Table(
    "parcel",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("handed_over_at", Moment),
    Column("ended_at", Moment),
    Column("mail_number", String(24), nullable=False),
    Column("handover", String(32), nullable=False),
    Column("person", Text, nullable=False),
    Column("phone_index", String(32), nullable=False),
    Column("last_index", String(32), nullable=False),
    Column("name_index", String(32), nullable=False),
    Column("body", Json, nullable=False),
    Index("ix_parcel_under_way", "hall_id", "id", sqlite_where=UNDER_WAY),
    Index("ix_parcel_opened", "hall_id", "opened_at"),
    Index("ix_parcel_ended", "hall_id", "ended_at"),
    Index("ix_parcel_mail_number", "hall_id", "mail_number", "opened_at"),
    Index("ix_parcel_handover", "hall_id", "handover"),
    Index("ix_parcel_phone_index", "hall_id", "phone_index", "opened_at"),
    Index("ix_parcel_last_index", "hall_id", "last_index", "opened_at"),
    Index("ix_parcel_name_index", "hall_id", "name_index", "opened_at"),
)

parcel_case = Table(
    "parcel_case",
    metadata,
    hall_column(),
    Column("case", String(32), primary_key=True),
    Column("parcel", String(32), primary_key=True),
)

parcel_handover = Table(
    "parcel_handover",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("made_at", Moment, nullable=False),
    Column("signed_at", Moment),
    Column("body", Json, nullable=False),
    Index("ix_parcel_handover_made", "hall_id", "made_at"),
)
