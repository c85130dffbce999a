"""代收: a clerk takes cash for somebody in a hurry, pays it in, calls back, and gives back what is left."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall import custody as rules
from kiosk.hall.catalogue import Catalogue, Service
from kiosk.hall.custody_events import DepositTaken
from kiosk.hall.deposit import FAILURE_WORDS, OUTCOME_WORDS, STATE_WORDS, Failure, Outcome
from kiosk.hall.errors import BadRequest, HallError, NotAllowed, NotSignedIn, UnknownTicket
from kiosk.hall.fen import fen_of, yuan
from kiosk.hall.person import LAST, phone_number
from kiosk.hall.roles import Permission
from kiosk.hall.ticket import Ticket
from kiosk.operations import custody, custody_day, custody_now
from kiosk.operations.custody import Taking
from kiosk.operations.custody_now import Kept
from kiosk.operations.pressing import act_once
from kiosk.storage.custody import UnknownDeposit
from kiosk.storage.store import Store
from kiosk.web import errors, language
from kiosk.web.clerk.place import chosen_window, only_clerks, place
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press, press_of_form
from kiosk.web.parts.shapes import local
from kiosk.web.parts.sign_in import signature

SHOWN = "custody-shown"  # session key: whose phone this clerk looks at, and until when
SHOWN_FOR = timedelta(minutes=10)
MAX_FIELD = 200
Choice = TypeVar("Choice", Failure, Outcome)
Act = Callable[[Store], object]

bp = Blueprint("custody", __name__, url_prefix="/desk/custody")
bp.before_request(only_clerks)


@bp.get("")
def table() -> ResponseReturnValue:
    """Show what is in custody and the form for more, filled from the ticket in hand."""
    return _table()


@bp.post("")
def take() -> ResponseReturnValue:
    """Take cash; a second person signs with his own name and password where one is needed."""
    counted, change = fen_of(_typed("counted")), fen_of(_typed("change") or "0")
    payer = rules.payer(_typed("name"), _typed("phone"), _typed("account"), area_code=_area_code())
    service, ticket, at = _typed("service"), _typed("ticket"), hall().now()
    press = press_of_form(request.form, ["custody", service, ticket, counted, change])
    window, by = chosen_window() or 0, current_user.id
    taking = Taking(service, payer, counted, change, window, ticket, _second(), place())

    def act(store: Store) -> object:
        return custody.take(store, taking=taking, by=by, at=at)

    taken = act_once(hall().store, press=press, at=at, act=act)
    deposit = taken.deposit if isinstance(taken, DepositTaken) else ""
    return redirect(url_for(".one", deposit=deposit, did="taken"), code=303)


@bp.post("/find")
def find() -> ResponseReturnValue:
    """List what the owner of a phone has left, or show the number of a receipt; no phone is in an address."""
    typed = "".join(_typed("digits").split())
    if typed.upper().startswith("DS"):  # the number on the receipt
        return redirect(url_for(".one", deposit=typed.upper()), code=303)
    digits = (
        typed if len(typed) == LAST and typed.isdecimal() else phone_number(typed, area_code=_area_code())
    )
    return _table(found=custody_now.of_phone(hall().store, digits=digits, at=hall().now()))


@bp.post("/hand-over")
def hand_over() -> ResponseReturnValue:
    """Put cash into a colleague's drawer, who confirms it with his own name and password."""
    deposits = tuple(request.form.getlist("deposit"))[:200]
    taker = _signer(Permission.WORK_AT_WINDOW)
    giver, window, at = current_user.id, chosen_window() or 0, hall().now()

    def act(store: Store) -> object:
        return custody_day.hand_over(store, deposits=deposits, giver=giver, taker=taker, window=window, at=at)

    act_once(hall().store, press=press_of_form(request.form, ["hand-over", deposits, taker]), at=at, act=act)
    return redirect(url_for(".table", did="handed-over"), code=303)


@bp.get("/<deposit>")
def one(deposit: str) -> ResponseReturnValue:
    """Show one deposit with its next act."""
    return _one(deposit)


@bp.post("/<deposit>/pay")
def pay(deposit: str) -> ResponseReturnValue:
    """Note that it was paid in, with what was owed and what is left on the account."""
    fen, arrears = fen_of(_typed("paid")), fen_of(_typed("arrears"))
    balance = fen_of(_typed("balance"), may_be_negative=True)
    by, window, at = current_user.id, chosen_window() or 0, hall().now()

    def act(store: Store) -> object:
        return custody.pay(
            store, deposit=deposit, fen=fen, arrears=arrears, balance=balance, by=by, window=window, at=at
        )

    return _once(deposit, "pay", [fen, arrears, balance], act)


@bp.post("/<deposit>/fail")
def fail(deposit: str) -> ResponseReturnValue:
    """Note why it cannot be paid in."""
    why, by, at = _chosen(Failure, "why"), current_user.id, hall().now()
    return _once(
        deposit,
        "fail",
        why,
        lambda store: custody.fail(store, deposit=deposit, why=why, by=by, at=at),
    )


@bp.post("/<deposit>/refund")
def refund(deposit: str) -> ResponseReturnValue:
    """Give back what is left; the slip to sign is printed."""
    by, window, where, at = current_user.id, chosen_window() or 0, place(), hall().now()

    def act(store: Store) -> object:
        return custody.refund(store, deposit=deposit, by=by, window=window, place=where, at=at)

    return _once(deposit, "refund", "", act)


@bp.post("/<deposit>/call")
def call(deposit: str) -> ResponseReturnValue:
    """Note what came of a call back."""
    outcome, by, at = _chosen(Outcome, "outcome"), current_user.id, hall().now()
    return _once(
        deposit,
        "call",
        outcome,
        lambda store: custody.note_call(store, deposit=deposit, outcome=outcome, by=by, at=at),
    )


@bp.post("/<deposit>/close")
def close(deposit: str) -> ResponseReturnValue:
    """End it."""
    by, at = current_user.id, hall().now()
    return _once(deposit, "close", "", lambda store: custody.close(store, deposit=deposit, by=by, at=at))


@bp.post("/<deposit>/receipt")
def reprint(deposit: str) -> ResponseReturnValue:
    """Print its receipt once more, marked as a further copy; who did it is kept."""
    by, at = current_user.id, hall().now()
    return _once(
        deposit,
        "reprint",
        "",
        lambda store: custody_day.reprint_receipt(store, deposit=deposit, by=by, at=at),
    )


@bp.post("/<deposit>/show")
def show(deposit: str) -> ResponseReturnValue:
    """Show the whole phone and account for some minutes; that he looked is kept."""
    at = hall().now()
    custody.show_payer(hall().store, deposit=deposit, by=current_user.id, at=at)
    session[SHOWN] = [deposit, (at + SHOWN_FOR).isoformat()]
    return redirect(url_for(".one", deposit=deposit), code=303)


@bp.errorhandler(NotSignedIn)
@bp.errorhandler(NotAllowed)
def strange(error: HallError) -> ResponseReturnValue:
    """Show nothing of the page to whoever may not open it."""
    return errors.refusal(error)


@bp.errorhandler(HallError)
def refused(error: HallError) -> ResponseReturnValue:
    """Say beside the form what is wrong; what was typed stays there, but for a password."""
    said, deposit = error.said(language.chosen()), (request.view_args or {}).get("deposit", "")
    if deposit and error.status != 404:
        with suppress(UnknownDeposit):  # a wrong form, and for no deposit
            return _one(deposit, fault=said), error.status
    return _table(fault=said), error.status


def _once(deposit: str, did: str, wish: object, act: Act) -> ResponseReturnValue:
    press = press_of_form(request.form, [did, deposit, wish])
    act_once(hall().store, press=press, at=hall().now(), act=act)
    return redirect(url_for(".one", deposit=deposit, did=did), code=303)


def _table(*, fault: str = "", found: tuple[Kept, ...] | None = None) -> str:
    catalogue, ticket = hall().catalogue(), _ticket(request.values.get("ticket", ""))
    return render_template(
        "clerk/custody.html",
        kept=custody_now.all_open(hall().store, at=hall().now()),
        found=found,
        ticket=ticket,
        offered=_offered(catalogue),
        wanted=request.form.get("service") or next(iter(ticket.services if ticket else ()), ""),
        typed=request.form if fault else {},
        rules=catalogue.hall.custody,
        fault=fault,
        did=request.args.get("did", ""),
        **_words(),
    )


def _one(deposit: str, *, fault: str = "") -> str:
    at = hall().now()
    seen = custody_now.look(hall().store, deposit=deposit, at=at)
    return render_template(
        "clerk/deposit.html",
        seen=seen,
        kept=seen.kept,
        shown=_is_shown(deposit, at),
        mine=seen.kept.deposit.holder == current_user.id,
        in_citizens=hall().say_in(seen.language),
        typed=request.form if fault else {},
        rules=hall().catalogue().hall.custody,
        fault=fault,
        did=request.args.get("did", ""),
        failures=FAILURE_WORDS,
        outcomes=OUTCOME_WORDS,
        **_words(),
    )


def _words() -> dict[str, object]:
    catalogue = hall().catalogue()
    return {
        "press": new_press(),
        "window": chosen_window(),
        "yuan": yuan,
        "mask": hall().mask,
        "states": STATE_WORDS,
        "time": lambda when: f"{local(when, catalogue):%m-%d %H:%M}",
    }


def _ticket(wanted: str) -> Ticket | None:
    """Find the ticket that a deposit is for; a page that was kept open may name one that is not there."""
    try:
        with hall().store.read() as reading:
            return reading.tickets.get(wanted[:64]) if wanted else None
    except UnknownTicket:
        return None


def _offered(catalogue: Catalogue) -> list[Service]:
    """List what cash may be left for: what has a window of its own before what is said in general."""
    allowed = (one for one in catalogue.services if one.custody_allowed)
    return sorted(allowed, key=lambda one: (catalogue.queue(one.queue).comprehensive, one.code))


def _is_shown(deposit: str, at: datetime) -> bool:
    shown = session.get(SHOWN)
    return bool(shown and shown[0] == deposit and datetime.fromisoformat(shown[1]) > at)


def _second() -> str:
    """Return the account of the colleague who counted too, or nothing where none signed."""
    return _signer(Permission.COUNTERSIGN) if _typed("second_name") else ""


def _signer(permission: Permission) -> str:
    password = request.form.get("second_password", "")[:MAX_FIELD]
    return signature(_typed("second_name"), password, permission).id


def _chosen(kind: type[Choice], field: str) -> Choice:
    try:
        return kind(_typed(field))
    except ValueError:
        raise BadRequest(field) from None


def _typed(field: str) -> str:
    return request.form.get(field, "").strip()[:MAX_FIELD]


def _area_code() -> str:
    """Return the area code of the hall's own phones, for a landline that is said without."""
    phone = hall().catalogue().hall.supervision_phone
    return phone.partition("-")[0] if "-" in phone else ""
