"""Cash in custody, on both databases: every fen has one holder, and nothing tells whose it was."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import create_engine, text

from kiosk.hall import custody as rules
from kiosk.hall.custody_book import CITIZEN, PAYEE, Kind, totals
from kiosk.hall.custody_events import CustodyReconciled, PayersErased
from kiosk.hall.deposit import Deposit, DepositState, Failure, Outcome, Payer
from kiosk.hall.routing import NotForCustody, Reason
from kiosk.operations import custody, custody_day, floor, intake
from kiosk.operations.accounts import Role
from kiosk.operations.intake import Press, Visit
from kiosk.operations.pressing import act_once
from kiosk.storage.custody import UnknownDeposit
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.hall.halls import NINE
from tests.operations.deposits import (
    OLD_MAN,
    call,
    clerk,
    drawers,
    events,
    found,
    open_custody,
    pay,
    refund,
    take,
)
from tests.storage.together import together

YEAR = timedelta(days=365)


@pytest.fixture
def hall(database_url: str) -> Iterator[Store]:
    """A hall that takes cash, on a fresh database of each kind."""
    opened = open_custody(database_url)
    yield opened
    opened.close()


@pytest.fixture
def wang(hall: Store) -> str:
    return clerk(hall, "wang")


@pytest.fixture
def li(hall: Store) -> str:
    return clerk(hall, "li")


def closed(store: Store, by: str) -> Deposit:
    """Take a deposit all the way."""
    deposit = take(store, by).id
    pay(store, deposit, by)
    call(store, deposit, by)
    return custody.close(store, deposit=deposit, by=by, at=NINE)


def test_three_hundred_yuan_go_from_the_citizen_to_the_payee(hall: Store, wang: str) -> None:
    deposit = take(hall, wang, 50_000, change=20_000)

    assert deposit.id == "DS20261123-001"
    assert (deposit.fen, deposit.due_at) == (30_000, NINE + timedelta(hours=1))
    assert drawers(hall) == {wang: 30_000}
    pay(hall, deposit.id, wang)
    call(hall, deposit.id, wang)
    custody.close(hall, deposit=deposit.id, by=wang, at=NINE)
    with hall.read() as reading:
        entries, held = reading.custody.entries_of(deposit.id), reading.custody.totals()
        assert reading.custody.open() == ()
    assert [one.kind for one in entries] == [Kind.TAKE, Kind.CHANGE, Kind.PAY]
    assert totals(entries) == {CITIZEN: -30_000, PAYEE: 30_000, f"drawer:{wang}": 0}
    assert {name: fen for name, fen in held.items() if fen} == {CITIZEN: -30_000, PAYEE: 30_000}


def test_a_double_press_takes_the_cash_once(hall: Store, wang: str) -> None:
    press = Press("page:1", "the same wish")

    first = act_once(hall, press=press, at=NINE, act=lambda store: take(store, wang))
    again = act_once(hall, press=press, at=NINE, act=lambda store: take(store, wang))

    assert first == again
    assert drawers(hall) == {wang: 30_000}


def test_cash_changes_drawers_whole_and_the_receiver_pays(hall: Store, wang: str, li: str) -> None:
    one, two = take(hall, wang), take(hall, wang, 5_000)

    custody_day.hand_over(hall, deposits=(one.id,), giver=wang, taker=li, window=1, at=NINE)

    assert drawers(hall) == {wang: 5_000, li: 30_000}
    with pytest.raises(rules.NotYourCash):
        pay(hall, one.id, wang)
    pay(hall, one.id, li)
    custody_day.hand_over(hall, giver=wang, taker=li, window=1, at=NINE)
    assert drawers(hall) == {li: 5_000}
    with pytest.raises(rules.NothingLeft):
        custody_day.hand_over(hall, giver=wang, taker=li, window=1, at=NINE)
    with pytest.raises(rules.NothingLeft):
        custody_day.hand_over(hall, deposits=(two.id, one.id), giver=li, taker=wang, window=1, at=NINE)
    assert drawers(hall) == {li: 5_000}  # nothing of a refused hand-over was done


def test_what_cannot_be_paid_goes_back_whole(hall: Store, wang: str) -> None:
    deposit = take(hall, wang).id
    custody.fail(hall, deposit=deposit, why=Failure.ACCOUNT_UNKNOWN, by=wang, at=NINE)
    refund(hall, deposit, wang)

    assert custody.close(hall, deposit=deposit, by=wang, at=NINE).state is DepositState.CLOSED
    assert drawers(hall) == {}


def test_of_two_clerks_who_pay_the_same_deposit_at_once_one_succeeds(hall: Store, wang: str) -> None:
    for _ in range(5):
        deposit = take(hall, wang).id

        answers = together([partial(pay, hall, deposit, wang)] * 2)

        assert [type(one) for one in answers].count(Deposit) == 1
        with hall.read() as reading:
            kinds = [one.kind for one in reading.custody.entries_of(deposit)]
        assert kinds == [Kind.TAKE, Kind.PAY]


def test_a_payment_and_a_hand_over_at_once_leave_the_money_in_one_place(
    hall: Store, wang: str, li: str
) -> None:
    for _ in range(5):
        deposit = take(hall, wang).id
        give = partial(
            custody_day.hand_over, hall, deposits=(deposit,), giver=wang, taker=li, window=1, at=NINE
        )

        acts: list[Callable[[], object]] = [partial(pay, hall, deposit, wang), give]
        answers = together(acts)

        assert [isinstance(one, Exception) for one in answers].count(True) == 1
        with hall.read() as reading:
            held = totals(reading.custody.entries_of(deposit))
        assert sorted(fen for fen in held.values() if fen) == [-30_000, 30_000]


def test_a_day_is_closed_only_when_every_drawer_is_as_the_book_says(hall: Store, wang: str, li: str) -> None:
    deposit, chief = take(hall, wang).id, clerk(hall, "chief", Role.DIRECTOR)
    with pytest.raises(rules.SameEyes):
        custody_day.reconcile(hall, counted={wang: 30_000}, by=li, signed_by=li, at=NINE)
    with pytest.raises(rules.DrawerDiffers, match=r"wang.*300\.00.*290\.00"):
        custody_day.reconcile(hall, counted={wang: 29_000}, by=li, signed_by=chief, at=NINE)
    with pytest.raises(rules.DrawerDiffers, match=r"wang.*300\.00.*0\.00"):
        custody_day.reconcile(hall, counted={}, by=li, signed_by=chief, at=NINE)
    with pytest.raises(rules.SignatureNeeded, match="1"):
        custody_day.reconcile(hall, counted={wang: 30_000}, by=li, at=NINE)
    assert found(hall, deposit).carried_on is None

    closing = custody_day.reconcile(hall, counted={wang: 30_000}, by=li, signed_by=chief, at=NINE)

    assert (closing.fen, closing.carried) == (30_000, (deposit,))
    assert str(found(hall, deposit).carried_on) == "2026-11-23"
    pay(hall, deposit, wang)  # the next day goes on where this one stopped
    assert [one for one in events(hall) if isinstance(one, CustodyReconciled)] == [
        CustodyReconciled("2026-11-23", 30_000, (deposit,), li, chief)
    ]


def test_a_day_that_is_at_zero_needs_no_signature(hall: Store, wang: str) -> None:
    closed(hall, wang)

    assert custody_day.reconcile(hall, counted={}, by=wang, at=NINE).carried == ()


def test_a_deposit_that_nobody_answers_for_is_carried(hall: Store, wang: str) -> None:
    boss, chief = clerk(hall, "boss", Role.MANAGER), clerk(hall, "chief", Role.DIRECTOR)
    deposit = take(hall, wang).id
    pay(hall, deposit, wang)
    for _ in range(3):
        call(hall, deposit, wang, Outcome.NO_ANSWER)

    custody_day.reconcile(hall, counted={}, by=boss, signed_by=chief, at=NINE)

    assert found(hall, deposit).state is DepositState.CARRIED


def test_the_log_tells_the_whole_story_and_not_whose_it_is(hall: Store, wang: str) -> None:
    closed(hall, wang)

    kinds = [type(one).__name__ for one in events(hall)]
    told = json.dumps([asdict(one) for one in events(hall)], ensure_ascii=False)
    assert kinds == ["DepositTaken", "DepositPaid", "CallBackTried", "DepositClosed"]
    for secret in ("王", OLD_MAN.person.phone, "2046", OLD_MAN.account):
        assert secret not in told


def test_whom_to_call_is_sealed_and_found_by_phone_or_its_last_four(
    hall: Store, wang: str, database_url: str
) -> None:
    deposit = take(hall, wang).id

    with hall.read() as reading:
        assert reading.custody.payer(deposit) == OLD_MAN
        for digits in ("13800002046", "2046"):
            assert [one.id for one in reading.custody.of_phone(digits)] == [deposit]
        for digits in ("13800002047", "2047", "138", ""):
            assert reading.custody.of_phone(digits) == ()
    engine = create_engine(database_url)
    with engine.connect() as connection:
        kept = " ".join(
            str(cell) for row in connection.execute(text("SELECT * FROM deposit")) for cell in row
        )
    engine.dispose()
    for secret in ("王", "13800002046", OLD_MAN.account):
        assert secret not in kept


def test_a_look_at_the_phone_is_kept(hall: Store, wang: str) -> None:
    deposit = take(hall, wang).id

    assert custody.show_payer(hall, deposit=deposit, by=wang, at=NINE) == OLD_MAN
    assert type(events(hall)[-1]).__name__ == "PayerShown"


def test_three_years_after_the_end_nobody_knows_whose_it_was_and_the_figures_stay(
    hall: Store, wang: str
) -> None:
    old, still_open = closed(hall, wang), take(hall, wang)

    assert custody_day.erase_payers(hall, at=NINE + 3 * YEAR) == 0
    assert custody_day.erase_payers(hall, at=NINE + 3 * YEAR + timedelta(days=2)) == 1
    assert custody_day.erase_payers(hall, at=NINE + 4 * YEAR) == 0

    with hall.read() as reading:
        assert reading.custody.payer(old.id) == Payer()
        assert [one.id for one in reading.custody.of_phone("2046")] == [still_open.id]
    assert (found(hall, old.id).paid, found(hall, old.id).balance) == (30_000, 27_650)
    assert events(hall)[-1] == PayersErased((old.id,))


def test_a_deposit_that_nobody_left_is_not_known(hall: Store, wang: str) -> None:
    with pytest.raises(UnknownDeposit, match="DS1"):
        pay(hall, "DS1", wang)


def test_somebody_in_a_hurry_gets_a_number_of_the_comprehensive_window(hall: Store) -> None:
    visit = Visit(("B01",), custody=True)

    taken = intake.take_ticket(hall, visit=visit, press=Press("1", "1"), at=NINE).ticket

    assert (taken.number, taken.route.reason) == ("A001", Reason.CUSTODY)
    with pytest.raises(NotForCustody):
        intake.take_ticket(hall, visit=Visit(("E05",), custody=True), press=Press("2", "2"), at=NINE)


def test_cash_is_offered_to_be_left_when_the_wait_is_long_and_not_longer_there(hall: Store) -> None:
    for n in range(2):
        intake.take_ticket(hall, visit=Visit(("B01",)), press=Press(f"b{n}", ""), at=NINE)
    assert intake.offer(hall, visit=Visit(("B01",)), at=NINE).custody is None

    open_every_window(hall)
    for n in range(9):
        intake.take_ticket(hall, visit=Visit(("B01",)), press=Press(f"c{n}", ""), at=NINE)
    offered = intake.offer(hall, visit=Visit(("B01",)), at=NINE)
    other = intake.offer(hall, visit=Visit(("E05",)), at=NINE)

    assert offered.outlook.expected_wait is not None
    assert offered.outlook.expected_wait.high >= 1800
    assert offered.custody is not None
    assert other.custody is None


def open_every_window(store: Store) -> None:
    for window in range(1, 7):
        floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)
