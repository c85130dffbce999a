"""The pages that hang in the waiting room."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from display.board import Board, to_json
from display.voice import Say


def board_pages(
    snapshot: Callable[[], Board],
    say_in: Callable[[str], Say],
    clock: Callable[[], datetime],
    wav: Callable[[int, str], bytes | None] = lambda _call, _language: None,
    elder: Callable[[], bool] = lambda: False,
) -> Blueprint:
    """Make the board, the windows' own screens, and `/static`, where every page's tokens and icons are.

    `say_in` gives the words of a language ("zh", "en") from `display/locale`; `clock` the hall's local time;
    `wav` the sound of a call, by its number and language; `elder` whether boards are of elder size unless
    their address says otherwise.
    The application itself must be made with `static_folder=None`, or Flask's own `/static` hides this one.
    """
    pages = Blueprint("display", __name__, static_folder="static", template_folder="templates")

    show = _shower(say_in, clock, elder)

    @pages.get("/board")
    def whole_hall() -> ResponseReturnValue:
        """Show the calls, the windows and the queues of the whole hall, or of the zone that is asked for."""
        board = snapshot()
        wanted = request.args.get("zone", "")
        zone = next((one for one in board.zones if one.code == wanted), None)
        if wanted and zone is None:
            known = ", ".join(one.code for one in board.zones) or "—"
            problem = f"没有这个分区，可用：{known}。 / No such zone. Known zones: {known}.\n"
            return problem, HTTPStatus.NOT_FOUND
        return show("board.html", board, zone=zone)

    @pages.get("/board/window/<int:window>")
    def one_window(window: int) -> ResponseReturnValue:
        """Show what hangs over one window: its number, its name and whom it serves."""
        board = snapshot()
        if window not in {line.id for line in board.windows}:
            abort(HTTPStatus.NOT_FOUND)
        return show("window.html", board, window=window)

    _give_voice(pages, wav)
    return pages


def _shower(
    say_in: Callable[[str], Say], clock: Callable[[], datetime], elder: Callable[[], bool]
) -> Callable[..., ResponseReturnValue]:
    def show(template: str, board: Board, **values: object) -> ResponseReturnValue:
        first, second = ("en", "zh") if request.args.get("lang") == "en" else ("zh", "en")
        page = render_template(
            template,
            board=to_json(board),
            now=clock().isoformat(),
            languages=(first, second),
            say=say_in(first),
            aside=say_in(second),
            audio=request.args.get("audio", "1") != "0",
            elder=request.args.get("size", "elder" if elder() else "") == "elder",
            layout=request.args.get("layout", ""),
            turn=request.args.get("turn", ""),
            **values,
        )
        answer = make_response(page)
        answer.headers["Cache-Control"] = "no-store"  # yesterday's numbers must not come back from a cache
        return answer

    return show


def _give_voice(pages: Blueprint, wav: Callable[[int, str], bytes | None]) -> None:
    @pages.get("/board/voice/<int:call>-<language>.wav")
    def voice(call: int, language: str) -> ResponseReturnValue:
        """Give the loudspeaker the sound of one call; it says no more than the board shows."""
        sound = wav(call, language)
        if sound is None:
            abort(HTTPStatus.NOT_FOUND)
        answer = make_response(sound)
        answer.mimetype = "audio/wav"
        answer.headers["Cache-Control"] = "no-store"
        return answer
