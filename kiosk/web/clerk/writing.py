"""写给他看: a sentence that a clerk types stands large before the citizen; it is kept nowhere."""

from typing import Annotated, Literal

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from pydantic import StringConstraints

from kiosk.hall.errors import HallError
from kiosk.operations import views
from kiosk.web.clerk.answer import said
from kiosk.web.clerk.place import must_stand_here
from kiosk.web.context import hall
from kiosk.web.parts.forms import NO_CONTROLS, Body, parsed

bp = Blueprint("writing", __name__, url_prefix="/desk/<int:window>")
bp.before_request(must_stand_here)


class NobodyReads(HallError):
    """No screen that could show the sentence is connected."""

    zh = "没有连着的窗口屏或手机页，这句话没有显示。请写在纸上，或转过屏幕给他看。"
    en = "No window screen or phone page is connected, so nothing was shown. Please write it on paper."


class WritingBody(Body):
    """What is shown, and where; no text takes it away."""

    text: Annotated[str, StringConstraints(max_length=80, pattern=NO_CONTROLS)] = ""
    to: Literal["window", "phone"] = "window"


@bp.post("/writing")
def write(window: int) -> ResponseReturnValue:
    """Show a sentence large on the window's own screen, or on the phone page of the ticket in hand.

    Raises:
        NobodyReads: no such screen is connected.
    """
    wanted = parsed(WritingBody, request.get_data())
    text = wanted.text.strip()
    if not text:
        _show(window, "", "window")
        _show(window, "", "phone")
        return said(window, "unwritten")
    if not _show(window, text, wanted.to):
        raise NobodyReads
    return said(window, "written")


def _show(window: int, text: str, to: str) -> int:
    """Send a sentence on its way; returns how many screens it goes to."""
    if to == "window":
        return hall().write.window(window, text)
    with hall().store.read() as reading:
        in_hand = views.in_hand(reading, window)
    return hall().write.phone(in_hand.page, text) if in_hand else 0
