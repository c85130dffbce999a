"""Loudspeakers: which screen speaks for each zone, as it was last heard of."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select

from kiosk.hall.voicing import Loudspeaker
from kiosk.storage import schema
from kiosk.storage.room import Room

T = schema.loudspeaker
ALL = select(T).where(T.c.hall_id == bindparam("hall"))
DROP = delete(T).where(T.c.hall_id == bindparam("hall"), T.c.zone == bindparam("of_zone"))
ADD = insert(T)


class Loudspeakers(Room):
    """The loudspeakers of one hall, by zone; "" is the whole hall's."""

    def all(self) -> Mapping[str, Loudspeaker]:
        """Say who speaks for each zone."""
        return {
            row.zone: Loudspeaker(
                row.zone, row.speaker, row.label, bool(row.is_able), row.voice, row.until, row.since
            )
            for row in self._all(ALL)
        }

    def put(self, now: Loudspeaker) -> None:
        """Let a screen speak for its zone."""
        self._change(DROP, of_zone=now.zone)
        who = {"zone": now.zone, "speaker": now.speaker, "label": now.label}
        how = {"is_able": now.is_able, "voice": now.voice, "until": now.until, "since": now.since}
        self._add(ADD, {**who, **how})
