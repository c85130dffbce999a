"""What the event log alone says of each ticket's life, step by step, against what the rows say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kiosk.hall.events import (
    ActUndone,
    Event,
    NextDayPlaceGiven,
    PriorityDropped,
    TicketAbandoned,
    TicketCalled,
    TicketCancelled,
    TicketEntered,
    TicketExpired,
    TicketFinished,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketResumed,
    TicketRevived,
    TicketStarted,
    TicketTaken,
    TicketTransferred,
)
from kiosk.hall.life import CANCELLABLE
from kiosk.hall.part import Outcome, PartKind
from kiosk.hall.phone_events import PapersTicked, TicketDelayed
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState
from kiosk.hall.visit_events import (
    PartReturned,
    PartsBegun,
    PartWithdrawn,
    ServicesAdded,
    VisitClosed,
    VisitReopened,
    VisitSplit,
)
from tests.play.halls import OFFICE

S = TicketState
RULES = OFFICE.hall.calls


@dataclass(frozen=True)
class Life:
    """Where a ticket stands, by its events."""

    state: TicketState
    window: int | None = None
    recalls: int = 0
    revivals: int = 0
    delays: int = 0


@dataclass
class Chronicle:
    """The lives of all tickets, and the calls that the board should have, folded from the log."""

    lives: dict[str, Life] = field(default_factory=dict)
    undoable: dict[str, tuple[str, Life]] = field(default_factory=dict)
    followed: dict[str, list[str]] = field(default_factory=dict)  # the parts that a part's end let begin
    announced: dict[int, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    debts: dict[str, tuple[int, tuple[int, int]]] = field(default_factory=dict)
    rows: Mapping[str, Ticket] = field(default_factory=dict)

    def follow(self, seq: int, event: Event, rows: Mapping[str, Ticket]) -> None:
        """Go on by one event; `rows` are the tickets as they are stored after its act."""
        self.rows = rows
        match event:
            case TicketTaken() | TicketEntered() | NextDayPlaceGiven():
                assert event.ticket not in self.lives
                self.lives[event.ticket] = Life(S.WAITING)
                self.numbers.append(event.ticket)
            case TicketCalled():
                self._act(event.ticket, "call")
                self._goes(event.ticket, S.CALLED, S.WAITING, window=event.window, recalls=0)
                self._announce(seq, event.ticket)
            case TicketRecalled():
                assert event.recalls == self.lives[event.ticket].recalls + 1 <= RULES.recalls
                self._goes(event.ticket, S.CALLED, S.CALLED, recalls=event.recalls)
                self._announce(seq, event.ticket)
                assert rows[event.ticket].walks
            case TicketMissed():
                self._act(event.ticket, "miss")
                self._goes(event.ticket, S.MISSED, S.CALLED)
                assert rows[event.ticket].walks
            case TicketTransferred():
                self._act(event.ticket, "transfer")
                self._goes(event.ticket, S.WAITING, *AT_WINDOW, S.HELD, window=None, recalls=0)
                self._withdraw(event.ticket)
            case ActUndone():
                self._undone(event)
            case TicketRevived() | TicketDelayed():
                self._comes_back(event)
            case PriorityDropped():
                self._act(event.ticket, "drop-priority")
                assert self.lives[event.ticket].state in (*AT_WINDOW, S.WAITING)
            case _:
                self._served(event)

    def _served(self, event: Event) -> None:
        match event:
            case TicketStarted():
                self._goes(event.ticket, S.SERVING, S.CALLED)
            case TicketFinished():
                self._act(event.ticket, "finish")
                self._goes(event.ticket, S.DONE, S.CALLED if event.at_once else S.SERVING)
            case TicketHeld():
                self._goes(event.ticket, S.HELD, S.SERVING)
            case TicketResumed():
                self._goes(event.ticket, S.SERVING, S.HELD)
            case TicketCancelled():
                self._goes(event.ticket, S.CANCELLED, *CANCELLABLE)
            case TicketAbandoned():
                self._goes(event.ticket, S.ABANDONED, S.MISSED)
            case TicketExpired():
                served = self.lives[event.ticket].state in {S.SERVING, S.HELD}
                assert event.state == (S.DONE if served else S.EXPIRED).value
                self._goes(event.ticket, TicketState(event.state), *OPEN_STATES - {S.BACK_OFFICE})
            case ServicesAdded():
                assert self.lives[event.ticket].state is S.SERVING
            case PapersTicked():
                assert self.lives[event.ticket].state in OPEN_STATES
            case _:
                self._visit(event)

    def _visit(self, event: Event) -> None:
        match event:
            case VisitSplit():
                allowed = (S.SERVING, S.HELD) if event.window else (S.WAITING,)
                self._goes(event.ticket, S.HELD, *allowed)
                self.undoable.pop(event.ticket, None)
                self._parts_made(event.parts)
            case PartsBegun():
                for name in event.parts:
                    self._goes(name, self._begun(name), S.PLANNED)
                    self._note_following(name)
            case PartReturned():
                done = event.outcome == Outcome.DONE.value
                self._goes(event.ticket, S.DONE if done else S.RETURNED, *AT_WINDOW, S.BACK_OFFICE)
                self._withdraw(event.ticket)
            case PartWithdrawn():
                planned = self.lives[event.ticket].state is S.PLANNED
                self._goes(event.ticket, S.CANCELLED, *CANCELLABLE)
                self._withdraw(event.ticket)
                if planned:
                    self._note_following(event.ticket)
            case VisitClosed():
                self._goes(event.ticket, S.DONE, S.HELD)
            case VisitReopened():
                self._goes(event.ticket, S.WAITING, S.HELD)
            case _:
                pass  # of windows, queues and papers

    def _goes(self, name: str, to: TicketState, *allowed: TicketState, **more: int | None) -> None:
        life = self.lives[name]
        assert life.state in allowed, f"{name} went from {life.state} to {to}"
        self.lives[name] = replace(life, state=to, **more)  # type: ignore[arg-type]

    def _act(self, name: str, act: str) -> None:
        self.undoable[name] = (act, self.lives[name])
        self.followed[name] = []

    def _comes_back(self, event: TicketRevived | TicketDelayed) -> None:
        life = self.lives[event.ticket]
        if isinstance(event, TicketDelayed):
            assert event.delays == life.delays + 1 <= RULES.delays
            return self._goes(event.ticket, S.WAITING, S.WAITING, delays=event.delays)
        assert life.revivals < RULES.revivals
        back = {"window": None, "recalls": 0, "revivals": life.revivals + 1}
        return self._goes(event.ticket, S.WAITING, S.MISSED, **back)

    def _undone(self, event: ActUndone) -> None:
        act, before = self.undoable.pop(event.ticket)
        assert act == event.act
        now = self.lives[event.ticket]
        if act != "drop-priority":
            self.lives[event.ticket] = replace(before, delays=now.delays)
        part = self.rows[event.ticket].part
        if part and now.state not in OPEN_STATES:
            for name in self.followed[event.ticket]:
                if self.lives[name].state is S.PLANNED:
                    continue
                self._goes(name, S.PLANNED, S.WAITING, S.BACK_OFFICE, S.CANCELLED)
            visit = self.lives[part.visit]
            self.lives[part.visit] = replace(visit, state=S.HELD)
        if self.lives[event.ticket].state not in AT_WINDOW:
            self._withdraw(event.ticket)

    def _note_following(self, name: str) -> None:
        """Remember that a part began or was withdrawn because the parts of its batch before it ended."""
        mine = self.rows[name].part
        for other, row in self.rows.items():
            if not (mine and row.part and row.part.step < mine.step):
                continue
            if (row.part.visit, row.part.batch) == (mine.visit, mine.batch):
                self.followed.setdefault(other, []).append(name)

    def _parts_made(self, names: tuple[str, ...]) -> None:
        steps = {name: part.step for name in names if (part := self.rows[name].part)}
        for name in names:
            assert name not in self.lives
            first = steps[name] == min(steps.values())
            self.lives[name] = Life(self._begun(name) if first else S.PLANNED, delays=self.rows[name].delays)

    def _begun(self, name: str) -> TicketState:
        part = self.rows[name].part
        return S.BACK_OFFICE if part and part.kind is PartKind.BACK_OFFICE else S.WAITING

    def _announce(self, seq: int, name: str) -> None:
        if self.rows[name].walks:
            self.announced[seq] = name

    def _withdraw(self, name: str) -> None:
        self.announced = {seq: one for seq, one in self.announced.items() if one != name}
