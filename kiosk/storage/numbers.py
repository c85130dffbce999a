"""Rows of numbers, of which none may be given twice, after a backup was restored either."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Select, Table, bindparam, delete, func, insert, select, type_coerce, update

from kiosk.storage import schema
from kiosk.storage.event_log import SEQUENCE
from kiosk.storage.room import SKIPPED, Room

T = schema.counter
OF_HALL = T.c.hall_id == bindparam("hall")
ALL = select(T).where(OF_HALL)
SET = update(T).where(OF_HALL, T.c.name == bindparam("row")).values(value=T.c.value + bindparam("by"))
DROP = delete(T).where(OF_HALL, T.c.name == bindparam("row"))
ADD = insert(T)
LASTING = ("finding ", "retiree", "village")  # what people hold of rows that never begin anew
HOUR = 3_600_000_000  # microseconds
SINCE = bindparam("since", type_=schema.event.c.at.type)


def _busiest(table: Table, column: str) -> Select[tuple[int]]:
    moment = table.c[column]
    hour = (type_coerce(moment, BigInteger) // HOUR).label("hour")
    counted = (
        select(func.count().label("many"))
        .where(table.c.hall_id == bindparam("hall"), moment >= SINCE)
        .group_by(hour)
        .subquery()
    )
    return select(func.max(counted.c.many).label("most"))


EVENTS = _busiest(schema.event, "at")
TICKETS = _busiest(schema.ticket, "taken_at")


class Numbers(Room):
    """The rows of numbers of one hall: of tickets by prefix and day, of cases, receipts and the rest."""

    def busiest_hour(self, since: datetime) -> tuple[int, int]:
        """Tell how many tickets and how many events the busiest hour had since a time."""
        tickets, events = self._one(TICKETS, since=since), self._one(EVENTS, since=since)
        return int(tickets[0] or 0) if tickets else 0, int(events[0] or 0) if events else 0

    def skip(self, today: date, *, of_day: int, lasting: int, events: int) -> None:
        """Skip so many numbers of every row that people hold something of, and of the event log."""
        for row in self._all(ALL):
            if row.name == SEQUENCE:
                self._change(SET, row=row.name, by=events)
            elif row.name.startswith(LASTING):
                self._change(SET, row=row.name, by=lasting)
            elif (day := _day_of(row.name)) and day >= today:
                self._change(SET, row=row.name, by=of_day)
        self._change(DROP, row=SKIPPED)
        self._add(ADD, {"name": SKIPPED, "value": of_day})

    def begin(self, prefix: str, day: date, *, at: int) -> None:
        """Let a prefix's ticket numbers of a later day begin further on, where none of them was given yet."""
        name = number_row(prefix, day)
        if all(row.name != name for row in self._all(ALL)):
            self._add(ADD, {"name": name, "value": at})

    def begin_at_one_again(self) -> bool:
        """Let the rows of a new day begin at one again; tells whether they had not."""
        return self._change(DROP, row=SKIPPED) > 0


def number_row(prefix: str, day: date) -> str:
    """Name the row of a prefix's ticket numbers on a day."""
    return f"number {prefix} {day:%Y%m%d}"


def _day_of(name: str) -> date | None:
    digits = name.rsplit(" ", 1)[-1].replace("-", "")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else None
    except ValueError:
        return None
