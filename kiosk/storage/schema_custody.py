"""The tables of custody: the deposits, the book of their money, and the days that were closed."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from kiosk.storage.columns import Day, Json, Moment
from kiosk.storage.schema import hall_column, metadata

NOT_CLOSED = text("state <> 'closed'")
KNOWN = text("sealed <> ''")

deposit = Table(
    "deposit",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("ticket", String(32), nullable=False),
    Column("service", String(64), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("window", Integer, nullable=False),
    Column("taken_by", String(32), nullable=False),
    Column("second", String(32), nullable=False),
    Column("holder", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("arrears", BigInteger, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("returned", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", String(32), nullable=False),
    Column("told_at", Moment),
    Column("closed_at", Moment),
    Column("carried_on", Day),
    Column("sealed", Text, nullable=False),
    Column("phone_index", String(32), nullable=False),
    Column("last4_index", String(32), nullable=False),
    Index("ix_deposit_open", "hall_id", "due_at", sqlite_where=NOT_CLOSED),
    Index("ix_deposit_known", "hall_id", "closed_at", sqlite_where=KNOWN),
    Index("ix_deposit_ticket", "hall_id", "ticket"),
    Index("ix_deposit_phone", "hall_id", "phone_index"),
    Index("ix_deposit_last4", "hall_id", "last4_index"),
)

custody_entry = Table(
    "custody_entry",
    metadata,
    hall_column(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Day, nullable=False),
    Column("at", Moment, nullable=False),
    Column("deposit", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("giver", String(64), nullable=False),
    Column("taker", String(64), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("by", String(32), nullable=False),
    Column("window", Integer, nullable=False),
    Column("why", String(32), nullable=False),
    Column("signed_by", String(32), nullable=False),
    Index("ix_custody_entry_day", "hall_id", "day"),
    Index("ix_custody_entry_deposit", "hall_id", "deposit"),
)

custody_day = Table(
    "custody_day",
    metadata,
    hall_column(),
    Column("day", Day, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("carried", Json, nullable=False),
    Column("by", String(32), nullable=False),
    Column("signed_by", String(32), nullable=False),
)
