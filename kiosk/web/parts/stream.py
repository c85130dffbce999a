"""One live stream: watchers who see the same thing share a room, and every room has its own last word."""

from collections.abc import Mapping
from typing import Any

from flask_socketio import SocketIO, join_room

Json = Mapping[str, Any]
MARKS = frozenset({"seq", "prev"})  # they say where a message belongs, not how the hall stands


class Stream:
    """The rooms of one namespace. It keeps no lock: whoever tells it things puts them in order."""

    def __init__(self, socketio: SocketIO, namespace: str) -> None:
        self._socketio = socketio
        self._namespace = namespace
        self._told: dict[str, Json] = {}
        self._seats: dict[str, str] = {}

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that somebody watches."""
        return tuple(self._told)

    def told(self, room: str) -> Json | None:
        """Return what a room was told last."""
        return self._told.get(room)

    def room_of(self, watcher: str) -> str | None:
        """Return the room that a watcher sits in."""
        return self._seats.get(watcher)

    def seat(self, watcher: str, room: str, state: Json) -> None:
        """Let a watcher in; he gets what his room was told last, so that the next change fits to it."""
        self._told.setdefault(room, state)
        self._seats[watcher] = room
        join_room(room, sid=watcher, namespace=self._namespace)
        self.show(watcher)

    def leave(self, watcher: str) -> None:
        """Let a watcher go; a room without watchers is forgotten."""
        room = self._seats.pop(watcher, None)
        if room is not None and room not in self._seats.values():
            self._told.pop(room, None)

    def show(self, watcher: str) -> None:
        """Send a watcher the whole state of his room."""
        if room := self._seats.get(watcher):
            self._emit("snapshot", self._told[room], watcher)

    def tell(self, room: str, state: Json) -> None:
        """Send a room the sections that have changed; an older look that comes late is dropped."""
        before = self._told.get(room)
        if before is None or state["seq"] < before["seq"]:
            return
        changed = {name: part for name, part in state.items() if part != before.get(name)}
        if changed.keys() - MARKS:
            self._told[room] = state
            self._emit("change", {**changed, "seq": state["seq"], "prev": before["seq"]}, room)

    def beat(self, at: str) -> None:
        """Give every room a sign of life, with the number of its last message and the hall's time."""
        for room, state in tuple(self._told.items()):
            self._emit("heartbeat", {"seq": state["seq"], "at": at}, room)

    def say(self, room: str, event: str, message: Json) -> int:
        """Say something to a room that is no part of its state; returns how many watchers are there."""
        self._emit(event, message, room)
        return sum(seat == room for seat in self._seats.values())

    def _emit(self, event: str, message: Json, to: str) -> None:
        self._socketio.emit(event, message, to=to, namespace=self._namespace)
