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
from tests.history.boards import Session

SERVICES = (("B01",), ("C01",), ("D01",), ("E05",), ("F01",), ("C01", "E05"))
CLASSES = ("", "", "", "elder", "military")
AFTER = ("start", "start", "finish", "hold", "resume", "recall", "miss", "revive", "cancel", *["next"] * 4)
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
        whom = _whom(asker)
        wish = {"ticket": whom, "reason": "急事"} if whom else {}
        called = asker.ask("call", f"/windows/{window}/calls", wish, ticket=whom, window=window)
        if called.acknowledged:
            _serve(asker, called.answers[0]["id"], window)
        elif asker.chance.random() < 0.1:
            _pause(asker, window)


def _whom(asker: Asker) -> str:
    if asker.chance.random() < 0.1 and (known := asker.history.taken()[-20:]):
        return asker.chance.choice(known)
    return ""


def _serve(asker: Asker, ticket: str, window: int) -> None:
    while (verb := asker.chance.choice(AFTER)) != "next" and not asker.stop.is_set():
        asker.ask(verb, f"/tickets/{ticket}/{verb}", {}, ticket=ticket, window=window)


def _pause(asker: Asker, window: int) -> None:
    """Close the window for a moment."""
    for state in ("paused", "open"):
        while (
            asker.ask(state, f"/windows/{window}", {"state": state}, window=window, how="PUT").status != 200
        ):
            if asker.stop.wait(BREATH_S):
                return


@dataclass
class Board:
    """A screen that comes back whenever its connection is cut."""

    url: str
    stop: threading.Event
    sessions: list[Session] = field(default_factory=list)

    def watch(self) -> None:
        """Look on until the end."""
        while not self.stop.is_set():
            session, gone = Session(time.monotonic()), threading.Event()
            client = socketio.Client(reconnection=False)
            for event in ("snapshot", "change", "heartbeat"):
                client.on(event, _keep(session, event), namespace="/board")
            client.on("disconnect", lambda *_: gone.set(), namespace="/board")  # noqa: B023  waited for here
            try:
                client.connect(self.url, namespaces=["/board"], transports=["websocket"], wait_timeout=JOIN_S)
            except (socketio.exceptions.SocketIOError, OSError, ValueError):
                self.stop.wait(BREATH_S * 5)
                continue
            session.begun = time.monotonic()
            self.sessions.append(session)
            while client.connected and not gone.is_set():
                if self.stop.wait(BREATH_S):
                    client.shutdown()
                    return
            session.ended = time.monotonic()
            client.shutdown()


def _keep(session: Session, event: str) -> Callable[[dict[str, Any]], None]:
    return lambda message: session.messages.append((time.monotonic(), event, message))


def asker(name: str, base: str, token: str, history: History, seed: int, stop: threading.Event) -> Asker:
    """Give somebody a screen of his own."""
    headers = {"Authorization": f"Bearer {token}"}
    client = httpx.Client(base_url=f"{base}/api/v1", headers=headers, timeout=PATIENCE_S)
    return Asker(name, client, history, random.Random(f"{seed} {name}"), stop)
