"""个人信息: a person asks at the hall what is kept of him, takes it with him, or has it erased."""

import json

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.hall.person import WrongPhone
from kiosk.hall.personal import ASKED_WORDS, AskedBy, Fact, Held, NotChecked, NothingToErase
from kiosk.hall.personal_events import ErasureAsked
from kiosk.hall.principal import WrongIdNumber
from kiosk.hall.roles import Permission
from kiosk.operations import personal
from kiosk.operations.personal import Asked
from kiosk.operations.personal_kinds import BY_CODE
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import language
from kiosk.web.access import needs
from kiosk.web.context import Say, hall
from kiosk.web.parts.forms import InvalidInput
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.sheets import xlsx_answer
from kiosk.web.parts.told import every_purpose

LONGEST = 40
FILE = "personal-data"

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@needs(Permission.ANSWER_PEOPLE)
def table() -> ResponseReturnValue:
    """Say what the hall keeps of people, and ask whom somebody wants to know of."""
    return _drawn()


@bp.post("/find")
@needs(Permission.ANSWER_PEOPLE)
def find() -> ResponseReturnValue:
    """List what is kept of one person, masked; nothing of it comes into an address."""
    wanted = _wanted()
    return _drawn(personal.seek(hall().store, wanted=wanted, by=current_user.id, at=hall().now()), wanted)


@bp.post("/file")
@needs(Permission.ANSWER_PEOPLE)
def export() -> ResponseReturnValue:
    """Write all of it down for the person himself, unmasked."""
    form = "json" if request.form.get("form") == "json" else "xlsx"
    held = personal.export(hall().store, asked=_asked(), form=form, at=hall().now())
    return _json(held) if form == "json" else _sheet(held)


@bp.post("/erase")
@needs(Permission.ANSWER_PEOPLE)
def erase() -> ResponseReturnValue:
    """Forget the person in all that is finished."""
    asked, at = _asked(), hall().now()

    def act(store: Store) -> object:
        return personal.erase(store, asked=asked, at=at)

    press = press_of_form(request.form, ["erase", asked.wanted])
    event = act_once(hall().store, press=press, at=at, act=act)
    gone, left = (event.erased, event.left) if isinstance(event, ErasureAsked) else ((), ())
    return redirect(url_for(".table", did="erased", gone=len(gone), left=len(left)), code=303)


def refused(error: HallError) -> ResponseReturnValue:
    """Say above what was found why not."""
    if isinstance(error, (WrongPhone, WrongIdNumber, InvalidInput)):
        return _drawn(fault=error.said(language.chosen())), error.status
    held = personal.seek(hall().store, wanted=_wanted(), by=current_user.id, at=hall().now())
    return _drawn(held, _wanted(), error.said(language.chosen())), error.status


for _refusal in (InvalidInput, NotChecked, NothingToErase, WrongPhone, WrongIdNumber):
    bp.register_error_handler(_refusal, refused)


def _drawn(held: tuple[Held, ...] | None = None, wanted: str = "", fault: str = "") -> str:
    return render_template(
        "manager/people.html",
        held=held,
        wanted=wanted,
        fault=fault,
        did=request.args.get("did", ""),
        gone=request.args.get("gone", 0, int),
        left=request.args.get("left", 0, int),
        purposes=every_purpose(),
        kind=lambda one: BY_CODE[one.kind].name.said(language.chosen()),
        hidden=_hidden,
        askers=ASKED_WORDS,
        press=new_press(),
        longest=LONGEST,
    )


def _hidden(fact: Fact) -> str:
    return str(getattr(hall().mask, fact.mask)(fact.value)) if fact.mask else fact.value


def _wanted() -> str:
    return request.form.get("wanted", "").strip()[:LONGEST]


def _asked() -> Asked:
    try:
        asked_by = AskedBy(request.form.get("asked_by", ""))
    except ValueError:
        raise InvalidInput("请选是谁来问", "choose who asks", ("/asked_by",)) from None
    return Asked(_wanted(), asked_by, "checked" in request.form, current_user.id)


def _lines(held: tuple[Held, ...], say: Say) -> list[tuple[str, ...]]:
    """Write one line for each thing that is kept, with how long it stays."""
    said = language.chosen()
    head = say("类别"), say("编号"), say("事项"), say("日期"), say("内容"), say("记录"), say("保存到")
    rows = [
        (
            BY_CODE[one.kind].name.said(said),
            one.id,
            one.matter.said(said),
            str(one.since or ""),
            fact.label.said(said),
            fact.value,
            BY_CODE[one.kind].kept(hall().catalogue().hall).said(said),
        )
        for one in held
        for fact in one.known
    ]
    return [head, *rows]


def _sheet(held: tuple[Held, ...]) -> Response:
    say = hall().say_in(language.chosen())
    rows = _lines(held, say)
    answer: Response = hall().off_loop(lambda: xlsx_answer(FILE, {say("个人信息"): rows}))
    return answer


def _json(held: tuple[Held, ...]) -> Response:
    matters = [
        {
            "kind": one.kind,
            "id": one.id,
            "service": one.matter.zh,
            "since": one.since.isoformat() if one.since else None,
            "kept": {fact.label.en: fact.value for fact in one.known},
            "erased": BY_CODE[one.kind].kept(hall().catalogue().hall).en,
        }
        for one in held
    ]
    answer = make_response(json.dumps({"matters": matters}, ensure_ascii=False, indent=1))
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE}.json"'
    return answer
