"""What a ticket carries from one step of its life to the next, and what it leaves behind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.hall import life
from kiosk.hall.life import IllegalMove, NoClassToDrop, NoRecallLeft, NotAtThisWindow
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import AT_WINDOW, DAYS_BACK, TicketState, ids_of_number
from kiosk.hall.why import Because, Why
from tests.hall.halls import NINE, RULES, ticket

LATER = NINE + timedelta(minutes=10)
FIRST = Because(Why.FIRST_IN_LINE, place=1, waiting=3)


def test_a_call_keeps_why_it_came_and_forgets_to_whom_the_ticket_was_sent() -> None:
    sent = replace(ticket(1), transferred_to=2, recalls=2)

    called = life.call(sent, window=2, at=LATER, because=FIRST)

    assert called == replace(ticket(1), state=TicketState.CALLED, window=2, called_at=LATER, because=FIRST)
    assert called.why == "first_in_line"
    assert ticket(1).why == ""


def test_each_end_is_noted_with_its_time() -> None:
    called = life.call(ticket(1), window=2, at=NINE)
    missed = life.miss(called, window=2, at=NINE)

    assert life.start(called, window=2, at=LATER).started_at == LATER
    for over in (
        life.finish(called, window=2, at=LATER),
        life.miss(called, window=2, at=LATER),
        life.cancel(ticket(1), at=LATER),
        life.abandon(missed, at=LATER),
        life.expire(ticket(1), at=LATER),
    ):
        assert over.ended_at == LATER


def test_a_revived_ticket_keeps_its_class_and_waits_as_if_nobody_had_called_it() -> None:
    elder = ticket(1, priority="elder")
    called = life.recall(life.call(elder, window=2, at=NINE, because=FIRST), window=2, rules=RULES)

    again = life.revive(life.miss(called, window=2, at=NINE), order_at=LATER, at=LATER, rules=RULES)

    assert again == replace(elder, order_at=LATER, revivals=1)


def test_a_ticket_sent_on_waits_in_its_new_queue_for_its_new_window() -> None:
    route = Route("E", Reason.TRANSFERRED, instead_of="B")
    serving = life.start(life.call(ticket(1), window=2, at=NINE), window=2, at=NINE)

    assert life.transfer(serving, to_window=5, route=route) == replace(
        ticket(1), route=route, transferred_to=5
    )


def test_who_ticks_his_papers_is_known_to_have_them() -> None:
    assert life.tick(ticket(1), ticked=("form",)).ticked == ("form",)


def test_a_refusal_names_the_ticket_and_how_it_stands() -> None:
    with pytest.raises(IllegalMove) as refusal:
        life.abandon(ticket(1), at=NINE)

    assert refusal.value.said("zh") == "B001 号现在的状态是“等候中”，不能这样操作。请刷新后再看。"
    assert refusal.value.said("en").startswith("Ticket B001 is waiting, so")


def test_a_refusal_says_how_often_the_ticket_was_recalled() -> None:
    called = replace(life.call(ticket(1), window=2, at=NINE), recalls=RULES.recalls)

    with pytest.raises(NoRecallLeft, match=f"B001 号已重呼 {RULES.recalls} 次"):
        life.recall(called, window=2, rules=RULES)


def test_a_class_that_was_not_shown_is_dropped_and_the_time_is_kept() -> None:
    elder = ticket(1, priority="elder")
    at_window = life.call(elder, window=2, at=NINE)

    assert life.drop_priority(elder, window=9) == ticket(1)
    assert life.drop_priority(at_window, window=2) == replace(at_window, priority="")
    with pytest.raises(NotAtThisWindow):
        life.drop_priority(at_window, window=3)
    with pytest.raises(NoClassToDrop):
        life.drop_priority(ticket(1), window=2)
    with pytest.raises(IllegalMove):
        life.drop_priority(life.miss(at_window, window=2, at=NINE), window=2)


def test_a_ticket_of_yesterday_ends_unless_its_service_goes_on_or_it_has_a_day_of_its_own() -> None:
    called = life.call(ticket(1), window=2, at=NINE)
    serving = life.start(called, window=2, at=LATER)
    last = NINE + life.LONGEST_SERVICE

    assert life.may_end(ticket(1), at=NINE)
    assert not life.may_end(replace(ticket(1), state=TicketState.BACK_OFFICE), at=last + timedelta(days=9))
    assert not life.may_end(called, at=last)
    assert life.may_end(called, at=last + timedelta(microseconds=1))
    assert not life.may_end(serving, at=LATER + life.LONGEST_SERVICE)
    for state in AT_WINDOW:
        assert life.may_end(replace(ticket(1), state=state), at=NINE)


def test_a_number_on_a_slip_may_be_of_any_day_of_the_last_month() -> None:
    found = ids_of_number("Ｂ００７", date(2026, 11, 23))

    assert len(found) == DAYS_BACK
    assert (found[0], found[1], found[-1]) == ("20261123-B007", "20261122-B007", "20261024-B007")
    assert ids_of_number("b007", date(2026, 11, 23)) == found
    for wrong in ("", "B07", "7", "B007-1", "BB007", "B1234567"):
        assert ids_of_number(wrong, date(2026, 11, 23)) == ()
