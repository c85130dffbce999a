"""Several clerks, the kiosk, phones and the night, each acting at random in one hall."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from kiosk.hall import visit as visits
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState
from kiosk.hall.visit import Piece
from kiosk.operations import (
    calling,
    floor,
    intake,
    next_day,
    pad,
    progress,
    returning,
    undoing,
    upkeep,
    visiting,
)
from kiosk.operations.intake import Press, Visit
from kiosk.operations.pad import Written
from kiosk.storage.store import Store
from kiosk.storage.windows import WindowState
from tests.play.halls import OFFICE, PAPERS
from tests.play.night import play_to_the_end
from tests.play.played import Played
from tests.play.truths import all_hold

S = TicketState
SHANGHAI = ZoneInfo("Asia/Shanghai")
WINDOWS = st.integers(1, 6)
INDEX = st.integers(0, 200)
SERVICES = st.sampled_from(
    [("A00",), ("B01",), ("B99",), ("C01",), ("D01",), ("E05",), ("F01",), ("C01", "D01"), ("E01", "E05"), ()]
)
PRIORITIES = st.sampled_from(["", "", "", "elder", "military"])
PIECES = st.lists(
    st.builds(
        lambda service, kind, step, days: Piece(service[0], (service,), kind, step, days, "请看一下"),
        st.sampled_from(["C01", "D01", "E05", "F01"]),
        st.sampled_from([*PartKind, PartKind.WALK]),
        st.integers(1, 2),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=3,
)
AT_ITS_WINDOW = {
    calling.recall: (S.CALLED,),
    calling.start: (S.CALLED,),
    calling.finish: tuple(AT_WINDOW),
    calling.miss: (S.CALLED,),
    calling.hold: (S.SERVING,),
    calling.resume: (S.HELD,),
    visiting.close: (S.HELD,),
    undoing.drop_priority: (S.WAITING, *AT_WINDOW),
}
ON_ITS_OWN = {
    returning.revive: (S.MISSED,),
    returning.delay: (S.WAITING,),
    calling.cancel: (S.WAITING, S.MISSED),
    visiting.withdraw: (S.PLANNED, S.WAITING, S.BACK_OFFICE),
}


class HallModel(RuleBasedStateMachine):
    """Everything that people do in a hall."""

    url = ""
    tally: ClassVar[Counter[str]] = Counter()

    @initialize(
        people=st.lists(st.tuples(SERVICES, PRIORITIES), min_size=2, max_size=6),
        pieces=st.one_of(st.just([]), PIECES),
    )
    def the_door_opens(self, people: list[tuple[tuple[str, ...], str]], pieces: list[Piece]) -> None:
        self.tally["rounds"] += 1
        self.sound = False
        self.hall = Played(self.url, self.tally)
        self.presses = 0
        for services, priority in people:
            self.take(services, priority, [], missing=False)
        if pieces:
            self.take((), "", [], missing=False)
            self.do(calling.call_next, window=1)
            self.split(1, pieces)

    def teardown(self) -> None:
        if not hasattr(self, "hall"):
            return
        try:
            if self.sound:
                play_to_the_end(self.hall)
        finally:
            self.hall.store.close()

    def do(self, verb: Any, **asked: Any) -> Any:
        self.sound = False
        self.hall.meet_fate()
        answer = self.hall.do(verb, **asked)
        all_hold(self.hall)
        self.sound = True
        return answer

    def press(self) -> Press:
        self.presses += 1
        return Press(f"press-{self.presses}", "")

    def once(self, verb: Any, press: Press, **asked: Any) -> None:
        """Press, and press again when no answer came: one number at most."""
        known = len(self.hall.chronicle.numbers)
        if self.do(verb, press=press, **asked) is None:
            self.do(verb, press=press, **asked)
        assert len(self.hall.chronicle.numbers) <= known + 1

    def one(self, index: int, *states: TicketState) -> Ticket:
        """Mostly a ticket in one of the states; sometimes any other, which must refuse."""
        every = list(self.hall.tickets.values())
        fit = [one for one in every if one.state in states] if index % 8 else []
        return (fit or every)[index % len(fit or every)]

    @precondition(lambda self: len(self.hall.look().tickets) < 14)
    @rule(
        services=SERVICES,
        priority=PRIORITIES,
        needs=st.sampled_from([[], [], ["wheelchair"]]),
        missing=st.booleans(),
    )
    def take(self, services: tuple[str, ...], priority: str, needs: list[str], missing: bool) -> None:
        visit = Visit(
            services,
            priority=priority,
            needs=tuple(one for one in needs if one in {need.code for need in OFFICE.hall.needs}),
            papers_missing=missing and bool(services),
            not_sure=not services,
        )
        self.once(intake.take_ticket, self.press(), visit=visit)

    @rule(letter=st.sampled_from("AB"), number=st.integers(901, 904), minutes=st.integers(1, 60))
    def enter_from_the_pad(self, letter: str, number: int, minutes: int) -> None:
        at = (self.hall.now - timedelta(minutes=minutes)).astimezone(SHANGHAI).time()
        written = Written(f"{letter}{number}", time(at.hour, at.minute), (f"{letter}00",) * (letter == "A"))
        self.once(pad.enter, self.press(), written=written, by="")

    @rule(service=st.sampled_from(["B01", "C01"]))
    def give_a_place_tomorrow(self, service: str) -> None:
        asked = {"services": (service,), "language": "zh", "place": "manage", "by": ""}
        self.once(next_day.give_place, self.press(), **asked)

    @rule(window=WINDOWS, looked=st.booleans())
    def call_next(self, window: int, looked: bool) -> None:
        in_hand = [
            one.id for one in self.hall.look().tickets if one.state in AT_WINDOW and one.window == window
        ]
        self.do(calling.call_next, window=window, hand="".join(in_hand) if looked else None)

    @rule(index=INDEX)
    def call_next_where_somebody_waits(self, index: int) -> None:
        queue = self.one(index, S.WAITING).queue
        window = next(one.number for one in OFFICE.hall.windows if queue in one.queues)
        self.do(calling.call_next, window=window)

    @rule(index=INDEX, verb=st.integers(0, 3))
    def go_on_with(self, index: int, verb: int) -> None:
        """Do what usually comes next: whoever is called is served, whoever is served goes."""
        one = self.one(index | 1, S.CALLED, S.SERVING, S.BACK_OFFICE)
        window = one.window or 1
        if one.part and verb:
            self.give_back(index, window, Outcome.DONE)
        elif one.state is S.CALLED:
            self.do(
                (calling.start, calling.start, calling.miss, calling.finish)[verb],
                ticket=one.id,
                window=window,
            )
        else:
            self.do((calling.finish, calling.hold)[verb % 2], ticket=one.id, window=window)

    @rule(index=INDEX, window=WINDOWS)
    def call_a_part(self, index: int, window: int) -> None:
        """Call somebody who goes from window to window, for good reason or out of turn."""
        parts = [one for one in self.hall.tickets.values() if one.part and one.state is S.WAITING]
        if parts:
            one = parts[index % len(parts)]
            window = next(place.number for place in OFFICE.hall.windows if one.queue in place.queues)
            self.do(calling.call_ticket, window=window, ticket=one.id, reason="陪同到窗口", by="clerk")

    @rule(window=WINDOWS, index=INDEX, reason=st.sampled_from(["", "身体不适"]))
    def call_by_number(self, window: int, index: int, reason: str) -> None:
        self.do(
            calling.call_ticket,
            window=window,
            ticket=self.one(index, S.WAITING).id,
            reason=reason,
            by="clerk",
        )

    @rule(verb=st.sampled_from(list(AT_ITS_WINDOW)), index=INDEX, window=WINDOWS)
    def act_at_its_window(self, verb: Any, index: int, window: int) -> None:
        one = self.one(index, *AT_ITS_WINDOW[verb])
        self.do(verb, ticket=one.id, window=one.window or window)

    @rule(verb=st.sampled_from(list(ON_ITS_OWN)), index=INDEX)
    def act_on_its_own(self, verb: Any, index: int) -> None:
        self.do(verb, ticket=self.one(index, *ON_ITS_OWN[verb]).id)

    @rule(index=INDEX, seconds=st.sampled_from([2, 2, 2, 11]))
    def undo(self, index: int, seconds: int) -> None:
        fit = [name for name in self.hall.chronicle.undoable if index % 8]
        name = fit[-1 - index % min(3, len(fit))] if fit else self.one(index).id
        self.do(undoing.undo, ticket=name, seconds=seconds)

    @rule(index=INDEX, to_window=WINDOWS)
    def transfer(self, index: int, to_window: int) -> None:
        self.do(calling.transfer, ticket=self.one(index, *AT_WINDOW, S.HELD).id, to_window=to_window)

    @rule(index=INDEX, many=st.integers(0, 3))
    def tick_papers(self, index: int, many: int) -> None:
        one = self.one(index, *OPEN_STATES)
        codes = {paper.code for paper in PAPERS[:many]}
        self.do(progress.tick_papers, token=one.token, codes=codes)

    @rule(index=INDEX, pieces=PIECES)
    def split(self, index: int, pieces: list[Piece]) -> None:
        visit = self.one(index, S.SERVING, S.CALLED)
        if visit.state is S.CALLED:
            self.do(calling.start, ticket=visit.id, window=visit.window)
        self.do(visiting.split, ticket=visit.id, pieces=pieces, window=visit.window or 1)

    @rule(index=INDEX, pieces=PIECES)
    def part_at_the_kiosk(self, index: int, pieces: list[Piece]) -> None:
        visit = self.one(index, S.WAITING)
        if visit.state is S.WAITING and visit.part is None:
            self.do(parted_at_the_kiosk, ticket=visit.id, pieces=pieces)

    @rule(index=INDEX, window=WINDOWS, outcome=st.sampled_from(Outcome))
    def give_back(self, index: int, window: int, outcome: Outcome) -> None:
        one = self.one(index, *AT_WINDOW, S.BACK_OFFICE)
        asked = {"ticket": one.id, "window": one.window or window, "outcome": outcome, "words": ""}
        self.do(visiting.give_back, **asked)

    @rule(index=INDEX, services=st.lists(st.sampled_from(["C02", "E01"]), max_size=2))
    def add_services(self, index: int, services: list[str]) -> None:
        one = self.one(index, S.SERVING)
        self.do(visiting.add_services, ticket=one.id, services=services, window=one.window or 1)

    @rule(queue=st.sampled_from("BCDEF"), minutes=st.sampled_from([None, 20]))
    def suspend(self, queue: str, minutes: int | None) -> None:
        until = self.hall.now + timedelta(minutes=minutes) if minutes else None
        self.do(floor.suspend_queue, queue=queue, reason="停电", until=until)

    @rule(queue=st.sampled_from("BCDEF"))
    def resume(self, queue: str) -> None:
        self.do(floor.resume_queue, queue=queue)

    @rule(window=WINDOWS, state=st.sampled_from([*WindowState, WindowState.OPEN]))
    def open_or_close(self, window: int, state: WindowState) -> None:
        self.do(floor.set_window, window=window, state=state, reason="", clerk="")

    @rule(minutes=st.sampled_from([1, 6, 31]))
    def time_passes(self, minutes: int) -> None:
        self.hall.now += timedelta(minutes=minutes)
        self.do(upkeep.abandon_missed)
        self.do(upkeep.end_suspensions)

    @precondition(lambda self: self.hall.now.astimezone(SHANGHAI).hour >= 10)
    @rule()
    def the_next_morning_comes(self) -> None:
        day: date = self.hall.now.astimezone(SHANGHAI).date() + timedelta(days=1)
        self.hall.until(datetime.combine(day, time(8, 35), SHANGHAI))
        self.do(upkeep.close_yesterday, today=day)
        self.do(upkeep.abandon_missed)


def parted_at_the_kiosk(store: Store, *, ticket: str, pieces: list[Piece], at: datetime) -> None:
    """Part a visit as a kiosk would, where its citizen waits for nobody yet."""
    with store.begin() as work:
        before = work.tickets.get(ticket)
        held, parts = visits.split(before, pieces, window=None, catalogue=OFFICE, at=at)
        visiting.record_split(work, before, held, parts, at)
