"""What must hold after every act of a hall, whoever acted and whatever died."""

from collections import Counter

from kiosk.hall.events import ActUndone, TicketCalled, TicketTaken
from kiosk.hall.part import PartKind
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState, number_of, ticket_id
from kiosk.hall.visit import outstanding
from kiosk.hall.why import Why
from kiosk.operations.moment import look
from kiosk.storage.open_tickets import Open
from tests.play.halls import OFFICE
from tests.play.played import WINDOWS, Played
from tests.play.turns import Called, by_time, visit_of


def all_hold(hall: Played) -> None:
    """Check everything."""
    every_call_is_explained(hall)
    each_life_is_as_its_events_say(hall)
    each_person_is_in_one_place(hall)
    numbers_have_no_gap(hall)
    parts_wait_for_something(hall)
    what_is_remembered_is_what_is_stored(hall)
    the_board_has_each_call_once(hall)
    who_is_ahead_goes_first(hall)


def every_call_is_explained(hall: Played) -> None:
    """Whoever was called was next by the rule, or somebody gave a reason; what is stored says so in facts."""
    calls = [event for _, event in hall.news if isinstance(event, TicketCalled)]
    assert len(calls) <= 1
    for event in calls:
        next_up = next(hall.scene.turns(event.window), None)
        called = next(one for one in hall.scene.waiting if one.id == event.ticket)
        if event.why == Why.BY_NUMBER:
            assert event.reason, "called early for no reason"
            assert next_up is None or next_up.ticket.id != event.ticket
            turn = Called(called, Why.BY_NUMBER, hall.scene.early(hall.owed[event.window]))
        else:
            assert next_up is not None
            assert next_up.ticket.id == event.ticket, f"{next_up.ticket.number} was next, not {event.number}"
            turn = next_up
        because = hall.scene.because(turn, event.window, event.reason, event.by)
        row = hall.tickets[event.ticket]
        assert row.because == because
        assert {name: getattr(event, name) for name in because.__slots__} == {
            name: getattr(because, name) for name in because.__slots__
        }
        hall.chronicle.debts[event.ticket] = (event.window, hall.owed[event.window])
        hall.owed[event.window] = turn.owed
        hall.tally["calls"] += 1
    for _, undone in hall.news:
        if isinstance(undone, ActUndone) and undone.act == "call":
            window, owed = hall.chronicle.debts[undone.ticket]
            hall.owed[window] = owed
    stored = {n: (one.owed.ordinary, one.owed.before_quick) for n, one in hall.seen.windows.items()}
    assert stored == hall.owed


def each_life_is_as_its_events_say(hall: Played) -> None:
    """The log alone tells the state of each ticket, by legal steps, and the rows say the same."""
    rows = {name: (one.state, one.window, one.recalls) for name, one in hall.tickets.items()}
    told = {name: (one.state, one.window, one.recalls) for name, one in hall.chronicle.lives.items()}
    assert rows == told
    for name, life in hall.chronicle.lives.items():
        row = hall.tickets[name]
        assert (row.revivals, row.delays) == (life.revivals, life.delays)
    live = {one.id for one in (*hall.seen.tickets.waiting, *hall.seen.tickets.others)}
    assert live == {name for name, one in hall.tickets.items() if one.state in OPEN_STATES}


def each_person_is_in_one_place(hall: Played) -> None:
    """Nobody stands at two windows, and no window has two in hand."""
    at_window = [one for one in hall.tickets.values() if one.state in AT_WINDOW]
    assert max(Counter(one.window for one in at_window).values(), default=0) <= 1
    people = Counter(visit_of(one) for one in at_window if one.walks)
    assert max(people.values(), default=0) <= 1, f"in two places: {people}"
    assert all(one.window for one in at_window)


def numbers_have_no_gap(hall: Played) -> None:
    """Each letter and day counts 1, 2, 3 …; the pad's numbers stand apart."""
    given = [hall.tickets[name] for name in hall.chronicle.numbers]
    assert len({one.id for one in given}) == len(given)
    counted = Counter((one.day, one.number[0]) for one in given if int(one.number[1:]) < 901)
    for (day, letter), last in counted.items():
        for number in range(1, last + 1):
            assert ticket_id(day, number_of(letter, number)) in hall.tickets
    for _, event in hall.news:
        if isinstance(event, TicketTaken):
            assert event.people_ahead == _ahead(hall, event.ticket)


def _ahead(hall: Played, name: str) -> int:
    return hall.look().ahead(hall.tickets[name])


def parts_wait_for_something(hall: Played) -> None:
    """A visit stays held while its parts are out, and a planned part has an open one before it."""
    parts: dict[str, list[str]] = {}
    for name, one in hall.tickets.items():
        if one.part:
            parts.setdefault(one.part.visit, []).append(name)
    for visit, names in parts.items():
        mine = [hall.tickets[name] for name in names]
        assert hall.tickets[visit].parts == len(mine)
        if outstanding(mine) and hall.today == hall.tickets[visit].day:
            assert hall.tickets[visit].state is TicketState.HELD
        for one in mine:
            if one.state is TicketState.PLANNED and one.part:
                assert any(
                    other.state in OPEN_STATES and other.part.step < one.part.step
                    for other in mine
                    if other.part and other.part.batch == one.part.batch
                )
            if one.state is TicketState.BACK_OFFICE and one.part:
                assert one.part.kind is PartKind.BACK_OFFICE
                assert one.part.due_at


def what_is_remembered_is_what_is_stored(hall: Played) -> None:
    """The process that has been there all the time sees what one would that has only just started."""
    with hall.remembered() as known:
        assert _unordered(known.tickets._open()) == _unordered(hall.seen.tickets)
        assert known.tickets.waiting() == hall.seen.tickets.waiting
        assert known.windows.all() == hall.seen.windows
        assert known.suspensions.now(hall.now) == hall.seen.suspended


def _unordered(now: Open) -> tuple[set[str], dict[str, Ticket]]:
    return {one.id for one in now.waiting}, {one.id: one for one in (*now.others, *now.back)}


def the_board_has_each_call_once(hall: Played) -> None:
    """Each call of a person is on the board until it is taken back, and nothing else is."""
    assert hall.seen.calls == hall.chronicle.announced


def who_is_ahead_goes_first(hall: Played) -> None:
    """As many are ahead of a ticket as the rule would call before it, on each screen that says it."""
    scene = hall.look()
    with hall.remembered() as reading:
        moment = look(reading, hall.now)
    told = {name: outlook.people_ahead for name, outlook in moment.outlooks.items()}
    assert told == {one.id: scene.ahead(one) for one in scene.waiting}
    by_screen = [one.id for one in sorted(moment.line.waiting, key=by_time)]
    assert by_screen == [one.id for one in sorted(scene.waiting, key=by_time)]
    for window in WINDOWS:
        place = moment.line.staffing.place(OFFICE, window)
        calls = moment.line.order.calls(place, moment.line.waiting, at=hall.now)
        assert [(one.ticket.id, one.why) for one in calls] == [
            (turn.ticket.id, turn.why) for turn in scene.turns(window)
        ]
