"""A program that listens to the board as a third party would, with the Socket.IO client of PyPI."""

from collections.abc import Callable
from functools import partial
from threading import Condition
from typing import Any

import socketio

from display.board import apply

PATIENCE_S = 15


class Listener:
    """Keeps every message of one connection; the client hands them over in threads of its own."""

    def __init__(self, url: str, transport: str = "websocket") -> None:
        self._heard: dict[str, list[dict[str, Any]]] = {"snapshot": [], "change": [], "heartbeat": []}
        self._read = dict.fromkeys(self._heard, 0)
        self._news = Condition()
        self._client = socketio.Client(reconnection=False)
        for event in self._heard:
            self._client.on(event, partial(self._keep, event), namespace="/board")
        self._client.connect(url, namespaces=["/board"], transports=[transport])

    def next(self, event: str) -> dict[str, Any]:
        """Wait for the next message of this kind."""
        place = self._read[event]
        self.wait_until(lambda: len(self._heard[event]) > place)
        self._read[event] = place + 1
        return self._heard[event][place]

    def heard(self, event: str) -> list[dict[str, Any]]:
        """List all messages of this kind so far."""
        return list(self._heard[event])

    def ask(self) -> None:
        self._client.emit("snapshot", namespace="/board")

    def leave(self) -> None:
        self._client.start_background_task(self._client.disconnect)  # it waits 3 s for a last word

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Wait until the messages make something true."""
        with self._news:
            assert self._news.wait_for(true, PATIENCE_S), f"only heard {self._heard}"

    def _keep(self, event: str, message: dict[str, Any]) -> None:
        with self._news:
            self._heard[event].append(message)
            self._news.notify_all()


def follow_to(listener: Listener, goal: int) -> dict[str, Any]:
    """Take in the changes as a board does, in the order of their numbers."""
    state = listener.next("snapshot")
    while state["seq"] < goal:
        listener.wait_until(partial(has_change_after, listener, state["seq"]))
        state = apply(state, change_after(listener, state["seq"]))
    return state


def has_change_after(listener: Listener, seq: int) -> bool:
    return any(change["prev"] == seq for change in listener.heard("change"))


def change_after(listener: Listener, seq: int) -> dict[str, Any]:
    return next(change for change in listener.heard("change") if change["prev"] == seq)
