"""Whoever falls silent while all are told stops no other; whoever comes meanwhile begins at the beginning."""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Thread

from engineio.socket import Socket
from flask import Flask
from flask_socketio import SocketIO
from werkzeug.test import EnvironBuilder

from display.board import Board
from display.feed import Feed
from tests.display.halls import called, sample_board

LONG_AGO_S = 3600


class Hall:
    """A feed, and watchers who sit at its sockets without a wire."""

    def __init__(self) -> None:
        self.board: Board = sample_board()
        self._app = Flask(__name__)
        self._socketio = SocketIO(self._app, async_mode="threading")
        self.meanwhile: Callable[[], object] = bool  # what happens while somebody comes
        self.feed = Feed(self._socketio, lambda: self.board, met=self._meet)

    def _meet(self) -> None:
        self.meanwhile()

    def watcher(self) -> Socket:
        """Let somebody come and ask for the board."""
        server = self._socketio.server
        socket = Socket(server.eio, server.eio.generate_id())
        server.eio.sockets[socket.sid] = socket
        environ = {**EnvironBuilder().get_environ(), "flask.app": self._app}
        server._handle_eio_connect(socket.sid, environ)
        server._handle_eio_message(socket.sid, "0/board,")
        return socket

    def call(self, number: str, window: int) -> bool:
        """Call somebody and tell all boards; says whether that came to an end."""
        self.board = called(replace(self.board, seq=self.board.seq + 1), number, window)
        telling = Thread(target=self.feed.tell, daemon=True)
        telling.start()
        telling.join(10)
        return not telling.is_alive()


def heard(watcher: Socket) -> list[str]:
    """List what a watcher was sent since he was last asked."""
    return [str(watcher.queue.get().data) for _ in range(watcher.queue.qsize())]


def test_a_screen_that_fell_silent_freezes_no_other() -> None:
    hall = Hall()
    silent, looking = hall.watcher(), hall.watcher()
    heard(looking)

    silent.last_ping = time.time() - LONG_AGO_S
    told = [hall.call("A001", 1), hall.call("B001", 2)]

    assert told == [True, True]
    assert silent.closed
    assert ["A001" in one or "B001" in one for one in heard(looking)] == [True, True]


def test_who_comes_while_all_are_told_gets_the_whole_board_before_any_change() -> None:
    hall = Hall()
    first = hall.watcher()
    heard(first)
    hall.meanwhile = lambda: hall.call("A001", 1)

    late = hall.watcher()
    hall.call("B001", 2)

    assert "A001" in next(one for one in heard(first) if '["change"' in one)
    whole, change = (one for one in heard(late) if one.startswith("2/board,"))
    assert '["snapshot"' in whole
    assert "A001" in whole
    assert '["change"' in change
    assert "B001" in change
