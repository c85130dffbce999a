"""The tables. Every one begins with the hall, so that many halls can share a database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kiosk.storage.columns import Day, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def hall_column() -> Column[str]:
    """Make the column that every table begins with."""
    return Column("hall_id", String(64), primary_key=True)


hall = Table(
    "hall",
    metadata,
    hall_column(),
    Column("stamp", BigInteger, nullable=False, server_default="0"),
    Column("settled", BigInteger, nullable=False, server_default="0"),
)

counter = Table(
    "counter",
    metadata,
    hall_column(),
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# What an index holds is named here for SQLite, in migrations for both: here it would load PostgreSQL's words.
OPEN = text("state IN ('waiting', 'called', 'serving', 'held', 'missed', 'planned', 'back_office')")
A_PART = text("part_visit <> ''")

ticket = Table(
    "ticket",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("number", String(16), nullable=False),
    Column("day", Day, nullable=False),
    Column("token", String(64), nullable=False),
    Column("queue", String(8), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("instead_of", String(8), nullable=False),
    Column("services", Json, nullable=False),
    Column("answers", Json),
    Column("ticked", Json, nullable=False),
    Column("priority", String(32), nullable=False),
    Column("needs", Json, nullable=False),
    Column("language", String(8), nullable=False),
    Column("papers_missing", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("window", Integer),
    Column("taken_at", Moment, nullable=False),
    Column("order_at", Moment, nullable=False),
    Column("called_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("recalls", Integer, nullable=False),
    Column("revivals", Integer, nullable=False),
    Column("delays", Integer, nullable=False, server_default="0"),
    Column("transferred_to", Integer),
    Column("why", String(32), nullable=False),
    Column("because", Json),
    Column("last_act", Json),
    Column("parts", Integer, nullable=False, server_default="0"),
    Column("part_visit", String(32), nullable=False, server_default=""),
    Column("part_number", String(16), nullable=False, server_default=""),
    Column("part_batch", Integer, nullable=False, server_default="0"),
    Column("part_step", Integer, nullable=False, server_default="0"),
    Column("part_kind", String(16), nullable=False, server_default=""),
    Column("part_from", Integer),
    Column("part_due_at", Moment),
    Column("part_note", String(200), nullable=False, server_default=""),
    Column("part_outcome", String(16), nullable=False, server_default=""),
    Column("part_words", String(200), nullable=False, server_default=""),
    Column("changed", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("hall_id", "day", "number"),
    UniqueConstraint("hall_id", "token"),
    Index("ix_ticket_open", "hall_id", "state", "order_at", sqlite_where=OPEN),
    Index("ix_ticket_part", "hall_id", "part_visit", sqlite_where=A_PART),
    Index("ix_ticket_changed", "hall_id", "changed"),
)

press = Table(
    "press",
    metadata,
    hall_column(),
    Column("key", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

CALLS = text("kind IN ('TicketCalled', 'PriorityDropped')")

event = Table(
    "event",
    metadata,
    hall_column(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(48), nullable=False),
    Column("body", Text, nullable=False),
    Column("chain", String(64), nullable=False, server_default=""),
    Index("ix_event_calls", "hall_id", "at", sqlite_where=CALLS),
)

UNSAID = text("said = false")

call = Table(
    "call",
    metadata,
    hall_column(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket", String(32), nullable=False),
    Column("number", String(16), nullable=False),
    Column("window", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("zone", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("said", Boolean, nullable=False, server_default=text("false")),
    Index("ix_call_ticket", "hall_id", "ticket"),
    Index("ix_call_unsaid", "hall_id", "at", sqlite_where=UNSAID),
)

TO_SEND = text("state = 'waiting'")

message = Table(
    "message",
    metadata,
    hall_column(),
    Column("id", String(64), primary_key=True),
    Column("ticket", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("people_ahead", Integer, nullable=False),
    Column("window", Integer),
    Column("at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("detail", String(200), nullable=False),
    Index("ix_message_to_send", "hall_id", "next_try", sqlite_where=TO_SEND),
    Index("ix_message_at", "hall_id", "at"),
)

loudspeaker = Table(
    "loudspeaker",
    metadata,
    hall_column(),
    Column("zone", String(32), primary_key=True),
    Column("speaker", String(64), nullable=False),
    Column("label", String(100), nullable=False),
    Column("is_able", Boolean, nullable=False),
    Column("voice", String(200), nullable=False),
    Column("until", Moment, nullable=False),
    Column("since", Moment, nullable=False),
)

UNSETTLED = text("state NOT IN ('shown', 'sent', 'confirmed', 'expired')")
DEAD = text("state IN ('unknown', 'failed', 'expired')")
NAMES_SOMEBODY = text("personal AND document <> ''")

paper = Table(
    "paper",
    metadata,
    hall_column(),
    Column("id", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("name", String(32), nullable=False),
    Column("printer", String(64), nullable=False),
    Column("ticket", String(32), nullable=False),
    Column("title", String(100), nullable=False, server_default=""),
    Column("personal", Boolean, nullable=False, server_default=text("false")),
    Column("document", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False, server_default="0"),
    Column("lease", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(64), nullable=False),
    Column("lease_until", Moment),
    Index("ix_paper_seq", "hall_id", "seq"),
    Index("ix_paper_ticket", "hall_id", "ticket"),
    Index(
        "ix_paper_personal",
        "hall_id",
        "changed_at",
        sqlite_where=NAMES_SOMEBODY,
    ),
    Index("ix_paper_unsettled", "hall_id", "printer", "seq", sqlite_where=UNSETTLED),
    Index("ix_paper_dead", "hall_id", "seq", sqlite_where=DEAD),
)

printer = Table(
    "printer",
    metadata,
    hall_column(),
    Column("name", String(64), primary_key=True),
    Column("condition", String(16), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

window = Table(
    "window",
    metadata,
    hall_column(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("clerk", String(64), nullable=False),
    Column("owed_ordinary", Integer, nullable=False, server_default="0"),
    Column("owed_before_quick", Integer, nullable=False, server_default="0"),
    Column("changed_at", Moment, nullable=False),
)

suspension = Table(
    "suspension",
    metadata,
    hall_column(),
    Column("queue", String(8), primary_key=True),
    Column("reason", String(200), nullable=False),
    Column("until", Moment),
)

help_call = Table(
    "help_call",
    metadata,
    hall_column(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", String(64), nullable=False),
)

setting = Table(
    "setting",
    metadata,
    hall_column(),
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

account = Table(
    "account",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(32), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("windows", Json, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("label", String(64), nullable=False),
    Column("also", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("hall_id", "name"),
)

token = Table(
    "token",
    metadata,
    hall_column(),
    Column("id", String(32), primary_key=True),
    Column("role", String(32), nullable=False),
    Column("label", String(100), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("approved_by", String(32), nullable=False, server_default=""),
    Column("seen_at", Moment),
    UniqueConstraint("hall_id", "hash"),
)
