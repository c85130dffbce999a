"""A small server for the tests of the screens: the display's pages and feed over a board that the test sets.

python -m tests.display.screens [--port N] [--gevent]; it prints the port it listens on.
"""

import sys

if "--gevent" in sys.argv:
    from gevent import monkey

    monkey.patch_all()

from argparse import ArgumentParser
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from threading import Event, Thread
from zoneinfo import ZoneInfo

from flask import Flask, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_socketio import SocketIO
from pydantic import TypeAdapter

from display.board import Board, to_json
from display.feed import NAMESPACE, Feed
from display.pages import board_pages
from display.speech import Speech
from kiosk.web import wire
from tests.display.halls import sample_board
from tests.display.loudspeakers import BoardVoice, engine_named
from tests.display.words import speaker

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOARD = TypeAdapter(Board)
EMPTY = ("", 204)
PACE_S = 0.002


def local_time() -> datetime:
    return datetime.now(SHANGHAI)


def make_app(async_mode: str) -> Flask:
    """Serve the screens, and routes with which a test moves the hall."""
    app = Flask(__name__, static_folder=None)
    socketio = SocketIO(app, async_mode=async_mode)
    if async_mode == "gevent":
        wire.lay(socketio)
    shown = {"board": sample_board()}
    feed = Feed(socketio, lambda: shown["board"], local_time)
    voice = BoardVoice(lambda: shown["board"])
    speech = Speech(socketio, voice, speaker)
    app.register_blueprint(board_pages(lambda: shown["board"], speaker, local_time, speech.wav))
    _add_controls(app, feed, shown)
    _add_voice(app, voice)
    _add_curiosities(app, socketio)
    return app


def _add_controls(app: Flask, feed: Feed, shown: dict[str, Board]) -> None:
    calm = Event()

    @app.get("/control/board")
    def read() -> ResponseReturnValue:
        return to_json(shown["board"])

    @app.post("/control/board")
    def change() -> ResponseReturnValue:
        shown["board"] = BOARD.validate_python(request.get_json(), strict=False)
        feed.tell()
        return EMPTY

    @app.post("/control/unheard")
    def change_in_silence() -> ResponseReturnValue:
        """Change the hall without telling the boards, as in a process whose tail has stopped."""
        shown["board"] = BOARD.validate_python(request.get_json(), strict=False)
        return EMPTY

    @app.post("/control/storm")
    def storm() -> ResponseReturnValue:
        """Tell one change after the other, from a thread of its own, until it is calm again."""
        Thread(target=tell_until, args=(feed, shown, calm), daemon=True).start()
        return EMPTY

    @app.post("/control/calm")
    def end_storm() -> ResponseReturnValue:
        calm.set()
        return EMPTY

    @app.post("/control/beat")
    def beat() -> ResponseReturnValue:
        feed.beat(int(request.args["head"]))
        return EMPTY


def _add_voice(app: Flask, voice: BoardVoice) -> None:
    @app.post("/control/voice")
    def choose() -> ResponseReturnValue:
        """Choose the engine and the languages, and forget who asked and what was heard."""
        voice.chosen = engine_named(request.args.get("engine", "browser"), Path(mkdtemp()))
        voice.tongues = tuple(request.args.get("languages", "zh,zh").split(","))
        voice.stranger = "stranger" in request.args
        voice.heard, voice.asked = {call.id for call in voice.board().calls}, []
        return EMPTY

    @app.get("/control/asked")
    def asked() -> ResponseReturnValue:
        return [one.model_dump() for one in voice.asked]


def _add_curiosities(app: Flask, socketio: SocketIO) -> None:
    """Serve what no hall has: every piece of the design at once, and messages past the feed."""

    @app.get("/gallery")
    def gallery() -> ResponseReturnValue:
        """Show every piece of the design system once."""
        page = (Path(__file__).parent / "gallery.html").read_text("utf-8")
        return render_template_string(page, theme=request.args.get("theme", ""))

    @app.post("/control/raw/<event>")
    def raw(event: str) -> ResponseReturnValue:
        """Send a message past the feed, as after a loss on the way."""
        socketio.emit(event, request.get_json(), namespace=NAMESPACE)
        return EMPTY


def tell_until(feed: Feed, shown: dict[str, Board], calm: Event) -> None:
    """Let missed numbers come and go, one sequence number each."""
    while not calm.wait(PACE_S):
        board = shown["board"]
        shown["board"] = replace(board, seq=board.seq + 1, missed=(f"A{board.seq:03}",))
        feed.tell()


def serve() -> None:
    parser = ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--gevent", action="store_true")
    chosen = parser.parse_args()
    if chosen.gevent:
        from gevent.pywsgi import WSGIServer

        server = WSGIServer(("127.0.0.1", chosen.port), make_app("gevent"), log=None)
        server.start()
        print(server.server_port, flush=True)
        server.serve_forever()
        return
    from werkzeug.serving import make_server

    threads = make_server("127.0.0.1", chosen.port, make_app("threading"), threaded=True)
    print(threads.server_port, flush=True)
    threads.serve_forever()


if __name__ == "__main__":
    serve()
