"""实时: the live streams of the desks (`/desk`) and of the phones (`/phone`); each sees only its own."""

import time
from collections.abc import Mapping
from threading import RLock
from typing import Any

from flask import request
from flask_login import current_user
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO

from kiosk.clock import Clock
from kiosk.hall.errors import HallError
from kiosk.operations import progress
from kiosk.operations.desk import desk
from kiosk.operations.moment import Lists, Moment, look
from kiosk.operations.progress import Progress
from kiosk.storage.store import Store
from kiosk.web.clerk.shapes import desk_json
from kiosk.web.doors import Doors
from kiosk.web.language import LANGUAGES
from kiosk.web.limits import of_wrong_token
from kiosk.web.parts.sign_in import may_stand_at
from kiosk.web.parts.stream import Json, Stream
from kiosk.web.phone.shapes import progress_json

DESK, PHONE = "/desk", "/phone"
FRESH_S = 0.25  # a flood of watchers who come back at once shares one look


class Live:
    """The desks' and the phones' sockets of one process.

    One lock orders all that is sent: whoever gets a snapshot gets the next change after it, with the
    snapshot's `seq` as its `prev`. The hall is read once for everybody; between two rooms the loop breathes.
    """

    def __init__(self, socketio: SocketIO, store: Store, clock: Clock, doors: Doors) -> None:
        self._socketio, self._store, self._clock, self._doors = socketio, store, clock, doors
        self._desks, self._phones = Stream(socketio, DESK), Stream(socketio, PHONE)
        # Reentrant: a watcher is found gone while he is sent something, and leaves in the midst of it.
        self._lock = RLock()
        self._lists = Lists()
        self._last: tuple[float, Moment] | None = None
        for namespace, stream, greet in (
            (DESK, self._desks, self._greet_desk),
            (PHONE, self._phones, self._greet_phone),
        ):
            socketio.on_event("connect", greet, namespace=namespace)
            socketio.on_event("snapshot", self._showing(stream), namespace=namespace)
            socketio.on_event("disconnect", self._leaving(stream), namespace=namespace)

    def tell(self) -> None:
        """Look at the hall and send every watcher what has changed for him."""
        if not (self._desks.rooms or self._phones.rooms):
            return
        with self._lock:
            moment = self._look(within=0)
            self._tell_desks(moment)
            self._tell_phones(moment)

    def beat(self) -> None:
        """Send what time alone has changed, then a sign of life."""
        self.tell()
        with self._lock:
            at = self._clock().isoformat()
            self._desks.beat(at)
            self._phones.beat(at)

    def write(self, token: str, text: str) -> int:
        """Show a sentence on the phone pages of a token ("" takes it away); returns how many are open."""
        with self._lock:
            return sum(
                self._phones.say(room, "writing", {"text": text})
                for room in self._phones.rooms
                if room.partition(" ")[0] == token
            )

    def _tell_desks(self, moment: Moment) -> None:
        for room in self._desks.rooms:
            window, _, language = room.partition(" ")
            try:
                self._desks.tell(room, desk_json(desk(moment, int(window)), moment.catalogue, language))
            except HallError:
                continue  # the content was reloaded without this window
            self._socketio.sleep(0)

    def _tell_phones(self, moment: Moment) -> None:
        rooms = [(room, *room.split(" ")) for room in self._phones.rooms]
        over = [
            token for room, token, _ in rooms if token not in moment.open_tickets and self._was_open(room)
        ]
        ended = self._ended(over, moment)
        for room, token, language in rooms:
            ticket = moment.open_tickets.get(token)
            if seen := progress.progress(moment, ticket) if ticket else ended.get(token):
                self._phones.tell(room, progress_json(seen, moment.catalogue, language))
                self._socketio.sleep(0)

    def _was_open(self, room: str) -> bool:
        told = self._phones.told(room)
        return bool(told and told["open"])

    def _ended(self, tokens: list[str], moment: Moment) -> Mapping[str, Progress]:
        """Read the tickets whose visit has just ended; they are not among the open ones any more."""
        if not tokens:
            return {}
        with self._store.read() as reading:
            return {token: progress.of_ended(reading, moment, token=token) for token in tokens}

    def _greet_desk(self, _auth: object = None) -> None:
        if not may_stand_at(current_user, window := request.args.get("window", 0, int)):
            raise Refused("sign in first")
        with self._lock:
            moment = self._look(within=FRESH_S)
            language = _language()
            state = self._seen(lambda: desk_json(desk(moment, window), moment.catalogue, language))
            self._desks.seat(_watcher(), f"{window} {language}", state)
        self._doors.let_in(DESK)

    def _greet_phone(self, auth: object = None) -> None:
        given = auth.get("token") if isinstance(auth, dict) else None
        token = str(given or request.args.get("token", ""))
        with self._lock:
            moment = self._look(within=FRESH_S)
            language = _language()

            def seen() -> Json:
                ticket = moment.open_tickets.get(token)
                shown = progress.progress(moment, ticket) if ticket else self._ended([token], moment)[token]
                return progress_json(shown, moment.catalogue, language)

            self._phones.seat(_watcher(), f"{token} {language}", self._seen(seen))

    def _seen(self, see: Any) -> Json:
        try:
            return see()  # type: ignore[no-any-return]
        except progress.UnknownProgress as error:
            raise Refused(of_wrong_token(error).code) from None
        except HallError as error:
            raise Refused(error.code) from None

    def _showing(self, stream: Stream) -> Any:
        def show(*_: object) -> None:
            with self._lock:
                stream.show(_watcher())

        return show

    def _leaving(self, stream: Stream) -> Any:
        def leave(*_: object) -> None:
            with self._lock:
                stream.leave(_watcher())
            self._doors.let_out()

        return leave

    def _look(self, *, within: float) -> Moment:
        """Look at the hall, or return a look that is not older than some seconds."""
        if self._last and time.monotonic() - self._last[0] < within:
            return self._last[1]
        with self._store.read() as reading:
            moment = look(reading, self._clock(), self._lists)
        self._last = (time.monotonic(), moment)
        return moment


def _watcher() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO's


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
