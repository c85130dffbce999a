"""What the people of a hall have set while it runs; what is set for good stands in its files."""

from sqlalchemy import bindparam, delete, insert, select

from kiosk.storage import schema
from kiosk.storage.room import Room

T = schema.setting
GET = select(T).where(T.c.hall_id == bindparam("hall"), T.c.name == bindparam("setting"))
DROP = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.name == bindparam("setting"))
ADD = insert(T)


class Settings(Room):
    """Names and values of one hall."""

    def get(self, name: str) -> str:
        """Return a value, or nothing while it was never set."""
        row = self._one(GET, setting=name)
        return str(row.value) if row else ""

    def put(self, name: str, value: str) -> None:
        """Set a value."""
        self._change(DROP, setting=name)
        self._add(ADD, {"name": name, "value": value})
