"""协管员页: a village assistant sees who is due, notes each with one tap, and takes one ticket for all."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall import delegation as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.delegation import Commission
from kiosk.hall.delegation_terms import Duty, Given, Report, Way
from kiosk.hall.errors import HallError
from kiosk.operations import delegation
from kiosk.operations.pressing import act_once
from kiosk.web import language
from kiosk.web.assistant import entry, roster
from kiosk.web.assistant.entry import own_village
from kiosk.web.assistant.shapes import card_json, listed_json
from kiosk.web.context import hall
from kiosk.web.parts.delegation_words import BATCH_WORDS, DUTY_WORDS, GIVEN_WORDS, WHAT_WORDS
from kiosk.web.parts.forms import InvalidInput
from kiosk.web.parts.presses import new_press, press_of_form

Kind = TypeVar("Kind", bound=StrEnum)

bp = Blueprint("assistant", __name__, url_prefix="/assistant")
bp.register_blueprint(entry.bp)
bp.register_blueprint(roster.bp)


@bp.before_request
def only_her_village() -> ResponseReturnValue | None:
    """Send whoever is not let in to the sign-in page."""
    if (request.endpoint or "").startswith("assistant.entry.") or entry.is_in():
        return None
    return redirect(url_for("assistant.entry.form"), code=303)


@bp.get("")
def due() -> ResponseReturnValue:
    """Show who is due this month, and what is ready to be handed in."""
    return _due()


@bp.post("/findings")
def note() -> ResponseReturnValue:
    """Note how one of the list was verified."""
    retiree, _, word = request.form.get("act", "").partition(":")
    try:
        _note(retiree, word)
    except HallError as error:
        return _due(error)
    return redirect(url_for(".due", given=request.form["given"], on=request.form["on"]), code=303)


@bp.get("/retirees/<retiree>")
def person(retiree: str) -> ResponseReturnValue:
    """Show one retiree: reports, visits, and how to reach him."""
    return _person(retiree)


@bp.post("/retirees/<retiree>/findings")
def report(retiree: str) -> ResponseReturnValue:
    """Note what was found of him, or heard."""
    try:
        _note(retiree, request.form.get("act", ""))
    except HallError as error:
        return _person(retiree, error)
    return redirect(url_for(".due"), code=303)


@bp.post("/retirees/<retiree>/duties")
def do_duty(retiree: str) -> ResponseReturnValue:
    """Write down a visit or help."""
    kind, words = _one_of(Duty, "kind"), request.form.get("words", "")[:200]
    press, at = press_of_form(request.form, [retiree, kind.value, words]), hall().now()
    village, by = own_village().code, current_user.id
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: delegation.do_duty(
            store, village=village, retiree=retiree, kind=kind, words=words, by=by, at=at
        ),
    )
    return redirect(url_for(".person", retiree=retiree, did=1), code=303)


@bp.post("/duties")
def do_duty_for_all() -> ResponseReturnValue:
    """Write down what was done for the whole village."""
    kind, words = _one_of(Duty, "kind"), request.form.get("words", "")[:200]
    press, at = press_of_form(request.form, ["", kind.value, words]), hall().now()
    village, by = own_village().code, current_user.id
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: delegation.do_duty(
            store, village=village, retiree="", kind=kind, words=words, by=by, at=at
        ),
    )
    return redirect(url_for(".due", did=1), code=303)


@bp.post("/batches")
def hand_in() -> ResponseReturnValue:
    """Take one ticket for all that was noted."""
    press = press_of_form(request.form, [own_village().code, "hand in"])
    try:
        batch = delegation.hand_in(
            hall().store, village=own_village().code, by=current_user.id, press=press, at=hall().now()
        )
    except HallError as error:
        return _due(error)
    return redirect(url_for(".due", batch=batch.id), code=303)


@bp.after_request
def keep_to_herself(response: Response) -> Response:
    """Keep these pages out of every cache, and the reader's language in her browser."""
    response.headers["Cache-Control"] = "no-store"
    if request.args.get("lang") in language.LANGUAGES:
        chosen = language.chosen()
        response.set_cookie(language.COOKIE, chosen, path="/assistant", samesite="Lax", httponly=True)
    return response


def _note(retiree: str, word: str) -> None:
    try:
        what: Way | Report = rules.what_of(word)
    except ValueError:
        raise InvalidInput("请先选择一项", "choose one first", ("/act",)) from None
    commission = Commission(_one_of(Given, "given"), _day("on"))
    press, at = press_of_form(request.form, [retiree, word, commission]), hall().now()
    village, by = own_village().code, current_user.id
    act_once(
        hall().store,
        press=press,
        at=at,
        act=lambda store: delegation.note(
            store, village=village, retiree=retiree, what=what, commission=commission, by=by, at=at
        ),
    )


def _due(refused: HallError | None = None) -> ResponseReturnValue:
    said, at = language.chosen(), hall().now()
    sheet = delegation.sheet(hall().store, village=own_village().code, at=at)
    people = [listed_json(one, said) for one in sheet.listed]
    page = render_template(
        "assistant/due.html",
        village=sheet.village,
        managed=sheet.managed,
        waiting=[one for one in people if not one["finding"]],
        noted=[one for one in people if one["finding"]],
        to_hand_in=sheet.to_hand_in,
        batches=[
            (one.id, one.ticket.rpartition("-")[2], one.principals, BATCH_WORDS[one.state].said(said))
            for one in sheet.batches
        ],
        handed_in=next((one for one in sheet.batches if one.id == request.args.get("batch")), None),
        **_choices(said),
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200


def _person(retiree: str, refused: HallError | None = None) -> ResponseReturnValue:
    said, village = language.chosen(), own_village()
    card = delegation.card(hall().store, village=village.code, retiree=retiree, at=hall().now())
    page = render_template(
        "assistant/person.html",
        village=village,
        one=card_json(card, said),
        **_choices(said),
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200


def _choices(said: str) -> dict[str, object]:
    """Offer what can be chosen, as it was chosen last."""
    today = local_day(hall().catalogue(), hall().now()).isoformat()
    return {
        "ways": [(one.value, WHAT_WORDS[one].said(said)) for one in Way],
        "reports": [(one.value, WHAT_WORDS[one].said(said)) for one in Report],
        "givens": [(one.value, words.said(said)) for one, words in GIVEN_WORDS.items()],
        "duties": [(one.value, words.said(said)) for one, words in DUTY_WORDS.items()],
        "given": request.values.get("given", ""),
        "on": request.values.get("on", "")[:10] or today,
        "today": today,
        "press": new_press(),
        "did": "did" in request.args,
    }


def _one_of(kinds: type[Kind], name: str) -> Kind:
    try:
        return kinds(request.form.get(name, ""))
    except ValueError:
        raise InvalidInput("请先选择一项", "choose one first", (f"/{name}",)) from None


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise InvalidInput("日期应为 2026-03-05 这样", "a day looks like 2026-03-05", (f"/{name}",)) from None
