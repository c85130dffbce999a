"""Print jobs and those who look after them, on both databases."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kiosk.hall.errors import HallError
from kiosk.hall.events import Event
from kiosk.hall.floor_events import HelpCalled
from kiosk.hall.jobs import Paper, PaperState
from kiosk.hall.paper_events import PaperMoved, PaperReprinted, PaperStuck, PrinterChanged
from kiosk.operations import pairing, printers, printing, staff, upkeep
from kiosk.operations.accounts import Role
from kiosk.operations.printers import NotInDoubt, UnknownPrinter
from kiosk.operations.printing import LeaseLost, Report
from kiosk.operations.staff import NoPin, WrongPin
from kiosk.storage.paper_rows import PaperRow
from kiosk.storage.store import Store, open_store
from tests.hall.halls import CATALOGUE, NINE
from tests.printer.faults.world import CATALOGUE_WITH_PRINTERS, MAIN, SPARE


@pytest.fixture
def hall(database_url: str) -> Iterator[Store]:
    store = open_store(database_url, hall_id=CATALOGUE.hall.id, catalogue=lambda _: CATALOGUE_WITH_PRINTERS)
    yield store
    store.close()


def after(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def add(store: Store, name: str = "ticket", at: datetime = NINE) -> str:
    with store.begin() as work:
        seq = work.record(HelpCalled(1, "kiosk"), at)
        return work.papers.add(Paper(name, {"title": name, "blocks": []}, MAIN), seq, at)


def lease(store: Store, printer: str = MAIN, at: datetime = NINE) -> tuple[PaperRow, ...]:
    return printing.lease(store, printers_asked=(printer,), owner=printer, at=at)


def report(store: Store, paper: PaperRow, state: str, detail: str = "", at: datetime = NINE) -> None:
    said = Report(paper.id, paper.copy, paper.lease, PaperState(state), detail)
    printing.report(store, said=said, owner=paper.lease_owner, at=at)


def seen(store: Store, job: str) -> PaperRow:
    with store.read() as reading:
        return reading.papers.get(job)


def events(store: Store, kind: type[Event]) -> list[Event]:
    with store.read() as reading:
        return [event for _, _, event in reading.events.after(0) if isinstance(event, kind)]


def test_who_reports_under_an_older_lease_has_lost_the_job(hall: Store) -> None:
    add(hall)
    (first,) = lease(hall)
    (second,) = lease(hall, at=after(31))

    with pytest.raises(LeaseLost):
        report(hall, first, "sending", at=after(32))

    report(hall, second, "sending", at=after(32))
    assert seen(hall, second.id).state is PaperState.SENDING


def test_the_same_report_twice_changes_nothing(hall: Store) -> None:
    add(hall)
    (paper,) = lease(hall)
    for state in ("sending", "sending", "confirmed", "confirmed"):
        report(hall, paper, state)

    assert seen(hall, paper.id).state is PaperState.CONFIRMED


def test_a_ticket_in_doubt_is_printed_once_more_and_a_receipt_is_not(hall: Store) -> None:
    ticket = add(hall)
    (paper,) = lease(hall)
    report(hall, paper, "sending")
    report(hall, paper, "unknown", "no answer")
    receipt = add(hall, "custody-receipt")
    assert (seen(hall, ticket).state, seen(hall, ticket).copy) == (PaperState.QUEUED, 2)

    (again,) = lease(hall)
    report(hall, again, "sending")
    report(hall, again, "unknown", "no answer again")
    (slip,) = lease(hall)
    report(hall, slip, "sending")
    report(hall, slip, "unknown", "no answer")

    assert (seen(hall, ticket).state, seen(hall, ticket).copy) == (PaperState.UNKNOWN, 2)
    assert (seen(hall, receipt).state, seen(hall, receipt).copy) == (PaperState.UNKNOWN, 1)
    assert events(hall, PaperReprinted) == [PaperReprinted(ticket, 2)]
    assert len(events(hall, PaperStuck)) == 3


def test_what_a_machine_that_is_shut_out_had_in_hand_goes_to_another(hall: Store) -> None:
    asking = pairing.ask(hall, role=Role.AGENT, machine="pc", address="", at=NINE)
    agent = pairing.approve(hall, code=asking.code, name="pc", by="w", at=NINE).id
    leased = add(hall, "courier-slip")
    printing.lease(hall, printers_asked=(MAIN,), owner=agent, at=NINE)
    sending = add(hall, "custody-receipt")
    (paper,) = printing.lease(hall, printers_asked=(MAIN,), owner=agent, at=NINE)
    report(hall, paper, "sending")

    pairing.revoke(hall, token_id=agent, by="w", at=NINE)

    assert seen(hall, sending).state is PaperState.UNKNOWN  # it may have come out: a person looks
    assert [one.id for one in lease(hall)] == [leased]  # at once, not when the lease would have run out
    with pytest.raises(LeaseLost):
        printing.report(hall, said=Report(leased, 1, 1, PaperState.SENDING), owner=agent, at=NINE)


def test_a_late_confirmation_ends_the_doubt(hall: Store) -> None:
    add(hall, "courier-slip")
    (paper,) = lease(hall)
    report(hall, paper, "sending")
    report(hall, paper, "unknown", "no answer")

    report(hall, paper, "confirmed")

    assert seen(hall, paper.id).state is PaperState.CONFIRMED


def test_paper_out_after_the_send_is_not_given_to_anybody_again(hall: Store) -> None:
    job = add(hall)
    (paper,) = lease(hall)
    report(hall, paper, "sending")
    report(hall, paper, "sending", "paper_out", at=after(60))

    assert lease(hall, at=after(120)) == ()
    assert printing.is_stuck(seen(hall, job), after(61))
    report(hall, paper, "confirmed", at=after(121))
    assert not printing.is_stuck(seen(hall, job), after(121))


def test_an_agent_that_went_silent_while_sending_leaves_a_doubt(hall: Store) -> None:
    job = add(hall, "custody-receipt")
    (paper,) = lease(hall)
    report(hall, paper, "sending")

    assert upkeep.doubt_silent(hall, at=after(100)) == 0
    assert upkeep.doubt_silent(hall, at=after(200)) == 1
    assert seen(hall, job).state is PaperState.UNKNOWN


def test_nobody_waits_ten_minutes_for_a_ticket_and_a_receipt_is_never_given_up(hall: Store) -> None:
    ticket, receipt = add(hall), add(hall, "custody-receipt")

    assert printers.expire(hall, at=after(599)) == 0
    assert [one.id for one in lease(hall, at=after(601))] == [receipt]
    assert printers.expire(hall, at=after(602)) == 1
    assert seen(hall, ticket).state is PaperState.EXPIRED
    printing.reprint(hall, paper=ticket, at=after(700))
    assert [one.id for one in lease(hall, at=after(701))] == [ticket]


def test_another_printer_stands_in_only_while_the_own_one_cannot_print(hall: Store) -> None:
    printers.note(hall, printer=MAIN, condition="ready", at=NINE)
    first = add(hall)
    assert lease(hall, SPARE, at=after(1)) == ()

    printers.note(hall, printer=MAIN, condition="paper_out", at=after(2))
    (moved,) = lease(hall, SPARE, at=after(3))
    assert (moved.id, moved.printer) == (first, SPARE)
    assert events(hall, PaperMoved) == [PaperMoved(first, SPARE)]
    report(hall, moved, "sending")
    report(hall, moved, "confirmed")

    printers.note(hall, printer=MAIN, condition="ready", at=after(4))
    second = add(hall, at=after(5))
    assert lease(hall, SPARE, at=after(6)) == ()
    assert [one.id for one in lease(hall, SPARE, at=after(90))] == [second]  # no word of MAIN for long


def test_a_printers_change_is_an_event_and_its_repetition_is_not(hall: Store) -> None:
    for condition in ("ready", "ready", "paper_out", "paper_out", "ready"):
        printers.note(hall, printer=MAIN, condition=condition, at=NINE)
    printers.note(hall, printer="somebody else's", condition="ready", at=NINE)

    assert [event.condition for event in events(hall, PrinterChanged)] == ["ready", "paper_out", "ready"]  # type: ignore[union-attr]
    assert [one.condition for one in printers.all_now(hall, at=NINE)] == ["ready", ""]
    assert printers.all_now(hall, at=after(120))[0].condition == "away"


def test_a_new_roll_lets_what_was_blocked_be_tried_at_once(hall: Store) -> None:
    job = add(hall)
    (paper,) = lease(hall)
    report(hall, paper, "blocked", "paper_out")

    printers.refill(hall, printer=MAIN, place="kiosk", at=NINE)

    assert seen(hall, job).state is PaperState.QUEUED


@pytest.mark.parametrize(("is_out", "state"), [(True, PaperState.CONFIRMED), (False, PaperState.EXPIRED)])
def test_a_person_settles_a_doubt_and_the_agent_has_no_more_say(
    hall: Store, is_out: bool, state: PaperState
) -> None:
    job = add(hall, "courier-slip")
    (paper,) = lease(hall)
    report(hall, paper, "sending")

    printers.settle(hall, paper=job, is_out=is_out, by="clerk", at=NINE)

    assert seen(hall, job).state is state
    with pytest.raises(LeaseLost):
        report(hall, paper, "unknown", "too late")
    with pytest.raises(NotInDoubt):
        printers.settle(hall, paper=job, is_out=is_out, by="clerk", at=NINE)


def test_an_unknown_printer_is_refused(hall: Store) -> None:
    for act in (printers.try_out, printers.refill):
        with pytest.raises(UnknownPrinter):
            act(hall, printer="nowhere", place="kiosk", at=NINE)


def test_the_staff_pin_opens_and_another_does_not(hall: Store) -> None:
    with pytest.raises(NoPin):
        staff.check_pin(hall, pin="1234")
    staff.set_pin(hall, pin="246810", by="manager", at=NINE)

    staff.check_pin(hall, pin="246810")
    for wrong in ("24681", "", "2468100", "abc"):
        with pytest.raises(WrongPin):
            staff.check_pin(hall, pin=wrong)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "12 4"])
def test_a_pin_is_four_to_eight_digits(hall: Store, pin: str) -> None:
    with pytest.raises(HallError):
        staff.set_pin(hall, pin=pin, by="manager", at=NINE)
