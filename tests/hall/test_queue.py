from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall.queue import Choice, Order, Owed, Place, Turn, delayed_order, order_of, revived_order
from kiosk.hall.staffing import release
from kiosk.hall.ticket import Ticket
from kiosk.hall.why import Because, Why
from tests.hall.halls import CATALOGUE, EVERYBODY, NINE, staffing, ticket

ORDER: Order = order_of(CATALOGUE)
TEN = NINE + timedelta(minutes=20)
AT_B = Place(frozenset({2}), frozenset("B"))


def lines(max_size: int = 30) -> st.SearchStrategy[list[Ticket]]:
    one = st.tuples(
        st.sampled_from("ABCDEF"),
        st.floats(0, 15, allow_nan=False),
        st.sampled_from(["", "", "elder", "military"]),
    )

    def build(people: list[tuple[str, float, str]]) -> list[Ticket]:
        return [
            ticket(n, queue, minutes=minutes, priority=priority)
            for n, (queue, minutes, priority) in enumerate(people, 1)
        ]

    return st.lists(one, max_size=max_size).map(build)


def test_who_has_waited_longest_is_called_first() -> None:
    early, late = ticket(2, minutes=1), ticket(1, minutes=5)

    choice = ORDER.choose(AT_B, [late, early], at=TEN)

    assert choice is not None
    assert (choice.ticket, choice.why) == (early, Why.FIRST_IN_LINE)


def test_a_soldier_goes_before_an_elder_and_an_elder_before_the_others() -> None:
    ordinary, elder, soldier = (
        ticket(1),
        ticket(2, minutes=1, priority="elder"),
        ticket(3, minutes=2, priority="military"),
    )

    called = [choice.ticket for choice in ORDER.calls(AT_B, [ordinary, elder, soldier], at=TEN)]

    assert called == [soldier, ordinary, elder]


def test_after_a_priority_call_it_is_an_ordinary_persons_turn() -> None:
    place = Place(frozenset({2}), frozenset("B"), owed=Owed(1))

    choice = ORDER.choose(place, [ticket(1, minutes=3), ticket(2, priority="military")], at=TEN)

    assert choice is not None
    assert (choice.ticket.number, choice.why) == ("B001", Why.ORDINARY_TURN)


def test_an_elder_who_has_waited_long_goes_before_a_soldier_who_just_came() -> None:
    elder, soldier = ticket(1, priority="elder"), ticket(2, minutes=39, priority="military")

    choice = ORDER.choose(AT_B, [soldier, elder], at=NINE + timedelta(minutes=40))

    assert choice is not None
    assert (choice.ticket, choice.why) == (elder, Why.WAITED_LONG)


@given(lines())
def test_every_waiting_ticket_of_a_window_is_called_exactly_once(waiting: list[Ticket]) -> None:
    place = staffing(*EVERYBODY).place(CATALOGUE, 1)

    called = [choice.ticket.id for choice in ORDER.calls(place, waiting, at=TEN)]

    assert sorted(called) == sorted(one.id for one in waiting)


def test_the_comprehensive_window_helps_only_when_nobody_waits_for_itself() -> None:
    place = staffing(*EVERYBODY).place(CATALOGUE, 1)
    own, other = ticket(1, "A", minutes=9), ticket(1, "E")

    assert [choice.why for choice in ORDER.calls(place, [other, own], at=TEN)] == [
        Why.FIRST_IN_LINE,
        Why.HELPING,
    ]


def test_a_call_out_of_turn_is_owed_so_many_ordinary_ones_and_each_call_pays_one_back() -> None:
    order = replace(ORDER, rules=replace(ORDER.rules, priority_share=4, quick_share=6))
    owed = Owed(ordinary=2, before_quick=3)

    assert order.owed_after(owed, Turn.ORDINARY) == Owed(1, 2)
    assert order.owed_after(owed, Turn.PRIORITY) == Owed(3, 2)
    assert order.owed_after(owed, Turn.QUICK) == Owed(3, 5)
    assert order.owed_after(Owed(), Turn.ORDINARY) == Owed()


def test_where_every_call_may_be_a_quick_one_nothing_is_owed_before_the_next() -> None:
    order = replace(ORDER, rules=replace(ORDER.rules, quick_share=1))

    assert order.owed_after(Owed(), Turn.QUICK) == Owed(order.rules.priority_share - 1, 0)


def test_a_queue_without_an_open_window_joins_the_comprehensive_windows_own_order() -> None:
    place = staffing(1, 2).place(CATALOGUE, 1)
    own, orphan = ticket(1, "A", minutes=9), ticket(1, "E")

    assert [choice.ticket for choice in ORDER.calls(place, [own, orphan], at=TEN)] == [orphan, own]


def test_a_ticket_sent_to_a_window_is_called_there_and_only_there() -> None:
    sent = replace(ticket(1, "B"), transferred_to=5)

    assert ORDER.choose(AT_B, [sent], at=TEN) is None
    assert ORDER.choose(Place(frozenset({5}), frozenset("E")), [sent], at=TEN) is not None


def test_a_ticket_sent_to_a_window_that_closed_is_free_again() -> None:
    sent = replace(ticket(1, "B"), transferred_to=5)

    assert release([sent], staffing(2))[0].transferred_to is None
    assert release([sent], staffing(2, 5))[0].transferred_to == 5


def test_nobody_is_called_from_a_suspended_queue_and_who_was_sent_on_keeps_his_place_too() -> None:
    place = staffing(1, 5, suspended="E").place(CATALOGUE, 5)
    waiting, sent = ticket(1, "E"), replace(ticket(2, "E"), transferred_to=5)

    assert ORDER.choose(place, [waiting, sent], at=TEN) is None
    assert ORDER.choose(staffing(1, suspended="E").place(CATALOGUE, 1), [waiting], at=TEN) is None


def test_somebody_who_only_fetches_a_result_goes_before_a_long_visit_every_third_call() -> None:
    long = [ticket(n, minutes=n, services=("B01",)) for n in range(1, 6)]
    short = [ticket(n, minutes=n, services=("B99",)) for n in (11, 12)]

    calls = list(ORDER.calls(AT_B, [*long, *short], at=NINE + timedelta(minutes=15)))

    assert [choice.turn for choice in calls[:5]] == [
        Turn.QUICK,
        Turn.ORDINARY,
        Turn.ORDINARY,
        Turn.QUICK,
        Turn.ORDINARY,
    ]


def test_nobody_quick_goes_before_an_ordinary_ticket_that_has_waited_long() -> None:
    long, short = ticket(1, services=("B01",)), ticket(2, minutes=29, services=("B99",))

    choice = ORDER.choose(AT_B, [short, long], at=NINE + timedelta(minutes=30))

    assert choice is not None
    assert choice.ticket == long


def test_a_revived_ticket_comes_three_places_down() -> None:
    waiting = [ticket(n, minutes=n) for n in range(1, 6)]

    place = revived_order(waiting, places=3, at=TEN)

    assert waiting[2].order_at < place < waiting[3].order_at


def test_a_revived_ticket_goes_to_the_end_of_a_short_queue() -> None:
    assert revived_order([ticket(1)], places=3, at=TEN) == TEN


def in_line(waiting: list[Ticket], place: Place = AT_B) -> list[str]:
    return [choice.ticket.id for choice in ORDER.calls(place, waiting, at=TEN)]


def step_back(waiting: list[Ticket], one: Ticket, place: Place = AT_B) -> list[Ticket] | None:
    """Let three people go before a ticket; returns the line as it is then."""
    then = delayed_order(ORDER, place, waiting, one, places=3, at=TEN)
    if then is None:
        return None
    return [replace(each, order_at=then) if each is one else each for each in waiting]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20, unique=True), st.data())
def test_exactly_three_people_go_before_who_comes_later_or_all_who_are_behind(
    seconds: list[int], data: st.DataObject
) -> None:
    waiting = [ticket(n, minutes=at / 60) for n, at in enumerate(seconds, 1)]
    one = data.draw(st.sampled_from(waiting))
    before = in_line(waiting)
    behind = len(before) - 1 - before.index(one.id)

    moved = step_back(waiting, one)

    if moved is None:
        assert behind == 0
        return
    after = in_line(moved)
    assert after.index(one.id) - before.index(one.id) == min(3, behind)
    assert [other for other in after if other != one.id] == [other for other in before if other != one.id]


@given(lines(), st.data(), st.booleans())
def test_who_comes_later_loses_three_places_at_most_and_nobody_else_loses_any(
    waiting: list[Ticket], data: st.DataObject, last_was_priority: bool
) -> None:
    """With priority people in the line it is three or fewer: a place there is not always to be had."""
    place = Place(frozenset({2}), frozenset("ABCDEF"), owed=Owed(ordinary=int(last_was_priority)))
    if not waiting:
        return
    one = data.draw(st.sampled_from(waiting))
    before = in_line(waiting, place)

    moved = step_back(waiting, one, place)

    if moved is None:
        return
    after = in_line(moved, place)
    assert 1 <= after.index(one.id) - before.index(one.id) <= 3
    assert all(after.index(other) <= before.index(other) for other in before if other != one.id)


def test_a_priority_person_with_only_ordinary_ones_behind_has_nobody_to_let_go_first() -> None:
    elder, ordinary = ticket(1, priority="elder"), ticket(2, minutes=1)

    assert step_back([elder, ordinary], elder) is None


def test_a_choice_is_explained_by_all_who_wait_for_the_same_window() -> None:
    early, late, helped = ticket(1), ticket(2, minutes=1), ticket(1, "E", minutes=2)
    place = staffing(*EVERYBODY).place(CATALOGUE, 2)
    choice = ORDER.choose(place, [early, late, helped], at=TEN)
    assert choice is not None

    plain = ORDER.because(choice, place, [late, helped, early], at=TEN)
    asked = ORDER.because(choice, place, [late, helped, early], at=TEN, reason="身体不适", by="li")

    assert plain == Because(Why.FIRST_IN_LINE, place=1, waiting=2, waited_s=20 * 60)
    assert asked == replace(plain, reason="身体不适", by="li")


def test_a_ticket_called_by_its_number_from_elsewhere_is_placed_in_its_own_queue() -> None:
    first, second = ticket(1, "E"), ticket(2, "E", minutes=3)
    early = Choice(second, Why.BY_NUMBER)

    told = ORDER.because(early, AT_B, [ticket(1), ticket(1, "C"), first, second], at=TEN)

    assert (told.place, told.waiting) == (2, 2)


def test_a_ticket_that_does_not_wait_any_more_is_alone_and_waited_no_time_before_it_was_taken() -> None:
    gone = ticket(1)

    told = ORDER.because(Choice(gone, Why.BY_NUMBER), AT_B, [], at=NINE - timedelta(seconds=5))

    assert (told.place, told.waiting, told.waited_s) == (1, 1, 0)


def test_a_class_that_the_hall_does_not_know_is_not_named() -> None:
    stranger = ticket(1, priority="friend")
    choice = ORDER.choose(AT_B, [stranger], at=TEN)
    assert choice is not None

    assert ORDER.because(choice, AT_B, [stranger], at=TEN).priority == ""
    elder = ticket(2, priority="elder")
    assert ORDER.because(Choice(elder, Why.PRIORITY), AT_B, [elder], at=TEN).priority == "elder"


def test_a_revived_ticket_comes_directly_after_the_third_even_where_only_three_wait() -> None:
    waiting = [ticket(n, minutes=n) for n in range(1, 4)]

    assert revived_order(waiting, places=3, at=TEN) == waiting[2].order_at + timedelta(microseconds=1)
