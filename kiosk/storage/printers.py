"""Printers as their agents last saw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from kiosk.storage import schema
from kiosk.storage.room import Room

T = schema.printer
ALL = select(T).where(T.c.hall_id == bindparam("hall"))
DROP = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.name == bindparam("printer_name"))
ADD = insert(T)


@dataclass(frozen=True, slots=True)
class PrinterNow:
    """How one printer is: the last word of its agent, when it came, and since when it is so."""

    name: str
    condition: str
    seen_at: datetime
    changed_at: datetime


class Printers(Room):
    """The printers of one hall that an agent has spoken of."""

    def all(self) -> Mapping[str, PrinterNow]:
        """Say how each printer is."""
        return {
            row.name: PrinterNow(row.name, row.condition, row.seen_at, row.changed_at)
            for row in self._all(ALL)
        }

    def put(self, now: PrinterNow) -> None:
        """Store how a printer is."""
        self._change(DROP, printer_name=now.name)
        row = {"name": now.name, "condition": now.condition}
        self._add(ADD, {**row, "seen_at": now.seen_at, "changed_at": now.changed_at})
