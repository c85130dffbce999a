"""Retirees: one row each, who they are sealed beside them, found again by blind indexes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, insert, select, update

from kiosk.hall.delegation import Retiree
from kiosk.hall.delegation_terms import Standing
from kiosk.hall.errors import HallError
from kiosk.hall.principal import NOBODY, Principal
from kiosk.storage import schema_delegation
from kiosk.storage.room import Room
from kiosk.storage.runner import Row, Runner
from kiosk.storage.seal import Seal

T = schema_delegation.retiree
OF_HALL = T.c.hall_id == bindparam("hall")
OF_VILLAGE = T.c.village == bindparam("village")
ADD = insert(T)
GET = select(T).where(OF_HALL, T.c.id == bindparam("id"))
DUE = (
    select(T)
    .where(OF_HALL, OF_VILLAGE, schema_delegation.MANAGED, T.c.due_on <= bindparam("until"))
    .order_by(T.c.due_on, T.c.id)
)
OF_THE_VILLAGE = select(T).where(OF_HALL, OF_VILLAGE, schema_delegation.MANAGED).order_by(T.c.due_on, T.c.id)
BY_NUMBER = select(T).where(OF_HALL, T.c.id_index == bindparam("index"))
BY_PHONE = select(T).where(OF_HALL, T.c.phone_index == bindparam("index")).limit(bindparam("limit"))
NO_PHONE = "-"  # what the index of somebody without a phone says, so that he is not looked at again
NOT_INDEXED = select(T).where(OF_HALL, T.c.person != "", T.c.phone_index == "").limit(bindparam("limit"))
BY_NAME = (
    select(T)
    .where(OF_HALL, T.c.name_index == bindparam("name"), schema_delegation.MANAGED)
    .limit(bindparam("limit"))
)
IS_DUE = case((T.c.due_on <= bindparam("until", type_=T.c.due_on.type), 1), else_=0)
COUNTS = (
    select(T.c.village, func.count().label("managed"), func.sum(IS_DUE, type_=Integer).label("due"))
    .where(OF_HALL, schema_delegation.MANAGED)
    .group_by(T.c.village)
)
MOVING = ("standing", "due_on", "certified_on", "ended_on")
MOVE = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("retiree_id"))
    .values({name: bindparam(f"new_{name}") for name in MOVING})
)
SEALED = ("person", "id_index", "name_index", "phone_index")
SET_PERSON = (
    update(T)
    .where(OF_HALL, T.c.id == bindparam("retiree_id"))
    .values({name: bindparam(f"new_{name}") for name in SEALED})
)
KNOWN_AND_OVER = (
    select(T)
    .where(OF_HALL, schema_delegation.KNOWN_AND_OVER, T.c.ended_on < bindparam("before"))
    .order_by(T.c.ended_on)
    .limit(bindparam("limit"))
)


class UnknownRetiree(HallError):
    """Nobody of this id is on the asker's rosters."""

    status = 404
    zh = "名册里没有这个人。"
    en = "Nobody like this is on the roster."


@dataclass(frozen=True, slots=True)
class Counted:
    """How many retirees a village has, and how many of them are due."""

    managed: int = 0
    due: int = 0


class Retirees(Room):
    """The retirees of one hall."""

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def next_id(self) -> str:
        """Name the next retiree: TX000001."""
        return f"TX{self._count_up('retiree'):06d}"

    def add(self, retiree: Retiree, who: Principal) -> None:
        """Store a new retiree."""
        row = {"id": retiree.id, "village": retiree.village, **_moving(retiree), **self._closed(who)}
        self._add(ADD, row)

    def get(self, retiree_id: str) -> tuple[Retiree, Principal]:
        """Find a retiree.

        Raises:
            UnknownRetiree: there is none.
        """
        row = self._one(GET, id=retiree_id)
        if row is None:
            raise UnknownRetiree(retiree_id[:16])
        return self._known(row)

    def some(self, ids: Iterable[str]) -> dict[str, tuple[Retiree, Principal]]:
        """Find the retirees of a batch."""
        wanted = sorted(set(ids))
        found = (self._one(GET, id=one) for one in wanted)
        return {row.id: self._known(row) for row in found if row is not None}

    def due(self, village: str, until: date) -> tuple[tuple[Retiree, Principal], ...]:
        """List who of a village is due by a day, the longest due first."""
        return tuple(self._known(row) for row in self._all(DUE, village=village, until=until))

    def of_village(self, village: str) -> tuple[tuple[Retiree, Principal], ...]:
        """List all whom a village manages."""
        return tuple(self._known(row) for row in self._all(OF_THE_VILLAGE, village=village))

    def by_number(self, id_number: str) -> Retiree | None:
        """Find whoever has an identity number, in whatever village."""
        row = self._one(BY_NUMBER, index=self._seal.blind("id", id_number))
        return _retiree(row) if row else None

    def by_phone(self, phone: str, limit: int) -> tuple[tuple[Retiree, Principal], ...]:
        """Find whoever left a phone, managed or not."""
        rows = self._all(BY_PHONE, index=self._seal.blind("phone", phone), limit=limit)
        return tuple(self._known(row) for row in rows)

    def has_unindexed(self) -> bool:
        """Tell whether some were stored before there was an index of phones."""
        return bool(self._all(NOT_INDEXED, limit=1))

    def index_phones(self, limit: int) -> int:
        """Make those findable by phone who were stored before there was an index; returns how many."""
        rows = self._all(NOT_INDEXED, limit=limit)
        for row in rows:
            self.set_person(row.id, self._known(row)[1])
        return len(rows)

    def by_name(self, name: str, limit: int) -> tuple[tuple[Retiree, Principal], ...]:
        """Find the managed retirees of a name."""
        rows = self._all(BY_NAME, name=self._seal.blind("name", name), limit=limit)
        return tuple(self._known(row) for row in rows)

    def counts(self, until: date) -> dict[str, Counted]:
        """Count each village's retirees."""
        rows = self._all(COUNTS, until=until)
        return {row.village: Counted(int(row.managed), int(row.due)) for row in rows}

    def move(self, retiree: Retiree) -> None:
        """Store how a retiree stands."""
        values = {f"new_{name}": value for name, value in _moving(retiree).items()}
        self._change(MOVE, retiree_id=retiree.id, **values)

    def set_person(self, retiree_id: str, who: Principal) -> None:
        """Keep another name or phone; nobody erases what was known."""
        values = {f"new_{name}": value for name, value in self._closed(who).items()}
        self._change(SET_PERSON, retiree_id=retiree_id, **values)

    def known_and_over(self, before: date, limit: int) -> tuple[Retiree, ...]:
        """List who is not managed since before a day, and still known."""
        return tuple(_retiree(row) for row in self._all(KNOWN_AND_OVER, before=before, limit=limit))

    def _closed(self, who: Principal) -> dict[str, str]:
        facts = {"name": who.name, "id_number": who.id_number, "phone": who.phone}
        return {
            "person": self._seal.close(facts),
            "id_index": self._seal.blind("id", who.id_number),
            "name_index": self._seal.blind("name", who.name),
            "phone_index": self._seal.blind("phone", who.phone) or (NO_PHONE if who.name else ""),
        }

    def _known(self, row: Row) -> tuple[Retiree, Principal]:
        facts = self._seal.open(row.person)
        who = Principal(facts.get("name", ""), facts.get("id_number", ""), facts.get("phone", ""))
        return _retiree(row), who if facts else NOBODY


def _retiree(row: Row) -> Retiree:
    return Retiree(row.id, row.village, row.due_on, Standing(row.standing), row.certified_on, row.ended_on)


def _moving(retiree: Retiree) -> dict[str, Any]:
    return {**{name: getattr(retiree, name) for name in MOVING}, "standing": retiree.standing.value}
