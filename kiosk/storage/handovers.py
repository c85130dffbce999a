"""Hand-over lists: one row each, with the lines as they were printed and signed."""

from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, insert, select, update

from kiosk.hall.errors import HallError
from kiosk.hall.parcel import Handover
from kiosk.storage.parcels import ParcelOvertaken
from kiosk.storage.room import Room
from kiosk.storage.schema_parcels import parcel_handover

H = parcel_handover
LIST = TypeAdapter(Handover)
ADD = insert(H)
GET = select(H).where(H.c.hall_id == bindparam("hall"), H.c.id == bindparam("id"))
BETWEEN = (
    select(H)
    .where(
        H.c.hall_id == bindparam("hall"),
        H.c.made_at >= bindparam("start"),
        H.c.made_at < bindparam("end"),
    )
    .order_by(H.c.made_at)
)
PUT = (
    update(H)
    .where(H.c.hall_id == bindparam("hall"), H.c.id == bindparam("list_id"), H.c.signed_at.is_(None))
    .values(signed_at=bindparam("new_signed_at"), body=bindparam("new_body"))
)


class UnknownHandover(HallError):
    """The hall has no hand-over list of this number."""

    status = 404
    zh = "没有编号为 {0} 的交接单。"
    en = "There is no hand-over list {0}."


class Handovers(Room):
    """The hand-over lists of one hall."""

    def next_id(self, day: date) -> str:
        """Give the next number of a hand-over list of a day: JJ20261123-001."""
        return f"JJ{day:%Y%m%d}-{self._count_up(f'JJ {day}'):03d}"

    def add(self, handover: Handover) -> None:
        """Store a new hand-over list."""
        row = {"id": handover.id, "made_at": handover.made_at, "signed_at": None}
        self._add(ADD, {**row, "body": LIST.dump_python(handover, mode="json")})

    def get(self, handover_id: str) -> Handover:
        """Find a hand-over list.

        Raises:
            UnknownHandover: there is none.
        """
        row = self._one(GET, id=handover_id)
        if row is None:
            raise UnknownHandover(handover_id[:24])
        return LIST.validate_python(row.body)

    def between(self, start: datetime, end: datetime) -> tuple[Handover, ...]:
        """List the hand-over lists that were drawn up between two times."""
        return tuple(LIST.validate_python(row.body) for row in self._all(BETWEEN, start=start, end=end))

    def put(self, handover: Handover) -> None:
        """Store that a list was signed or torn up, if nobody has signed it before.

        Raises:
            ParcelOvertaken: somebody has.
        """
        body = LIST.dump_python(handover, mode="json")
        values = {"new_signed_at": handover.signed_at, "new_body": body}
        if self._change(PUT, list_id=handover.id, **values) != 1:
            raise ParcelOvertaken(handover.id)
