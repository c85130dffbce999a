"""Villages: each with its assistant, and the one-time code by which she gets in again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from kiosk.hall.errors import HallError
from kiosk.storage import schema_delegation
from kiosk.storage.room import Room
from kiosk.storage.runner import Row

T = schema_delegation.village
OF_HALL = T.c.hall_id == bindparam("hall")
ADD = insert(T)
ALL = select(T).where(OF_HALL).order_by(T.c.code)
GET = select(T).where(OF_HALL, T.c.code == bindparam("code"))
OF_ASSISTANT = select(T).where(OF_HALL, T.c.assistant == bindparam("account"))
CHANGING = ("assistant", "access", "code_hash", "code_until")
CHANGE = (
    update(T)
    .where(OF_HALL, T.c.code == bindparam("village_code"))
    .values({name: bindparam(f"new_{name}") for name in CHANGING})
)


class UnknownVillage(HallError):
    """The hall has no such village, or it is not the asker's."""

    status = 404
    zh = "没有这个村。"
    en = "There is no such village."


@dataclass(frozen=True, slots=True)
class Village:
    """One village; `access` grows whenever its assistant's sign-ins end."""

    code: str
    name: str
    assistant: str = ""
    access: int = 0
    code_hash: str = ""
    code_until: datetime | None = None


class Villages(Room):
    """The villages of one hall."""

    def next_code(self) -> str:
        """Name the next village: C01."""
        return f"C{self._count_up('village'):02d}"

    def add(self, village: Village) -> None:
        """Store a new village."""
        row = {name: getattr(village, name) for name in ("code", "name", *CHANGING)}
        self._add(ADD, row)

    def all(self) -> tuple[Village, ...]:
        """List them."""
        return tuple(_village(row) for row in self._all(ALL))

    def get(self, code: str) -> Village:
        """Find a village.

        Raises:
            UnknownVillage: there is none.
        """
        row = self._one(GET, code=code)
        if row is None:
            raise UnknownVillage(code[:16])
        return _village(row)

    def of_assistant(self, account: str) -> Village | None:
        """Find the village of an assistant."""
        row = self._one(OF_ASSISTANT, account=account)
        return _village(row) if row else None

    def change(self, village: Village) -> None:
        """Store who its assistant is and how she gets in."""
        values = {f"new_{name}": getattr(village, name) for name in CHANGING}
        self._change(CHANGE, village_code=village.code, **values)


def _village(row: Row) -> Village:
    return Village(row.code, row.name, row.assistant, row.access, row.code_hash, row.code_until)
