"""What the people of a hall have set while it runs; what is set for good stands in its files."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select

from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Runner
from kiosk.storage.standing import Standing

T = schema.setting
BACKUP_MADE = "backup made at"
ALL = select(T).where(T.c.hall_id == bindparam("hall"))
DROP = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.name == bindparam("setting"))
ADD = insert(T)


class Settings(Room):
    """Names and values of one hall."""

    def __init__(self, runner: Runner, hall: str, standing: Standing) -> None:
        super().__init__(runner, hall)
        self._standing = standing

    def get(self, name: str) -> str:
        """Return a value, or nothing while it was never set."""
        return self._standing.now("settings", self._read).get(name, "")

    def put(self, name: str, value: str) -> None:
        """Set a value; an empty one is as if it was never set."""
        self._change(DROP, setting=name)
        if value:
            self._add(ADD, {"name": name, "value": value})
        self._standing.change("settings", lambda before: {**before, name: value})

    def _read(self) -> Mapping[str, str]:
        return {row.name: row.value for row in self._all(ALL)}
