"""Whether one log explains what everybody was told: nothing lost, nothing twice, nobody overtaken."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.events import TicketAbandoned, TicketCalled, TicketExpired, TicketFinished, TicketTaken
from kiosk.hall.floor_events import StaffPinChanged, WindowChanged
from kiosk.hall.ticket import Ticket, number_of
from tests.history.acts import Act
from tests.history.answers import Answers, in_calm
from tests.history.boards import Boards, Session
from tests.history.deeds import (
    DID,
    NOWHERE,
    Deed,
    Did,
    Log,
    counted,
    deed_of,
    finished_by_a_call,
    places,
)
from tests.history.moments import Moments
from tests.history.order import in_order
from tests.history.trouble import Trouble
from tests.play.chronicle import Chronicle

# the end of a day, and of the time to come back; and what the sample hall does at its first start
BY_ITSELF = (TicketExpired, TicketAbandoned, StaffPinChanged)
Wish = tuple[type, int]


@dataclass(frozen=True)
class Found:
    """The acts that somebody was told are done, and every fault by name."""

    acknowledged: int
    calls: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unexplained: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """List all faults."""
        return (*self.lost, *self.doubled, *self.unexplained)


@dataclass(frozen=True)
class Run:
    """What people and boards were told, when what was broken, and what the hall has kept."""

    acts: Sequence[Act]
    sessions: Sequence[Sequence[Session]]  # of each board
    troubles: Sequence[Trouble]
    ended: float
    log: Log
    tickets: Mapping[str, Ticket]
    office: Catalogue


def check(run: Run) -> Found:
    """Compare what people and boards were told with the log and the rows that are left."""
    told = [act for act in run.acts if act.acknowledged]
    moments = Moments(run.acts, run.log, run.tickets, run.office)
    answers = Answers(run.acts, run.log, run.tickets, run.office, moments)
    boards = Boards(run.sessions, run.log, moments, run.troubles, run.ended)
    return Found(
        acknowledged=len(told),
        calls=sum(isinstance(event, TicketCalled) for _, _, event in run.log),
        lost=tuple(_lost(told, run.log)),
        doubled=(*_doubled(run.acts, run.log), *_numbers(run.log, run.office)),
        unexplained=(
            *_lives(run.log, run.tickets),
            *in_order(run.log, run.tickets, run.office),
            *(f"event {n} was asked for after a later one was answered" for n in moments.backwards()),
            *answers.unexplained(),
            *in_calm(run.acts, run.troubles),
            *boards.unexplained(run.tickets, run.office),
        ),
    )


def _lost(told: Sequence[Act], log: Log) -> Iterator[str]:
    """Every act that was acknowledged is in the log, as often as different presses were."""
    logged = places(log)
    for deed, count in counted(told).items():
        if len(logged[deed]) < count:
            yield f"acknowledged {count} times, logged {len(logged[deed])} times: {_named(deed)}"


def _doubled(acts: Sequence[Act], log: Log) -> Iterator[str]:
    """One press is one act: all its answers name one ticket, and the log has no more than were pressed."""
    for act in acts:
        if len({one["id"] for one in act.answers if "id" in one}) > 1:
            yield f"one press, several tickets: {act.key} {[one['number'] for one in act.answers]}"
    given = [act.answers[0]["id"] for act in acts if act.verb == "take" and act.acknowledged]
    yield from (f"given to {n} people: {one}" for one, n in Counter(given).items() if n > 1)
    yield from _not_pressed(acts, log)
    for _, _, event in log:
        if not isinstance(event, (Did, WindowChanged, *BY_ITSELF)):
            yield f"nobody asked for {event}"


def _not_pressed(acts: Sequence[Act], log: Log) -> Iterator[str]:
    """Each event comes from a press that was acknowledged, or whose answer was lost, and each gives one."""
    pressed = counted(act for act in acts if act.acknowledged or act.open)
    somebody = Counter[Wish](
        (DID[act.verb], act.window) for act in acts if act.open and act.verb in DID and deed_of(act) is None
    )
    of_a_call, more = finished_by_a_call(log), defaultdict[Wish, list[Deed]](list)
    for deed, seqs in places(log).items():
        count = len(set(seqs) - of_a_call) if deed[0] is TicketFinished else len(seqs)
        more[deed[0], deed[2]] += [deed] * max(0, count - pressed[deed])
    for wish, deeds in more.items():
        if len(deeds) > somebody[wish]:
            yield f"{len(deeds)} in the log, {somebody[wish]} may have been pressed: {_named(deeds[-1])}"
    changes = Counter((event.window, event.state) for _, _, event in log if isinstance(event, WindowChanged))
    wished = Counter((act.window, act.verb) for act in acts for _ in act.attempts)
    for change, n in changes.items():
        if n > wished[change]:
            yield f"window {change[0]} became {change[1]} {n} times, that was pressed {wished[change]} times"


def _numbers(log: Log, office: Catalogue) -> Iterator[str]:
    """Each letter counts 1, 2, 3 … on each day without a gap, and the log does too."""
    seqs = [seq for seq, _, _ in log]
    if seqs != list(range(1, len(seqs) + 1)):
        yield "the log has a gap or a repeat"
    taken = Counter(
        (event.ticket.partition("-")[0], event.number)
        for _, _, event in log
        if isinstance(event, TicketTaken)
    )
    yield from (f"number {one} given {n} times" for one, n in taken.items() if n > 1)
    pads = {one.letter: range(one.pad_from, one.pad_until + 1) for one in office.hall.queues if one.pad_from}
    for day, letter in {(day, number[0]) for day, number in taken}:
        given = sorted(int(number[1:]) for when, number in taken if (when, number[0]) == (day, letter))
        wanted = (n for n in range(1, given[-1] + 1) if n not in pads.get(letter, ()))
        for n in sorted(set(wanted) - set(given)):
            yield f"number {number_of(letter, n)} of {day} is missing"


def _lives(log: Log, tickets: Mapping[str, Ticket]) -> Iterator[str]:
    """Each ticket's life is one that the rules allow, so a call has one winner; the rows end as it ends."""
    chronicle = Chronicle()
    for seq, _, event in log:
        try:
            chronicle.follow(seq, event, tickets)
        except (AssertionError, KeyError) as fault:
            yield f"event {seq} cannot follow: {event} ({fault})"
            return
    for name, life in chronicle.lives.items():
        row = tickets.get(name)
        if row is None or row.state is not life.state or (row.window or 0) != (life.window or 0):
            yield f"{name} is stored as {row and (row.state, row.window)}, the log says {life}"


def _named(deed: Deed) -> str:
    kind, ticket, window = deed
    return f"{kind.__name__} {ticket}" + (f" at {window}" if window != NOWHERE else "")
