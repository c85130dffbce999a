"""Who is in the hall: kiosks that give numbers, clerks who call and serve, and boards that look on."""

import json
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import httpx
from simple_websocket import Client, ConnectionClosed
from simple_websocket import ConnectionError as NotConnected

from tests.history.acts import PATIENCE_S, Asker, History
from tests.history.boards import Session

SERVICES = (("B01",), ("C01",), ("D01",), ("E05",), ("F01",), ("C01", "E05"))
CLASSES = ("", "", "", "elder", "military")
AFTER = ("start", "start", "finish", "hold", "resume", "recall", "miss", "revive", "cancel", *["next"] * 4)
BREATH_S = 0.02
BOARD = "/socket.io/?EIO=4&transport=websocket"
BESIDE = partial(threading.Thread, daemon=True)  # a socket that hears no end keeps nobody from leaving
GONE_S = 20.0  # the server's ping and the wait for it: after that a browser connects again
PING, PONG, MESSAGE, FAREWELLS = "2", "3", "42/board,", ("1", "41")  # of Engine.IO and Socket.IO


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
            try:
                wire = Client(self.url.replace("http", "ws") + BOARD, thread_class=BESIDE)
                wire.send("40/board,")
            except (NotConnected, ConnectionClosed, OSError):
                self.stop.wait(BREATH_S * 5)
                continue
            session = Session(time.monotonic())
            self.sessions.append(session)
            with suppress(ConnectionClosed, OSError):
                self._listen(wire, session)
            if not self.stop.is_set():
                session.ended = time.monotonic()
            with suppress(ConnectionClosed, OSError):
                wire.close()

    def _listen(self, wire: Client, session: Session) -> None:
        """Keep what comes, in its order, until the server says farewell or is silent for too long."""
        heard = time.monotonic()
        while not self.stop.is_set() and time.monotonic() - heard < GONE_S:
            frame = str(wire.receive(timeout=BREATH_S) or "")
            if not frame:
                continue
            heard = time.monotonic()
            if frame == PING:
                wire.send(PONG)
            elif frame.startswith(MESSAGE):
                kind, message = json.loads(frame.removeprefix(MESSAGE))
                session.messages.append((heard, kind, message))
            elif frame.startswith(FAREWELLS):
                return


def asker(name: str, base: str, token: str, history: History, seed: int, stop: threading.Event) -> Asker:
    """Give somebody a screen of his own."""
    headers = {"Authorization": f"Bearer {token}"}
    client = httpx.Client(base_url=f"{base}/api/v1", headers=headers, timeout=PATIENCE_S)
    return Asker(name, client, history, random.Random(f"{seed} {name}"), stop)
