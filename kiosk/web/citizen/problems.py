"""没有办成: a refusal on a kiosk's screen, with help and the way home where they always are."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kiosk.hall.errors import HallError, NotAllowed
from kiosk.web import errors
from kiosk.web.citizen import looks


def install(bp: Blueprint) -> None:
    """Show refusals on a kiosk's screen; whoever is not a kiosk gets the plain page."""
    bp.register_error_handler(HallError, refusal)
    bp.register_error_handler(CSRFError, stale_form)
    bp.register_error_handler(NotAllowed, errors.refusal)


def refusal(error: HallError) -> ResponseReturnValue:
    """Tell what the hall refuses and what to do."""
    if errors.wants_json():
        return errors.refusal(error)
    return screen(error.status, error.said("zh"), error.said("en"), retry=error.retry)


def stale_form(error: CSRFError) -> ResponseReturnValue:
    """Tell that the page was drawn before this kiosk was started again."""
    if errors.wants_json():
        return errors.stale_form(error)
    zh = "页面已过期，请返回首页重新开始。"
    return screen(400, zh, "This page is too old. Please start again from the home page.", retry=False)


def screen(status: int, zh: str, en: str, *, retry: bool) -> ResponseReturnValue:
    """Draw the refusal, in both languages."""
    again = request.full_path if retry and request.method == "GET" else ""
    page = render_template(
        "citizen/problem.html", idle=looks.idle_seconds("lists"), press="", zh=zh, en=en, again=again
    )
    return make_response(page, status)
