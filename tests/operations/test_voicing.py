"""One announcement at a time in each zone, in order, and no call said twice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from kiosk.app import PAPER_WORDS, speakers
from kiosk.hall.jobs import CallKind
from kiosk.hall.ticket import Ticket
from kiosk.hall.voicing import Heard
from kiosk.operations import calling, floor, intake, undoing, voicing
from kiosk.operations.intake import Press, Visit
from kiosk.operations.voicing import Asking, Turn
from kiosk.reactions.following import Following
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import CATALOGUE, HALL, NINE

WEST = {4, 5, 6}
ZONED = replace(
    CATALOGUE,
    hall=replace(
        HALL,
        windows=tuple(replace(one, zone="west" if one.number in WEST else "east") for one in HALL.windows),
    ),
)
FOLLOWING = Following(speakers(PAPER_WORDS), lambda _catalogue, _token: "")
EAST_BOARD, SPARE_BOARD = Asking("east", "board 1"), Asking("east", "board 2")
_presses = count(1)


@pytest.fixture
def hall(database_url: str) -> Iterator[Store]:
    store = open_zoned(database_url)
    yield store
    store.close()


def open_zoned(url: str) -> Store:
    store = open_store(url, hall_id=HALL.id, catalogue=lambda _: ZONED, react=FOLLOWING)
    for window in range(1, 7):
        floor.set_window(store, window=window, state=WindowState.OPEN, reason="", clerk="", at=NINE)
    return store


def after(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def call(store: Store, service: str, window: int, at: datetime = NINE) -> Ticket:
    press = Press(f"press-{next(_presses)}", service)
    intake.take_ticket(store, visit=Visit((service,)), press=press, at=at)
    called = calling.call_next(store, window=window, at=at)
    assert called is not None
    return called


def ask(store: Store, asking: Asking = EAST_BOARD, at: datetime = NINE, *, heard: int = 0) -> Turn:
    return voicing.say_next(store, asking=replace(asking, heard=heard), at=at)


@dataclass
class Listener:
    """A loudspeaker that says all it is given, and those who listen to it."""

    store: Store
    asking: Asking
    last: int = 0

    def listen(self, at: datetime) -> list[str]:
        said = []
        while (turn := ask(self.store, self.asking, at, heard=self.last)).call:
            said.append(turn.call.number)
            self.last = turn.call.seq
        return said


def test_calls_are_said_in_their_order(hall: Store) -> None:
    call(hall, "B01", 2)
    call(hall, "C01", 3)
    call(hall, "E01", 5)

    assert Listener(hall, EAST_BOARD).listen(after(1)) == ["B001", "C001"]
    assert Listener(hall, Asking("west", "board 3")).listen(after(1)) == ["E001"]


def test_two_boards_of_a_zone_do_not_speak_at_once(hall: Store) -> None:
    call(hall, "B01", 2)
    call(hall, "C01", 3)

    first, second = ask(hall), ask(hall, SPARE_BOARD)

    assert first.call
    assert not second.speaks
    assert second.call is None


def test_a_loudspeaker_that_dies_is_replaced_and_its_call_is_not_lost(hall: Store) -> None:
    call(hall, "B01", 2)
    given = ask(hall)

    assert ask(hall, SPARE_BOARD, after(20)).call is None
    assert ask(hall, SPARE_BOARD, after(46)) == given


def test_a_lost_answer_is_given_again_to_the_same_screen(hall: Store) -> None:
    call(hall, "B01", 2)

    first = ask(hall)
    again = ask(hall, at=after(6))

    assert first == again


def test_a_call_whose_sound_has_begun_is_never_said_again(hall: Store) -> None:
    call(hall, "B01", 2)
    given = ask(hall).call
    assert given

    assert ask(hall, at=after(9), heard=given.seq).call is None
    assert ask(hall, SPARE_BOARD, after(60)).call is None


def test_a_board_that_may_not_sound_gives_way_to_one_that_may(hall: Store) -> None:
    call(hall, "B01", 2)
    mute = replace(EAST_BOARD, is_able=False)

    assert ask(hall, mute) == Turn(speaks=True)
    assert ask(hall, SPARE_BOARD, after(1)).call
    assert ask(hall, mute, after(2)) == Turn(speaks=False)


def test_a_call_that_came_too_late_is_dropped(hall: Store) -> None:
    call(hall, "B01", 2)
    call(hall, "C01", 3, after(60))

    assert Listener(hall, EAST_BOARD).listen(after(100)) == ["C001"]


def test_a_call_that_was_taken_back_is_dropped(hall: Store) -> None:
    ticket = call(hall, "B01", 2)
    undoing.undo(hall, ticket=ticket.id, at=after(2))

    assert Listener(hall, EAST_BOARD).listen(after(3)) == []


def test_nobody_is_called_who_sits_at_the_window_already(hall: Store) -> None:
    ticket = call(hall, "B01", 2)
    calling.start(hall, ticket=ticket.id, window=2, at=after(3))

    assert Listener(hall, EAST_BOARD).listen(after(4)) == []


def test_a_recall_takes_the_place_of_a_call_that_was_not_said_yet(hall: Store) -> None:
    ticket = call(hall, "B01", 2)
    calling.recall(hall, ticket=ticket.id, window=2, at=after(20))

    turn = ask(hall, at=after(21))

    assert turn.call
    assert turn.call.kind is CallKind.RECALL
    assert ask(hall, at=after(30), heard=turn.call.seq).call is None


def test_the_last_recall_says_that_it_is_the_last(hall: Store) -> None:
    ticket = call(hall, "B01", 2)
    for seconds in (20, 40):
        calling.recall(hall, ticket=ticket.id, window=2, at=after(seconds))

    turn = ask(hall, at=after(41))

    assert turn.call
    assert turn.call.kind is CallKind.LAST


def test_the_halls_own_loudspeaker_says_what_no_zone_says(hall: Store) -> None:
    call(hall, "B01", 2)
    call(hall, "E01", 5)
    assert ask(hall, Asking("west", "board 3")).call

    assert Listener(hall, Asking("", "hall")).listen(after(1)) == ["B001"]


def test_a_dead_loudspeaker_never_stops_a_clerk(hall: Store) -> None:
    ask(hall)
    for _ in range(5):
        assert call(hall, "B01", 2, after(30)).window == 2


def test_an_idle_loudspeaker_costs_no_act(hall: Store) -> None:
    ask(hall)
    with hall.read() as reading:
        before = reading.loudspeakers.all()

    ask(hall, at=after(4))

    with hall.read() as reading:
        assert reading.loudspeakers.all() == before


def test_the_manager_sees_who_speaks_and_who_is_gone(hall: Store) -> None:
    ask(hall, replace(EAST_BOARD, label="north wall", voice="Xiaoxiao"))

    now = {one.zone: one for one in voicing.voices(hall, at=after(5))}
    later = {one.zone: one for one in voicing.voices(hall, at=after(60))}

    assert now["east"].loudspeaker
    assert now["east"].loudspeaker.label == "north wall"
    assert {zone: one.heard for zone, one in now.items()} == {"east": Heard.SPEECH, "west": Heard.NOTHING}
    assert later["east"].heard is Heard.NOTHING


def test_the_manager_is_told_what_people_really_hear(hall: Store) -> None:
    ask(hall, Asking("", "hall", label="hall", voice=""))
    ask(hall, replace(EAST_BOARD, is_able=False, voice="Xiaoxiao"))
    assert {one.zone: one.heard for one in voicing.voices(hall, at=NINE)} == {
        "east": Heard.CHIME,  # the whole hall's speaks for it, and its browser has no Chinese voice
        "west": Heard.CHIME,
    }

    ask(hall, Asking("", "hall", is_able=False), after(1))
    assert {one.heard for one in voicing.voices(hall, at=after(1))} == {Heard.REFUSED}
