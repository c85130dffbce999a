"""代收 JSON: cash left in custody, for programs; what needs a colleague's password stays at the desk."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from pydantic import Field, StringConstraints

from kiosk.hall import custody as rules
from kiosk.hall.custody_events import DepositTaken
from kiosk.hall.deposit import Deposit, DepositState, Failure, Outcome
from kiosk.hall.roles import Role
from kiosk.operations import custody, custody_day, custody_now
from kiosk.operations.custody import Taking
from kiosk.operations.custody_now import Kept
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web.api.routes import Reply, route
from kiosk.web.api.standing import counter
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker, place
from kiosk.web.parts.forms import NO_CONTROLS, ActBody, Body, Code, Number, Sentence
from kiosk.web.parts.presses import press_of_header
from kiosk.web.parts.shapes import Moment, Shape, local

CLERKS = (Role.DESK,)
WHOSE = {"name", "phone", "account"}  # never part of what is kept of a key
Typed = Annotated[str, StringConstraints(max_length=200, pattern=NO_CONTROLS)]
Fen = Annotated[int, Field(ge=0, le=10**11, description="whole fen")]
Act = Callable[[Store], object]


class TakeBody(Body):
    """Cash over the counter; from the hall's limit on a colleague signs, and that is done at the desk."""

    service: Code
    name: Typed
    phone: Typed
    account: Typed = ""
    counted: Fen
    change: Fen = 0
    window: Number
    ticket: Sentence = Field("", description="id of the ticket it is for")


class PayBody(Body):
    """The three numbers of the receipt: `balance` is paid less arrears."""

    fen: Fen
    arrears: Fen
    balance: Annotated[int, Field(ge=-(10**11), le=10**11)]
    window: Number


class FailBody(Body):
    """Why it cannot be paid in."""

    why: Failure


class CallBackBody(Body):
    """What came of a call back."""

    outcome: Outcome


class RefundBody(Body):
    """Where the rest is given back."""

    window: Number


class DepositShape(Shape):
    """Cash in custody, in fen; it knows neither a name nor a phone nor an account."""

    id: str
    ticket: str
    service: str
    state: DepositState
    fen: int
    left: int
    paid: int
    arrears: int
    balance: int
    returned: int
    attempts: int
    due_at: Moment
    overdue: bool
    holder: Annotated[str, Field(description="in whose drawer the rest lies")]


class DepositList(Shape):
    """What is not closed, the next call back first."""

    deposits: tuple[DepositShape, ...]


@route("GET", "/custody", roles=CLERKS, answers={200: DepositList})
def deposits() -> DepositList:
    """List the cash in custody that is not settled."""
    return DepositList(
        deposits=tuple(_shape(one) for one in custody_now.all_open(hall().store, at=hall().now()))
    )


@route("POST", "/custody", roles=CLERKS, body=TakeBody, answers={201: DepositShape})
def take_deposit(body: TakeBody) -> Reply:
    """Take cash into custody; the receipt in two parts is printed."""
    at, by, window = hall().now(), asker(), counter(body.window)
    press = press_of_header(by, body.model_dump(exclude=WHOSE))
    payer = rules.payer(body.name, body.phone, body.account)
    where = place(hall().catalogue())
    taking = Taking(body.service, payer, body.counted, body.change, window, body.ticket, place=where)
    event = act_once(
        hall().store, press=press, at=at, act=lambda store: custody.take(store, taking=taking, by=by, at=at)
    )
    deposit = event.deposit if isinstance(event, DepositTaken) else ""
    return Reply(_found(deposit), HTTPStatus.CREATED)


@route("GET", "/custody/<deposit>", roles=CLERKS, answers={200: DepositShape})
def deposit(deposit: str) -> DepositShape:
    """Show one deposit."""
    return _found(deposit)


@route("POST", "/custody/<deposit>/pay", roles=CLERKS, body=PayBody, answers={200: DepositShape})
def pay_deposit(deposit: str, body: PayBody) -> DepositShape:
    """Note that it was paid in."""
    by, at, window = asker(), hall().now(), counter(body.window)

    def act(store: Store) -> Deposit:
        sums = {"fen": body.fen, "arrears": body.arrears, "balance": body.balance}
        return custody.pay(store, deposit=deposit, by=by, window=window, at=at, **sums)

    return _once(deposit, body, act)


@route("POST", "/custody/<deposit>/fail", roles=CLERKS, body=FailBody, answers={200: DepositShape})
def fail_deposit(deposit: str, body: FailBody) -> DepositShape:
    """Note why it cannot be paid in."""
    by, at = asker(), hall().now()
    return _once(
        deposit, body, lambda store: custody.fail(store, deposit=deposit, why=body.why, by=by, at=at)
    )


@route("POST", "/custody/<deposit>/call", roles=CLERKS, body=CallBackBody, answers={200: DepositShape})
def call_depositor(deposit: str, body: CallBackBody) -> DepositShape:
    """Note what came of a call back."""
    by, at, outcome = asker(), hall().now(), body.outcome
    return _once(
        deposit,
        body,
        lambda store: custody.note_call(store, deposit=deposit, outcome=outcome, by=by, at=at),
    )


@route("POST", "/custody/<deposit>/refund", roles=CLERKS, body=RefundBody, answers={200: DepositShape})
def refund_deposit(deposit: str, body: RefundBody) -> DepositShape:
    """Give back what is left; the slip to sign is printed."""
    by, at, window, where = asker(), hall().now(), counter(body.window), place(hall().catalogue())

    def act(store: Store) -> Deposit:
        return custody.refund(store, deposit=deposit, by=by, window=window, place=where, at=at)

    return _once(deposit, body, act)


@route("POST", "/custody/<deposit>/close", roles=CLERKS, body=ActBody, answers={200: DepositShape})
def close_deposit(deposit: str, body: ActBody) -> DepositShape:
    """End it: the citizen knows, and nothing of his is here."""
    by, at = asker(), hall().now()
    return _once(deposit, body, lambda store: custody.close(store, deposit=deposit, by=by, at=at))


@route("POST", "/custody/<deposit>/receipt", roles=CLERKS, body=ActBody, answers={200: DepositShape})
def reprint_receipt(deposit: str, body: ActBody) -> DepositShape:
    """Print its receipt once more, marked as a further copy."""
    by, at = asker(), hall().now()
    return _once(
        deposit, body, lambda store: custody_day.reprint_receipt(store, deposit=deposit, by=by, at=at)
    )


def _once(deposit: str, body: Body, act: Act) -> DepositShape:
    act_once(hall().store, press=press_of_header(asker(), body), at=hall().now(), act=act)
    return _found(deposit)


def _found(deposit: str) -> DepositShape:
    return _shape(custody_now.look(hall().store, deposit=deposit, at=hall().now()).kept)


def _shape(kept: Kept) -> DepositShape:
    one = kept.deposit
    return DepositShape(
        id=one.id,
        ticket=one.ticket,
        service=one.service,
        state=one.state,
        fen=one.fen,
        left=one.left,
        paid=one.paid,
        arrears=one.arrears,
        balance=one.balance,
        returned=one.returned,
        attempts=one.attempts,
        due_at=local(one.due_at, hall().catalogue()),
        overdue=kept.overdue,
        holder=kept.holder,
    )
