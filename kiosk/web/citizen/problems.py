"""没有办成: a refusal on a kiosk's screen, with help and the way home where they always are."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from kiosk.hall.errors import HallError, NotAllowed, NotToday
from kiosk.hall.guide import checklist
from kiosk.web import errors
from kiosk.web.citizen import looks
from kiosk.web.citizen.address import wanted
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press


def install(bp: Blueprint) -> None:
    """Show refusals on a kiosk's screen; whoever is not a kiosk gets the plain page."""
    bp.register_error_handler(HallError, refusal)
    bp.register_error_handler(NotToday, not_today)
    bp.register_error_handler(CSRFError, stale_form)
    bp.register_error_handler(NotAllowed, errors.refusal)


def refusal(error: HallError) -> ResponseReturnValue:
    """Tell what the hall refuses and what to do."""
    if errors.wants_json():
        return errors.refusal(error)
    return screen(error.status, error.said("zh"), error.said("en"), retry=error.retry)


def not_today(error: NotToday) -> ResponseReturnValue:
    """Tell why there is no number now, and what can be done all the same."""
    if errors.wants_json():
        return errors.refusal(error)
    catalogue = hall().catalogue()
    want = wanted(request.form if request.method == "POST" else request.args, catalogue)
    services = tuple(catalogue.service(code) for code in want.services)
    page = render_template(
        "citizen/not_today.html",
        idle=looks.idle_seconds("lists"),
        press=new_press(),
        error=error,
        want=want,
        from_home=[one for one in services if one.no_visit],
        has_list=bool(services) and checklist(services, want.given(), insist=False).complete,
    )
    return make_response(page, error.status)


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
