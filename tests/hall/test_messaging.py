from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall import life
from kiosk.hall.jobs import MessageKind
from kiosk.hall.messaging import TRIES, is_late, nearly_called, pause_after
from kiosk.hall.wait import Outlook
from tests.hall.halls import NINE, RULES, ticket

OUTLOOKS = {ticket(n).id: Outlook(n - 1, None) for n in range(1, 7)}


def test_the_gateway_is_told_of_those_whom_few_are_ahead_of() -> None:
    told = nearly_called([ticket(n) for n in range(1, 7)], OUTLOOKS, people_ahead=2)

    assert [(one.ticket[-4:], one.people_ahead) for one in told] == [("B001", 0), ("B002", 1), ("B003", 2)]


def test_who_let_others_go_first_is_told_again_when_his_turn_comes_near() -> None:
    early = ticket(1)
    later = life.delay(early, order_at=NINE, rules=RULES)

    occasions = [nearly_called([one], OUTLOOKS, people_ahead=2)[0].occasion for one in (early, later)]

    assert occasions == [0, 1]


def test_a_message_is_late_when_its_ticket_has_moved_on() -> None:
    waiting = ticket(1)
    called = life.call(waiting, window=2, at=NINE)
    missed = life.miss(called, window=2, at=NINE)

    assert not is_late(MessageKind.SOON, None, waiting)
    assert is_late(MessageKind.SOON, None, called)
    assert not is_late(MessageKind.CALLED, 2, called)
    assert is_late(MessageKind.CALLED, 2, replace(called, window=5))
    assert is_late(MessageKind.CALLED, 2, missed)
    assert not is_late(MessageKind.MISSED, 2, missed)


@pytest.mark.parametrize(("tries", "seconds"), [(1, 2), (2, 4), (7, 128)])
def test_each_try_waits_twice_as_long(tries: int, seconds: int) -> None:
    assert pause_after(tries) == timedelta(seconds=seconds)


def test_after_the_last_try_a_message_is_given_up() -> None:
    assert pause_after(TRIES) is None
