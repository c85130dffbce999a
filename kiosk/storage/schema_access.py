"""The tables of who may come in: devices that ask, sign-ins that still hold, and tries that were wrong."""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint

from kiosk.storage.columns import Moment
from kiosk.storage.schema import hall_column, metadata

pairing = Table(
    "pairing",
    metadata,
    hall_column(),
    Column("id", String(64), primary_key=True),
    Column("code", String(16), nullable=False),
    Column("role", String(32), nullable=False),
    Column("machine", String(200), nullable=False),
    Column("address", String(64), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    UniqueConstraint("hall_id", "code"),
    Index("ix_pairing_until", "hall_id", "until"),
)

session = Table(
    "session",
    metadata,
    hall_column(),
    Column("id", String(64), primary_key=True),
    Column("account", String(32), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_session_account", "hall_id", "account"),
    Index("ix_session_seen_at", "hall_id", "seen_at"),
)

tries = Table(
    "tries",
    metadata,
    hall_column(),
    Column("name", String(64), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_tries_last", "hall_id", "last"),
)
