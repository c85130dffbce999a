"""The gateway is told what its subscribers want to know: signed, tried again, never twice."""

import hashlib
import hmac
from collections.abc import Iterator
from threading import Thread

import pytest

from kiosk.hall.jobs import MessageKind
from kiosk.operations import calling, messages, returning, undoing
from kiosk.outlet import Outlet, page_id
from tests.outlet.gateway import HANG, Gateway, listening
from tests.outlet.halls import KEY, NOBODY_THERE, Hall


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with listening() as opened:
        yield opened


@pytest.fixture
def hall(database_url: str, gateway: Gateway) -> Iterator[Hall]:
    opened = Hall(database_url, gateway.url)
    yield opened
    opened.store.close()


def kinds(gateway: Gateway) -> list[tuple[str, str]]:
    return [(told.says["number"], told.says["kind"]) for told in gateway.heard()]


def test_the_gateway_is_told_who_is_nearly_called_called_and_missed(hall: Hall, gateway: Gateway) -> None:
    for _ in range(4):
        hall.take()
    hall.send()
    assert kinds(gateway) == [("B001", "soon"), ("B002", "soon")]

    called = hall.call()
    hall.send()
    assert sorted(kinds(gateway)) == [("B001", "called"), ("B003", "soon")]

    calling.miss(hall.store, ticket=called.id, window=2, at=hall.at)
    hall.send()
    assert kinds(gateway) == [("B001", "missed")]


def test_a_message_names_nobody_and_opens_no_page(hall: Hall, gateway: Gateway) -> None:
    ticket = hall.take()
    hall.call()
    hall.outlet.send_due()

    says = gateway.next().says

    assert says == {
        "id": says["id"],
        "kind": "called",
        "hall": "test",
        "page": page_id(KEY, ticket.token),
        "ticket": ticket.id,
        "number": "B001",
        "people_ahead": 0,
        "window": {"number": 2, "name": {"zh": "B", "en": "B"}, "place": {"zh": "", "en": ""}},
        "language": "zh",
        "at": "2026-11-23T09:00:02+08:00",
    }
    assert ticket.token not in str(says)


def test_a_message_is_signed_together_with_its_time(hall: Hall, gateway: Gateway) -> None:
    hall.take()
    hall.send()

    told = gateway.next()

    sent_at = told.headers["yichuang-timestamp"]
    expected = hmac.new(KEY, sent_at.encode() + b"." + told.body, hashlib.sha256).hexdigest()
    assert told.headers["yichuang-signature"] == expected
    assert int(sent_at) == int(hall.at.timestamp())
    assert told.headers["idempotency-key"] == told.says["id"]


def test_nobody_is_told_the_same_twice_over_a_restart(hall: Hall, gateway: Gateway) -> None:
    hall.take()
    hall.send()
    hall.restart()
    hall.send()
    hall.later(3600)
    hall.send()

    assert kinds(gateway) == [("B001", "soon")]


def test_what_was_not_sent_before_a_restart_is_sent_after_it(hall: Hall, gateway: Gateway) -> None:
    hall.take()
    hall.call()
    hall.restart()
    hall.outlet.send_due()

    assert kinds(gateway) == [("B001", "called")]


def test_two_processes_tell_it_once(hall: Hall, gateway: Gateway) -> None:
    for _ in range(12):
        hall.take()
    hall.people_ahead = 20
    other = Outlet(hall.store, lambda: hall.at, lambda: KEY)

    together = [Thread(target=one.look) for one in (hall.outlet, other)]
    together += [Thread(target=one.send_due) for one in (hall.outlet, other)]
    for one in together[:2]:
        one.start()
    for one in together[:2]:
        one.join()
    for one in together[2:]:
        one.start()
    for one in together[2:]:
        one.join()

    assert sorted(kinds(gateway)) == [(f"B{n:03d}", "soon") for n in range(1, 13)]


def test_a_call_does_not_overtake_the_word_that_it_is_near(hall: Hall) -> None:
    """Two processes send at once: what is told of one visit comes in order, and delays nobody else."""
    hall.take()
    hall.outlet.look()
    soon = next(messages.errands(hall.store, at=hall.at))  # another process is sending it
    hall.call()
    hall.take()
    hall.outlet.look()

    meanwhile = [one.message.kind for one in messages.errands(hall.store, at=hall.at)]
    messages.note_sent(hall.store, message=soon.message, at=hall.at)
    then = [one.message.kind for one in messages.errands(hall.store, at=hall.at)]

    assert (meanwhile, then) == ([MessageKind.SOON], [MessageKind.CALLED])


def test_a_process_that_dies_while_it_sends_holds_nothing_back_for_long(hall: Hall) -> None:
    hall.take()
    hall.outlet.look()
    next(messages.errands(hall.store, at=hall.at))
    hall.call()

    hall.later(messages.CLAIMED_FOR.total_seconds())

    assert [one.message.kind for one in messages.errands(hall.store, at=hall.at)] == [MessageKind.CALLED]


def test_a_gateway_that_stumbles_is_asked_again_under_the_same_name(hall: Hall, gateway: Gateway) -> None:
    gateway.answers = [500, 503]
    hall.take()
    for pause in (0, 2, 4, 8):
        hall.later(pause)
        hall.send()

    told = gateway.heard()

    assert len(told) == 3
    assert len({one.headers["idempotency-key"] for one in told}) == 1
    assert len({one.headers["yichuang-signature"] for one in told}) == 3
    assert (hall.outlet_now().waiting, hall.outlet_now().is_well) == (0, True)


def test_the_next_try_waits_its_time(hall: Hall, gateway: Gateway) -> None:
    gateway.answers = [500]
    hall.take()
    hall.send()
    hall.later(1)
    hall.send()
    assert len(gateway.heard()) == 1

    hall.later(1)
    hall.send()

    assert len(gateway.heard()) == 1


@pytest.mark.parametrize("answer", [HANG, 302, 401])
def test_no_answer_a_detour_or_a_refusal_is_no_delivery(hall: Hall, gateway: Gateway, answer: int) -> None:
    gateway.answers = [answer]
    hall.take()

    hall.send()

    now = hall.outlet_now()
    assert (now.waiting, now.sent_at, now.is_well) == (1, None, False)
    assert len(gateway.heard()) == 1


def test_after_eight_tries_a_message_is_given_up_and_the_manager_sees_why(hall: Hall) -> None:
    hall.url = NOBODY_THERE
    hall.take()
    for _ in range(12):
        hall.send()
        hall.later(130)

    now = hall.outlet_now()

    assert (now.waiting, now.failed, now.is_well) == (0, 1, False)
    assert "ConnectError" in now.trouble


def test_a_gateway_that_was_away_is_not_told_what_is_long_over(hall: Hall, gateway: Gateway) -> None:
    away, hall.url = hall.url, NOBODY_THERE
    hall.take()
    called = hall.call()
    hall.send()
    calling.finish(hall.store, ticket=called.id, window=2, at=hall.at)
    hall.take()
    assert not hall.outlet_now().is_well

    hall.url = away
    hall.later(60)
    hall.send()

    assert kinds(gateway) == [("B002", "soon")]
    assert hall.outlet_now().is_well


def test_who_lets_others_go_first_is_told_again(hall: Hall, gateway: Gateway) -> None:
    for _ in range(5):
        hall.take()
    hall.send()
    assert kinds(gateway) == [("B001", "soon"), ("B002", "soon")]
    with hall.store.read() as reading:
        first = reading.tickets.waiting()[0]

    returning.delay(hall.store, ticket=first.id, at=hall.at)
    hall.send()
    for _ in range(3):
        hall.call()
    hall.send()

    assert ("B001", "soon") in kinds(gateway)


def test_a_call_taken_back_is_not_told(hall: Hall, gateway: Gateway) -> None:
    hall.take()
    called = hall.call()
    undoing.undo(hall.store, ticket=called.id, at=hall.at)

    hall.outlet.send_due()

    assert kinds(gateway) == []


def test_messages_are_forgotten_after_a_week(hall: Hall, gateway: Gateway) -> None:
    hall.take()
    hall.send()
    hall.later(8 * 24 * 3600)

    messages.forget_old(hall.store, at=hall.at)

    with hall.store.read() as reading:
        assert not reading.messages.older_than(hall.at)
