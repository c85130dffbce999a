"""办不成事: the manager classifies what could not be done, passes it on, asks afterwards and closes it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError, UnknownWindow
from kiosk.hall.escalation import LONGEST_WORDS, AboutYou, ForNobody, NotNow, NoWords, UnknownEscalation
from kiosk.hall.escalation_words import GRADE_WORDS, RESULT_WORDS, STATE_WORDS, TROUBLE_WORDS, Grade, Result
from kiosk.hall.roles import Permission
from kiosk.operations import escalation
from kiosk.operations import escalation_views as views
from kiosk.operations.escalation_views import Line, Overview
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import errors, language
from kiosk.web.access import needs
from kiosk.web.context import hall
from kiosk.web.parts.forms import InvalidInput
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.shapes import local
from kiosk.web.parts.sheets import csv_answer, xlsx_answer

bp = Blueprint("problems", __name__, url_prefix="/problems")
E = TypeVar("E", bound=StrEnum)


@bp.get("")
@needs(Permission.ANSWER_PROBLEMS)
def table() -> ResponseReturnValue:
    """Show the open problems, overdue ones first, or the newest of all."""
    everything = "all" in request.args
    return _listed(
        views.overview(hall().store, at=hall().now(), closed_too=everything), everything=everything
    )


@bp.post("/find")
@needs(Permission.ANSWER_PROBLEMS)
def find() -> ResponseReturnValue:
    """Find problems by number or phone; nothing of it comes into an address."""
    wanted = request.form.get("wanted", "")[:40]
    return _listed(views.search(hall().store, wanted=wanted, at=hall().now()), wanted=wanted)


@bp.get("/all.csv")
@needs(Permission.ANSWER_PROBLEMS)
def export() -> ResponseReturnValue:
    """Write the newest problems down for a spreadsheet, people masked."""
    return csv_answer(f"problems-{_day()}", _rows())


@bp.get("/all.xlsx")
@needs(Permission.ANSWER_PROBLEMS)
def workbook() -> ResponseReturnValue:
    """Write the same as a workbook."""
    name, sheets = f"problems-{_day()}", {hall().say_in(language.chosen())("办不成事"): _rows()}
    answer: Response = hall().off_loop(lambda: xlsx_answer(name, sheets))
    return answer


@bp.get("/<number>")
@needs(Permission.ANSWER_PROBLEMS)
def sheet(number: str) -> ResponseReturnValue:
    """Show one problem and the next step."""
    return _drawn(number)


@bp.post("/<number>/person")
@needs(Permission.ANSWER_PROBLEMS)
def reveal(number: str) -> ResponseReturnValue:
    """Show whose problem it is without masks, once; who looked is written down."""
    escalation.reveal(hall().store, number=number, by=current_user.id, is_manager=True, at=hall().now())
    return _drawn(number, whole=True)


@bp.post("/<number>/classify")
@needs(Permission.ANSWER_PROBLEMS)
def classify(number: str) -> ResponseReturnValue:
    """Say how hard it is, and whom it is about."""
    grade, about = _one_of(Grade, "grade"), request.form.get("about", "")[:32]

    def act(store: Store, by: str, at: datetime) -> None:
        escalation.classify(store, number=number, grade=grade, about=about, by=by, at=at)

    return _once("classified", [number, grade, about], number, act)


@bp.post("/<number>/assign")
@needs(Permission.ANSWER_PROBLEMS)
def assign(number: str) -> ResponseReturnValue:
    """Pass it on to a window ("w5") or a colleague ("p" and his account)."""
    kind, whom = request.form.get("to", "")[:1], request.form.get("to", "")[1:33]
    window = int(whom) if kind == "w" and whom.isdecimal() and len(whom) < len("1000") else None

    def act(store: Store, by: str, at: datetime) -> None:
        person = whom if kind == "p" else ""
        escalation.assign(store, number=number, window=window, person=person, by=by, at=at)

    return _once("assigned", [number, kind, whom], number, act)


@bp.post("/<number>/answer")
@needs(Permission.ANSWER_PROBLEMS)
def answer(number: str) -> ResponseReturnValue:
    """Note what the citizen was answered."""
    words = request.form.get("words", "")[: 4 * LONGEST_WORDS]

    def act(store: Store, by: str, at: datetime) -> None:
        escalation.answer(store, number=number, words=words, by=by, is_manager=True, at=at)

    return _once("answered", [number, words], number, act)


@bp.post("/<number>/follow-up")
@needs(Permission.ANSWER_PROBLEMS)
def follow_up(number: str) -> ResponseReturnValue:
    """Note what the citizen says of the answer."""
    result, note = _one_of(Result, "result"), request.form.get("note", "")[: 4 * LONGEST_WORDS]

    def act(store: Store, by: str, at: datetime) -> None:
        escalation.follow_up(store, number=number, result=result, note=note, by=by, at=at)

    return _once("followed-up", [number, result, note], number, act)


@bp.post("/<number>/close")
@needs(Permission.ANSWER_PROBLEMS)
def close(number: str) -> ResponseReturnValue:
    """End it."""

    def act(store: Store, by: str, at: datetime) -> None:
        escalation.close(store, number=number, by=by, at=at)

    return _once("closed", number, number, act)


def refused(error: HallError) -> ResponseReturnValue:
    """Say beside the problem why not; of one that is not there, say that."""
    number = str((request.view_args or {})["number"])
    try:
        return _drawn(number, error.said(language.chosen())), error.status
    except UnknownEscalation as unknown:
        return errors.refusal(unknown)


for _refusal in (InvalidInput, AboutYou, ForNobody, NotNow, NoWords, UnknownWindow):
    bp.register_error_handler(_refusal, refused)


def _once(
    did: str, wish: object, number: str, verb: Callable[[Store, str, datetime], None]
) -> ResponseReturnValue:
    at, by = hall().now(), current_user.id
    press = press_of_form(request.form, [did, str(wish)])
    act_once(hall().store, press=press, at=at, act=lambda store: verb(store, by, at))
    return redirect(url_for(".sheet", number=number, did=did), code=303)


def _one_of(kind: type[E], field: str) -> E:
    try:
        return kind(request.form.get(field, ""))
    except ValueError:
        raise InvalidInput("请选一项", "choose one", (f"/{field}",)) from None


def _listed(seen: Overview, *, everything: bool = False, wanted: str = "") -> str:
    return render_template(
        "manager/problems.html", seen=seen, everything=everything, wanted=wanted, **_words()
    )


def _drawn(number: str, fault: str = "", *, whole: bool = False) -> str:
    one = views.sheet(hall().store, number=number, at=hall().now())
    return render_template(
        "manager/problem.html",
        one=one,
        whole=whole or one.problem.registered_by == current_user.id,
        colleagues=views.colleagues(hall().store),
        fault=fault,
        did=request.args.get("did", ""),
        press=new_press(),
        longest=LONGEST_WORDS,
        **_words(),
    )


def _words() -> dict[str, object]:
    catalogue = hall().catalogue()
    return {
        "grades": GRADE_WORDS,
        "troubles": TROUBLE_WORDS,
        "states": STATE_WORDS,
        "results": RESULT_WORDS,
        "mask": hall().mask,
        "time": lambda when: f"{local(when, catalogue):%Y-%m-%d %H:%M}",
    }


def _rows() -> list[tuple[object, ...]]:
    seen = views.overview(hall().store, at=hall().now(), closed_too=True)
    say = hall().say_in(language.chosen())
    head = (
        *(say("编号"), say("登记时间"), say("首问"), say("事项"), say("情况"), say("分类"), say("状态")),
        *(say("最迟答复"), say("转给"), say("答复时间"), say("回访结果"), say("办结时间")),
        *(say("姓名"), say("电话"), say("所说"), say("答复")),
    )
    return [head, *(_cells(one) for one in seen.lines)]


def _cells(line: Line) -> tuple[object, ...]:
    one, said = line.problem, language.chosen()
    to = hall().catalogue().window(one.to_window).name.said(said) if one.to_window else line.to_person
    return (
        *(one.number, _minute(one.registered_at), line.first_asked, line.service.said(said)),
        *(TROUBLE_WORDS[one.trouble].said(said), GRADE_WORDS[one.grade].said(said) if one.grade else ""),
        *(STATE_WORDS[one.state].said(said), line.due_on, to, _minute(one.answered_at)),
        *(RESULT_WORDS[one.result].said(said) if one.result else "", _minute(one.closed_at)),
        *(hall().mask.name(line.told.person.name), hall().mask.phone(line.told.person.phone)),
        *(line.told.words, line.told.answer),
    )


def _minute(when: datetime | None) -> str:
    return f"{local(when, hall().catalogue()):%Y-%m-%d %H:%M}" if when else ""


def _day() -> str:
    return f"{local(hall().now(), hall().catalogue()):%Y%m%d}"
