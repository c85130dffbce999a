from collections.abc import Iterator
from dataclasses import replace

import pytest

from display.board import apply, to_json
from tests.display.conftest import Screens
from tests.display.halls import called, sample_board
from tests.display.listener import Listener, follow_to


@pytest.fixture(scope="module", params=["threading", "gevent"])
def screens_process(request: pytest.FixtureRequest) -> Iterator[Screens]:
    """The feed must hold under threads and under gevent alike."""
    screens = Screens(mode=request.param)
    screens.start()
    yield screens
    screens.stop()


@pytest.fixture
def listener(screens: Screens) -> Iterator[Listener]:
    listener = Listener(screens.url)
    yield listener
    listener.leave()


def test_who_comes_gets_the_whole_board(screens: Screens, listener: Listener) -> None:
    assert listener.next("snapshot") == screens.board()


def test_a_change_names_the_state_it_follows(screens: Screens, listener: Listener) -> None:
    whole = listener.next("snapshot")
    now = replace(sample_board(), seq=whole["seq"])

    first = screens.show(called(now, "A001", 1))
    second = screens.show(called(first, "B001", 2))

    changes = sorted([listener.next("change"), listener.next("change")], key=lambda change: change["seq"])
    assert [change["prev"] for change in changes] == [whole["seq"], first.seq]
    assert apply(apply(whole, changes[0]), changes[1]) == to_json(second)


def test_nothing_is_sent_when_nothing_on_the_board_changed(screens: Screens, listener: Listener) -> None:
    whole = listener.next("snapshot")
    now = replace(sample_board(), seq=whole["seq"])

    screens.show(replace(now, seq=now.seq + 5))
    called_then = screens.show(called(replace(now, seq=now.seq + 5), "A001", 1))

    change = listener.next("change")
    assert (change["prev"], change["seq"]) == (whole["seq"], called_then.seq)


def test_who_comes_between_two_changes_can_follow_the_next(screens: Screens) -> None:
    """Events that do not show move the log on, but not this stream."""
    now = replace(sample_board(), seq=screens.board()["seq"])
    screens.show(replace(now, seq=now.seq + 5))
    late = Listener(screens.url)
    whole = late.next("snapshot")

    then = screens.show(called(replace(now, seq=now.seq + 5), "A001", 1))

    assert apply(whole, late.next("change")) == to_json(then)
    late.leave()


def test_an_older_look_that_comes_late_is_dropped(screens: Screens, listener: Listener) -> None:
    whole = listener.next("snapshot")
    now = replace(sample_board(), seq=whole["seq"])
    newest = screens.show(called(replace(now, seq=now.seq + 3), "A002", 1))

    screens.show(replace(called(now, "A001", 1), seq=now.seq + 1))
    screens.beat(newest.seq)

    assert listener.next("heartbeat")["seq"] == newest.seq
    assert [change["seq"] for change in listener.heard("change")] == [newest.seq]


def test_who_asks_gets_a_snapshot(screens: Screens, listener: Listener) -> None:
    listener.next("snapshot")

    listener.ask()

    assert listener.next("snapshot") == screens.board()


def test_a_sign_of_life_names_the_last_message_and_the_time(screens: Screens, listener: Listener) -> None:
    whole = listener.next("snapshot")

    screens.beat(whole["seq"] + 40)

    beat = listener.next("heartbeat")
    assert (beat["seq"], beat["head"]) == (whole["seq"], whole["seq"] + 40)
    assert beat["at"].endswith("+08:00")


def test_closing_time_reaches_the_board_though_no_event_tells_it(
    screens: Screens, listener: Listener
) -> None:
    whole = listener.next("snapshot")
    screens.change_in_silence(replace(sample_board(), seq=whole["seq"], open=False))

    screens.beat(whole["seq"])

    assert listener.next("change") == {"seq": whole["seq"], "prev": whole["seq"], "open": False}


def test_between_snapshot_and_first_change_nothing_is_lost(screens: Screens) -> None:
    """Twelve boards come while the hall is busiest; each must be able to follow from its snapshot on."""
    with screens.storm():
        crowd = [Listener(screens.url) for _ in range(12)]
    last = screens.board()

    for listener in crowd:
        assert follow_to(listener, last["seq"]) == last
        listener.leave()
    assert len({listener.heard("snapshot")[0]["seq"] for listener in crowd}) > 1


def test_a_board_behind_an_old_proxy_polls(screens: Screens) -> None:
    listener = Listener(screens.url, transport="polling")
    whole = listener.next("snapshot")

    then = screens.show(called(replace(sample_board(), seq=whole["seq"]), "A001", 1))

    assert apply(whole, listener.next("change")) == to_json(then)
    listener.leave()
