"""Presses: the same press of a button is one act, however often it arrives."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from kiosk.hall.errors import PressReused
from kiosk.storage import schema
from kiosk.storage.room import Room
from kiosk.storage.runner import Runner
from kiosk.storage.seal import Seal

T = schema.press
FIND = select(T.c.digest, T.c.answer).where(T.c.hall_id == bindparam("hall"), T.c.key == bindparam("key"))
KEEP = insert(T)


class Presses(Room):
    """What earlier presses were answered; what they wished for is kept as only the hall's key can name it.

    A wish may hold a phone, and whoever tries all phones would find it behind a plain digest.
    """

    def __init__(self, runner: Runner, hall: str, seal: Seal) -> None:
        super().__init__(runner, hall)
        self._seal = seal

    def earlier(self, key: str, digest: str) -> str | None:
        """Return what this press was answered before, if it came before.

        Raises:
            PressReused: it came before with another wish.
        """
        row = self._one(FIND, key=key)
        if row is None:
            return None
        if row.digest != self._seal.stand_in(digest):
            raise PressReused
        return str(row.answer)

    def keep(self, key: str, digest: str, answer: str, at: datetime) -> None:
        """Remember what a press was answered."""
        row = {"key": key, "digest": self._seal.stand_in(digest), "answer": answer, "at": at}
        self._add(KEEP, row)
