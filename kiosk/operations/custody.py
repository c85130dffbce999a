"""代收代缴: cash is taken, paid in, told of, given back; each act with its lines in the book."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.hall import custody as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.custody_book import CITIZEN, DRAWER, PAYEE, Entry, Kind, drawer
from kiosk.hall.custody_difference import must_hold_enough
from kiosk.hall.custody_events import (
    CallBackTried,
    DepositClosed,
    DepositFailed,
    DepositPaid,
    DepositRefunded,
    DepositTaken,
    PayerShown,
)
from kiosk.hall.deposit import Deposit, Failure, Outcome, Payer
from kiosk.hall.events import Event
from kiosk.storage.store import Store, Work

Step = Callable[[Deposit], Deposit]


@dataclass(frozen=True, slots=True)
class Taking:
    """What is taken over the counter: the cash counted and the change given back, in fen.

    `second` is the account of the colleague who counted too, `place` where the receipt comes out.
    """

    service: str
    payer: Payer
    counted: int
    change: int
    window: int
    ticket: str = ""
    second: str = ""
    place: str = ""


def take(store: Store, *, taking: Taking, by: str, at: datetime) -> Deposit:
    """Take cash into custody; the receipt follows in two parts.

    Raises:
        UnknownService, NotForCustody: cash cannot be left for this.
        UnknownTicket: there is no such ticket.
        TooMuchChange, SecondNeeded, SameEyes: see `rules.to_keep`.
        NoKey: the hall has no key to seal the phone with.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        catalogue = work.catalogue(at)
        service, counted, change = catalogue.service(taking.service), taking.counted, taking.change
        fen = rules.to_keep(
            service, counted=counted, change=change, second=taking.second, by=by, rules=catalogue.hall.custody
        )
        deposit = Deposit(
            id=work.custody.next_id(local_day(catalogue, at)),
            ticket=work.tickets.get(taking.ticket).visit if taking.ticket else "",
            service=service.code,
            fen=fen,
            taken_at=at,
            due_at=rules.call_back_due(catalogue, at),
            window=taking.window,
            taken_by=by,
            second=taking.second,
            holder=by,
        )
        work.custody.add(deposit, taking.payer)
        note(work, Entry(deposit.id, Kind.TAKE, CITIZEN, drawer(by), counted, by, taking.window, at))
        if change:
            note(work, Entry(deposit.id, Kind.CHANGE, drawer(by), CITIZEN, change, by, taking.window, at))
        work.record(_taken(deposit, taking), at)
    return deposit


def pay(
    store: Store, *, deposit: str, fen: int, arrears: int, balance: int, by: str, window: int, at: datetime
) -> Deposit:
    """Note that it was paid in, with the three numbers that the citizen is told.

    Raises:
        HallError: see `rules.pay`.
    """
    with store.begin() as work:
        before = work.custody.get(deposit)
        after = rules.pay(before, fen=fen, arrears=arrears, balance=balance, by=by)
        note(work, Entry(deposit, Kind.PAY, drawer(by), PAYEE, fen, by, window, at))
        return _move(work, before, after, DepositPaid(deposit, fen, arrears, balance, after.left, by), at)


def fail(store: Store, *, deposit: str, why: Failure, by: str, at: datetime) -> Deposit:
    """Note that it cannot be paid in.

    Raises:
        NotTheNextStep: it was paid or failed before.
    """
    with store.begin() as work:
        before = work.custody.get(deposit)
        after = rules.fail(before, why=why)
        return _move(work, before, after, DepositFailed(deposit, why.value, by), at)


def refund(store: Store, *, deposit: str, by: str, window: int, place: str, at: datetime) -> Deposit:
    """Give back to the citizen what is left; he signs on the paper that follows.

    Raises:
        HallError: see `rules.refund`.
    """
    with store.begin() as work:
        before = work.custody.get(deposit)
        after = rules.refund(before, by=by)
        note(work, Entry(deposit, Kind.REFUND, drawer(by), CITIZEN, before.left, by, window, at))
        return _move(work, before, after, DepositRefunded(deposit, before.left, by, place), at)


def note_call(store: Store, *, deposit: str, outcome: Outcome, by: str, at: datetime) -> Deposit:
    """Note a call back and what came of it.

    Raises:
        NotTheNextStep: there is nothing to tell yet, or it was told.
    """
    with store.begin() as work:
        before = work.custody.get(deposit)
        after = rules.note_call(before, outcome=outcome, rules=work.catalogue(at).hall.custody, at=at)
        event = CallBackTried(deposit, after.attempts, outcome.value, after.state.value, by)
        return _move(work, before, after, event, at)


def close(store: Store, *, deposit: str, by: str, at: datetime) -> Deposit:
    """End it: the citizen knows, and nothing of his is here.

    Raises:
        NotTheNextStep, MoneyLeft: something is still to be done.
    """
    with store.begin() as work:
        before = work.custody.get(deposit)
        return _move(work, before, rules.close(before, at=at), DepositClosed(deposit, by), at)


def show_payer(store: Store, *, deposit: str, by: str, at: datetime) -> Payer:
    """Show somebody whom to call and which account it is; that he looked is kept."""
    with store.begin() as work:
        known = work.custody.payer(deposit)
        work.record(PayerShown(deposit, by), at)
    return known


def note(work: Work, entry: Entry) -> None:
    """Write a line into the book of the hall's day.

    Raises:
        DrawerTooLow: cash would leave a drawer that does not hold so much.
    """
    if entry.giver.startswith(DRAWER):
        must_hold_enough(work.custody.held_by(entry.giver), entry.fen)
    work.custody.write(entry, local_day(work.catalogue(entry.at), entry.at))


def _move(work: Work, before: Deposit, after: Deposit, event: Event, at: datetime) -> Deposit:
    work.custody.move(before, after)
    work.record(event, at)
    return after


def _taken(deposit: Deposit, taking: Taking) -> DepositTaken:
    return DepositTaken(
        deposit=deposit.id,
        ticket=deposit.ticket,
        service=deposit.service,
        counted=taking.counted,
        change=taking.change,
        fen=deposit.fen,
        due=deposit.due_at.isoformat(),
        window=deposit.window,
        by=deposit.taken_by,
        second=deposit.second,
        place=taking.place,
    )
