"""Who is in the hall: kiosks that give numbers, clerks who call and serve, and boards that look on."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import socketio

from tests.history.acts import PATIENCE_S, Asker, History

SERVICES = (("B01",), ("C01",), ("D01",), ("E05",), ("F01",), ("C01", "E05"))
CLASSES = ("", "", "", "elder", "military")
AFTER = ("start", "finish", "hold", "recall", "miss", "cancel", "next", "next", "next")
BREATH_S = 0.02
JOIN_S = 3.0


def kiosk(asker: Asker) -> None:
    """Give numbers until the end."""
    while not asker.stop.wait(asker.chance.random() * BREATH_S):
        body = {
            "services": list(asker.chance.choice(SERVICES)),
            "priority": asker.chance.choice(CLASSES),
        }
        asker.ask("take", "/tickets", body)


def clerk(asker: Asker, window: int) -> None:
    """Call, serve, and now and then call a number that a colleague may be calling at the same moment."""
    while not asker.stop.wait(asker.chance.random() * BREATH_S):
        called = asker.ask("call", f"/windows/{window}/calls", _whom(asker), window=window)
        if called.acknowledged:
            _serve(asker, called.answers[0]["id"], window)
        elif asker.chance.random() < 0.1:
            _pause(asker, window)


def _whom(asker: Asker) -> dict[str, Any]:
    if asker.chance.random() < 0.1 and (known := asker.history.taken()[-20:]):
        return {"ticket": asker.chance.choice(known), "reason": "急事"}
    return {}


def _serve(asker: Asker, ticket: str, window: int) -> None:
    while (verb := asker.chance.choice(AFTER)) != "next" and not asker.stop.is_set():
        asker.ask(verb, f"/tickets/{ticket}/{verb}", {}, ticket=ticket, window=window)


def _pause(asker: Asker, window: int) -> None:
    """Close the window for a moment; an answer that is lost does no harm, the same state changes nothing."""
    for state in ("paused", "open"):
        for _ in range(100):
            try:
                if asker.client.put(f"/windows/{window}", json={"state": state}).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(BREATH_S)


@dataclass
class Session:
    """What one connection of a board was sent, in order."""

    messages: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@dataclass
class Board:
    """A screen that comes back whenever its connection is cut."""

    url: str
    stop: threading.Event
    sessions: list[Session] = field(default_factory=list)

    def watch(self) -> None:
        """Look on until the end."""
        while not self.stop.is_set():
            session, gone = Session(), threading.Event()
            client = socketio.Client(reconnection=False)
            for event in ("snapshot", "change", "heartbeat"):
                client.on(event, _keep(session, event), namespace="/board")
            client.on("disconnect", lambda *_: gone.set(), namespace="/board")  # noqa: B023  waited for here
            try:
                client.connect(self.url, namespaces=["/board"], transports=["websocket"], wait_timeout=JOIN_S)
            except (socketio.exceptions.SocketIOError, OSError, ValueError):
                self.stop.wait(BREATH_S * 5)
                continue
            self.sessions.append(session)
            while client.connected and not gone.is_set() and not self.stop.is_set():
                gone.wait(BREATH_S)
            client.shutdown()


def _keep(session: Session, event: str) -> Callable[[dict[str, Any]], None]:
    return lambda message: session.messages.append((event, message))


def asker(name: str, base: str, token: str, history: History, seed: int, stop: threading.Event) -> Asker:
    """Give somebody a screen of his own."""
    headers = {"Authorization": f"Bearer {token}"}
    client = httpx.Client(base_url=f"{base}/api/v1", headers=headers, timeout=PATIENCE_S)
    return Asker(name, client, history, random.Random(f"{seed} {name}"), stop)
