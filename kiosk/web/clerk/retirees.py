"""退休认证: what village assistants hand in is taken and decided here; villages and their assistants too."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.delegation import KEEP_DAYS, SERVICE
from kiosk.hall.errors import HallError, NotAllowed
from kiosk.hall.principal import RosterFaults
from kiosk.hall.roles import Permission
from kiosk.operations import batches, delegation, villages
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import language
from kiosk.web.clerk.place import chosen_window, only_clerks
from kiosk.web.clerk.retiree_shapes import batch_json, batch_line, export_row, retiree_line, village_line
from kiosk.web.context import hall
from kiosk.web.parts import uploaded
from kiosk.web.parts.forms import InvalidInput
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.sheets import xlsx_answer
from kiosk.web.parts.turn import in_turn

FAULTS_SHOWN = 100

bp = Blueprint("retirees", __name__, url_prefix="/desk/retirees")
bp.before_request(only_clerks)


def serves_here(window: int | None) -> bool:
    """Tell whether a window serves the retirees' queue."""
    catalogue = hall().catalogue()
    known = {one.code: one.queue for one in catalogue.services}
    return window is not None and known.get(SERVICE) in catalogue.window(window).queues


@bp.before_request
def must_serve_here() -> None:
    """Let only a clerk through whose window serves the retirees, and the manager.

    Raises:
        NotAllowed: the window serves others.
    """
    if not current_user.may(Permission.EVERY_QUEUE) and not serves_here(chosen_window()):
        raise NotAllowed(request.path)


@bp.get("")
def overview() -> ResponseReturnValue:
    """Show what was handed in, and the villages; the batch of the ticket in hand at once."""
    if ticket := request.args.get("ticket", ""):
        found = batches.of_ticket(hall().store, ticket=ticket)
        if found is not None:
            return redirect(url_for(".batch", batch=found.id))
    return _overview()


@bp.post("/find")
def find() -> ResponseReturnValue:
    """Search by name; nothing of it comes into an address."""
    return _overview()


@bp.get("/batches/<batch>")
def batch(batch: str) -> ResponseReturnValue:
    """Show a batch with everybody in it."""
    return _batch(batch)


@bp.post("/batches/<batch>/receipt")
def receive(batch: str) -> ResponseReturnValue:
    """Take a batch; its roster is printed, and the window is free for the next."""
    window = chosen_window()
    try:
        if window is None:
            raise InvalidInput("请先选择窗口", "choose a window first")
        batches.receive(hall().store, batch=batch, window=window, at=hall().now())
    except HallError as error:
        return _batch(batch, error)
    return redirect(url_for(".batch", batch=batch), code=303)


@bp.post("/batches/<batch>/confirmation")
def confirm_verified(batch: str) -> ResponseReturnValue:
    """Confirm all of a batch who were verified."""
    try:
        batches.confirm_verified(hall().store, batch=batch, by=current_user.id, at=hall().now())
    except HallError as error:
        return _batch(batch, error)
    return redirect(url_for(".batch", batch=batch), code=303)


@bp.post("/batches/<batch>/findings/<finding>")
def decide(batch: str, finding: str) -> ResponseReturnValue:
    """Confirm one finding, reject it, or put a confirmed one right."""
    reason, by, at = request.form.get("reason", "")[:200], current_user.id, hall().now()
    try:
        match request.form.get("act"):
            case "confirm":
                batches.confirm(hall().store, finding=finding, by=by, at=at)
            case "reject":
                batches.reject(hall().store, finding=finding, reason=reason, by=by, at=at)
            case "reverse":
                batches.reverse(hall().store, finding=finding, reason=reason, by=by, at=at)
            case _:
                raise InvalidInput("请先选择一项", "choose one first", ("/act",))
    except HallError as error:
        return _batch(batch, error)
    return redirect(url_for(".batch", batch=batch), code=303)


@bp.post("/villages")
def add_village() -> ResponseReturnValue:
    """Let the hall know a village."""
    try:
        villages.add_village(
            hall().store, name=request.form.get("name", ""), by=current_user.id, at=hall().now()
        )
    except HallError as error:
        return _overview(error)
    return redirect(url_for(".overview"), code=303)


@bp.post("/villages/<village>/assistant")
def let_in(village: str) -> ResponseReturnValue:
    """Appoint an assistant, or reset her access; the one-time code is shown this once."""
    sign_in, codes = request.form.get("sign_in"), list[str]()
    press, by, at = press_of_form(request.form, [village, sign_in]), current_user.id, hall().now()

    def act(store: Store) -> None:
        if sign_in is None:
            codes.append(villages.reset_access(store, village=village, by=by, at=at))
        else:
            codes.append(villages.appoint(store, village=village, sign_in=sign_in, by=by, at=at))

    try:
        act_once(hall().store, press=press, at=at, act=act)
    except HallError as error:
        return _overview(error)
    return _overview(code=codes[0], of=village) if codes else redirect(url_for(".overview"), code=303)


@bp.post("/villages/<village>/roster")
def take_in(village: str) -> ResponseReturnValue:
    """Bring a village's roster in, all of it or nothing."""
    sent, store, by, at = request.files.get("roster"), hall().store, current_user.id, hall().now()
    content = sent.read() if sent else b""
    try:
        in_turn(
            uploaded.READING,
            lambda: delegation.import_roster(
                store, village=village, rows=uploaded.read(content), by=by, at=at
            ),
        )
    except HallError as error:
        return _overview(error)
    return redirect(url_for(".overview"), code=303)


@bp.post("/villages/<village>/list.xlsx")
def export(village: str) -> Response:
    """Write a village's list as a workbook; identity numbers stay masked, and who took it is kept."""
    said, mask, say = language.chosen(), hall().mask, hall().say_in(language.chosen())
    found = delegation.export(hall().store, village=village, by=current_user.id, at=hall().now())
    head = [say("姓名"), say("身份证号"), say("状态"), say("认证到期"), say("上次认证"), say("这次核实")]
    rows = [export_row(one, said, mask) for one in found]
    written: Response = hall().off_loop(lambda: xlsx_answer(f"village-{village}", {village: [head, *rows]}))
    return written


@bp.after_request
def keep_fresh(response: Response) -> Response:
    """Keep these pages out of every cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _overview(refused: HallError | None = None, *, code: str = "", of: str = "") -> ResponseReturnValue:
    said, at, store = language.chosen(), hall().now(), hall().store
    name = request.form.get("q", "").strip()[:60]
    faults = refused.faults[:FAULTS_SHOWN] if isinstance(refused, RosterFaults) else ()
    lines = [village_line(one) for one in villages.lines(store, at=at)]
    page = render_template(
        "clerk/retirees.html",
        batches=[batch_line(*one, hall().catalogue(), said) for one in batches.open_batches(store)],
        villages=lines,
        text=name,
        found=[
            retiree_line(*one, lines, said, hall().mask) for one in batches.search(store, name=name) if name
        ],
        faults=[(one.line, one.what.said(said)) for one in faults],
        code=code,
        of=next((one["name"] for one in lines if one["code"] == of), ""),
        press=new_press(),
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200


def _batch(batch: str, refused: HallError | None = None) -> ResponseReturnValue:
    said = language.chosen()
    found = batches.one(hall().store, batch=batch)
    page = render_template(
        "clerk/retiree_batch.html",
        batch=batch_json(found, hall().catalogue(), said, hall().mask),
        keep_days=KEEP_DAYS,
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200
