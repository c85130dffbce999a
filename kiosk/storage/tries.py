"""Tries at a password or PIN that were not right, by the name they are counted under."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from kiosk.hall.patience import Tries
from kiosk.storage import schema_access as schema
from kiosk.storage.room import Room

T = schema.tries
GET = select(T).where(T.c.hall_id == bindparam("hall"), T.c.name == bindparam("under"))
DROP = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.name == bindparam("under"))
FORGET = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.last <= bindparam("before"))
ADD = insert(T)


class Counted(Room):
    """The tries of one hall; no name stands in them, only its mark."""

    def get(self, name: str) -> Tries | None:
        """Return the tries under a name."""
        row = self._one(GET, under=name)
        return Tries(row.times, row.last, row.until) if row else None

    def put(self, name: str, tries: Tries) -> None:
        """Note the tries under a name."""
        self.drop(name)
        self._add(ADD, {"name": name, "times": tries.times, "last": tries.last, "until": tries.until})

    def drop(self, name: str) -> None:
        """Forget the tries under a name."""
        self._change(DROP, under=name)

    def forget(self, before: datetime) -> None:
        """Forget tries whose last was before a time."""
        self._change(FORGET, before=before)
