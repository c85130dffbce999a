"""What the board shows at one moment, put together from the hall as it stands."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from display.board import (
    Board,
    Call,
    CallKind,
    Label,
    QueueLine,
    Range,
    WindowLine,
    WindowState,
    Zone,
    newest,
)
from kiosk.hall.calendar import hall_is_open, hours_left
from kiosk.hall.catalogue import Window
from kiosk.hall.floor import Hall
from kiosk.hall.hours import hours_line
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.wait import Line
from kiosk.hall.words import Words
from kiosk.operations import views
from kiosk.storage.store import Reading
from kiosk.storage.windows import WindowNow
from kiosk.storage.windows import WindowState as Stored

CALLS_READ = 30  # enough to find six different numbers among recalls


def board(reading: Reading, at: datetime) -> Board:
    """Make the board of the whole hall from one reading."""
    catalogue = reading.catalogue(at)
    hall, line = catalogue.hall, views.line(reading, at)
    now = views.windows(reading, catalogue, at)
    missed = reading.tickets.of_states(TicketState.MISSED)
    return Board(
        seq=reading.events.head(),
        hall=_label(hall.name),
        calls=_calls(reading, line),
        waiting=_queues(reading, line, at),
        windows=tuple(
            _window(hall, window, now[window.number], line.in_hand.get(window.number))
            for window in hall.windows
        ),
        missed=tuple(ticket.called_as for ticket in missed),
        notice=_label(views.notice(reading, catalogue)),
        hours=_label(hours_line(catalogue, at)),
        open=hall_is_open(catalogue, at),
        zones=tuple(Zone(zone.code, _label(zone.name)) for zone in hall.zones),
    )


def _calls(reading: Reading, line: Line) -> tuple[Call, ...]:
    hall = line.catalogue.hall
    zone, known = ZoneInfo(hall.timezone), {window.number: window for window in hall.windows}
    unheard = frozenset(
        one.id
        for one in line.in_hand.values()
        if one.state is TicketState.CALLED and not hall.sign_first.isdisjoint(one.needs)
    )
    read = [
        call
        for part in ("", *(one.code for one in hall.zones))
        for call in reading.calls.latest(CALLS_READ, part)
    ]
    read += [call for ticket in sorted(unheard) for call in reading.calls.of_ticket(ticket)]
    return newest(
        Call(
            id=call.seq,
            number=call.number,
            window=call.window,
            window_name=_label(known[call.window].name) if call.window in known else Label(""),
            at=call.at.astimezone(zone).isoformat(timespec="seconds"),
            kind=CallKind(call.kind.value),
            zone=call.zone,
            lit=call.ticket in unheard,
        )
        for call in read
    )


def _queues(reading: Reading, line: Line, at: datetime) -> tuple[QueueLine, ...]:
    suspended, reasons = reading.suspensions.now(at), line.catalogue.hall.reasons
    waiting = Counter(ticket.queue for ticket in line.waiting)
    return tuple(
        QueueLine(
            letter=queue.letter,
            name=_label(queue.short),
            waiting=waiting[queue.letter],
            expected_wait=_wait(line, queue.letter, at),
            suspended=_label(reasons.words(suspended[queue.letter])) if queue.letter in suspended else None,
            zones=zones_of(line.catalogue.hall, queue.letter),
        )
        for queue in line.catalogue.hall.queues
    )


def zones_of(hall: Hall, letter: str) -> tuple[str, ...]:
    """List the zones where windows serve a queue."""
    serving = (window.zone for window in hall.windows if letter in window.queues)
    return tuple(dict.fromkeys(zone for zone in serving if zone))


def _wait(line: Line, letter: str, at: datetime) -> Range | None:
    """Say what a newcomer may expect; nothing when the queue is not served any more today."""
    if not hours_left(line.catalogue, letter, at):
        return None
    expected = line.outlook_for(newcomer(letter, at)).expected_wait
    return Range(expected.low, expected.high) if expected else None


def newcomer(letter: str, at: datetime) -> Ticket:
    """Imagine an ordinary person who takes a number of a queue now."""
    return Ticket("", "", at.date(), "", (), Route(letter, Reason.ITS_OWN_QUEUE), at, at)


def _window(hall: Hall, window: Window, now: WindowNow, in_hand: Ticket | None) -> WindowLine:
    serving = in_hand is not None and now.state is Stored.OPEN
    return WindowLine(
        id=window.number,
        name=_label(window.name),
        letter=window.queues[0] if window.queues else "",
        state=WindowState.SERVING if serving else WindowState(now.state.value),
        number=in_hand.called_as if in_hand else None,
        reason=_label(hall.reasons.words(now.reason)) if now.reason else None,
        zone=window.zone,
        arrived=in_hand is None or in_hand.state is not TicketState.CALLED,
    )


def _label(words: Words) -> Label:
    return Label(words.zh, words.en)
