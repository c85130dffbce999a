"""一次到厅: one visit split among windows and joined again, under one number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.hall.calendar import due_after
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.life import IllegalMove, NotAtThisWindow, must_be_at
from kiosk.hall.part import Outcome, Part, PartKind
from kiosk.hall.routing import Reason, Route
from kiosk.hall.ticket import AT_WINDOW, OPEN_STATES, Ticket, TicketState

WELL_OVER = frozenset({TicketState.DONE, TicketState.CANCELLED})
MAX_PARTS = 20  # of one visit, those that came back included


class NothingToSplit(HallError):
    """A split names no part, or a part names nothing to do."""

    status = 422
    zh = "还没有选要分出去的事。"
    en = "Nothing was chosen to hand over."


class TooManyParts(HallError):
    """A visit was split again and again."""

    zh = "{0} 号已经分了 {1} 件，不能再分。"
    en = "Ticket {0} has been split into {1} parts already."


class NoPart(HallError):
    """Only a part can be given back to the window it came from."""

    zh = "{0} 号不是分办件，不能退回。请用转窗或挂起。"
    en = "Ticket {0} is not a part of a visit. Please transfer or hold it."


class PartsOutstanding(HallError):
    """The visit's parts are not back yet."""

    zh = "{0} 号还有 {1} 没有回来，请等它们办完，或先撤回。"
    en = "Ticket {0} still has {1} elsewhere. Please wait for them, or take them back."


class PersonElsewhere(HallError):
    """The citizen stands at another window for another part of his visit."""

    zh = "{0} 号本人正在 {1} 号窗口，请稍后再叫。"
    en = "The person with ticket {0} is at window {1} now. Please call later."
    retry = True


@dataclass(frozen=True, slots=True)
class Piece:
    """What one window hands to a queue: services of the visit, or a question."""

    queue: str
    services: tuple[str, ...] = ()
    kind: PartKind = PartKind.WALK
    step: int = 1
    due_days: int = 0  # working days, for what nobody waits for
    note: str = ""


def with_services(ticket: Ticket, services: Sequence[str], *, window: int) -> Ticket:
    """Add services to a visit that a window is serving.

    Raises:
        IllegalMove, NotAtThisWindow: the window does not serve it now.
        NothingToSplit: no service is named.
    """
    if not services:
        raise NothingToSplit
    must_be_at(ticket, window, TicketState.SERVING)
    return replace(ticket, services=tuple(dict.fromkeys((*ticket.services, *services))))


def split(
    ticket: Ticket,
    pieces: Sequence[Piece],
    *,
    window: int | None,
    catalogue: Catalogue,
    at: datetime,
) -> tuple[Ticket, tuple[Ticket, ...]]:
    """Part a visit; returns it, held until its parts are back, and the parts.

    Each part keeps the number's beginning, the time it was taken, its priority and its needs, so nobody
    queues a second time. Parts of the first step begin at once. `window` is empty at the kiosk.

    Raises:
        NothingToSplit: there is no piece, or one with neither service nor question.
        TooManyParts: the visit was split too often.
        IllegalMove, NotAtThisWindow: the window does not serve it now.
    """
    if not pieces or not all(piece.services or piece.note.strip() for piece in pieces):
        raise NothingToSplit
    if ticket.part is not None:
        raise IllegalMove(ticket.number, "分办件", "a part itself")
    if window is not None:
        must_be_at(ticket, window, TicketState.SERVING, TicketState.HELD)
    if ticket.parts + len(pieces) > MAX_PARTS:
        raise TooManyParts(ticket.number, ticket.parts)
    first = min(piece.step for piece in pieces)
    parts = tuple(
        _begun(part) if piece.step == first else part
        for n, piece in enumerate(pieces, ticket.parts + 1)
        for part in [_part(ticket, piece, n, window, _due(catalogue, piece, at))]
    )
    services = dict.fromkeys((*ticket.services, *(code for piece in pieces for code in piece.services)))
    held = replace(ticket, state=TicketState.HELD, services=tuple(services), parts=ticket.parts + len(pieces))
    return held, parts


def give_back(
    part: Ticket, *, window: int, outcome: Outcome, words: str, catalogue: Catalogue, at: datetime
) -> Ticket:
    """Return a part to the window it came from, done or with a reason, and with a word if need be.

    Raises:
        NoPart: it is a visit of its own.
        NotAtThisWindow: another window has it, or does not serve its queue.
        IllegalMove: it waits still, or is back already.
    """
    if part.part is None:
        raise NoPart(part.number)
    if part.state is TicketState.BACK_OFFICE:
        place = catalogue.window(window)
        if part.queue not in (*place.queues, *place.helps):
            raise NotAtThisWindow(part.number, part.queue)
    else:
        must_be_at(part, window, *AT_WINDOW)
    state = TicketState.DONE if outcome is Outcome.DONE else TicketState.RETURNED
    answered = replace(part.part, outcome=outcome, words=words)
    return replace(part, state=state, started_at=part.started_at or at, ended_at=at, part=answered)


def follow_up(visit: Ticket, parts: Sequence[Ticket], *, at: datetime) -> tuple[Ticket, ...]:
    """Say what becomes of a visit's planned parts now: they begin, or are withdrawn, or wait on.

    The next step begins when all parts of the steps before are back. A part that was not done stops the
    steps after it, since the next window could do nothing with it; a visit parted at the kiosk goes on,
    since its services have nothing to do with each other.
    """
    return tuple(
        after
        for batch in dict.fromkeys(_batch(part) for part in parts)
        for after in _next_step(visit, [part for part in parts if _batch(part) == batch], at)
    )


def ending(visit: Ticket, parts: Sequence[Ticket], *, at: datetime) -> Ticket | None:
    """Say what becomes of a visit that was parted at the kiosk when all parts are back; None: nothing yet.

    It is over when all were done; else the citizen comes to the comprehensive window, in his old place. A
    visit that a window has split is closed by that window.
    """
    if visit.state is not TicketState.HELD or visit.window is not None or outstanding(parts):
        return None
    if all(part.state in WELL_OVER for part in parts):
        return replace(visit, state=TicketState.DONE, ended_at=at)
    return replace(visit, state=TicketState.WAITING)


def taken_back(
    visit: Ticket, part: Ticket, parts: Sequence[Ticket]
) -> tuple[tuple[Ticket, Ticket], ...] | None:
    """Say how to undo what followed from a part's end, as pairs of before and after; None: too late.

    It is too late when a later step has been called already, or the visit has gone on.
    """
    later = [one for one in parts if _batch(one) == _batch(part) and _step(one) > _step(part)]
    begun = [one for one in later if one.state is not TicketState.PLANNED]
    can_wait = {TicketState.WAITING, TicketState.BACK_OFFICE, TicketState.CANCELLED}
    if not all(one.state in can_wait for one in begun):
        return None
    moves = [(one, replace(one, state=TicketState.PLANNED, ended_at=None)) for one in begun]
    if visit.state is TicketState.HELD:
        return tuple(moves)
    if visit.window is not None or visit.state not in {TicketState.DONE, TicketState.WAITING}:
        return None
    return ((visit, replace(visit, state=TicketState.HELD, ended_at=None)), *moves)


def close(visit: Ticket, parts: Sequence[Ticket], *, window: int, at: datetime) -> Ticket:
    """End a split visit whose parts are back; work that nobody waits for may go on.

    Raises:
        PartsOutstanding: some part still needs the citizen or his papers.
        IllegalMove, NotAtThisWindow: the window does not hold it.
    """
    must_be_at(visit, window, TicketState.HELD)
    must_be_back(visit, parts)
    return replace(visit, state=TicketState.DONE, started_at=visit.started_at or at, ended_at=at)


def must_be_back(visit: Ticket, parts: Sequence[Ticket]) -> None:
    """Refuse to go on with a visit while parts of it are elsewhere.

    Raises:
        PartsOutstanding: some part still needs the citizen or his papers.
    """
    if missing := outstanding(parts):
        raise PartsOutstanding(visit.number, "、".join(part.number for part in missing))


def outstanding(parts: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """List the parts for which the citizen still has to stay."""
    return tuple(
        part for part in parts if part.state in OPEN_STATES and part.state is not TicketState.BACK_OFFICE
    )


def whereabouts(open_tickets: Iterable[Ticket]) -> dict[str, int]:
    """Say for each visit at which window its person stands now; of a single ticket too."""
    return {
        ticket.visit: ticket.window
        for ticket in open_tickets
        if ticket.state in AT_WINDOW and ticket.walks and ticket.window is not None
    }


def must_be_free(ticket: Ticket, at_windows: Iterable[Ticket]) -> None:
    """Refuse to have a part's person at a window while he stands at another one.

    Raises:
        PersonElsewhere: he does.
    """
    busy = whereabouts(one for one in at_windows if one.id != ticket.id)
    if ticket.part is not None and ticket.walks and ticket.part.visit in busy:
        raise PersonElsewhere(ticket.called_as, busy[ticket.part.visit])


def callable_now(waiting: Iterable[Ticket], at_windows: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """Leave out the parts whose person stands at another window: he is never called to two."""
    busy = whereabouts(at_windows)
    if not busy:
        return tuple(waiting)
    return tuple(
        one for one in waiting if one.part is None or not one.part.walks or one.part.visit not in busy
    )


def _part(ticket: Ticket, piece: Piece, n: int, window: int | None, due: datetime | None) -> Ticket:
    note = piece.note.strip()
    part = Part(ticket.id, ticket.number, ticket.parts, piece.step, piece.kind, window, due, note)
    return replace(
        ticket,
        id=f"{ticket.id}-{n}",
        number=f"{ticket.number}-{n}",
        token=f"{ticket.token}-{n}",
        services=piece.services,
        route=Route(piece.queue, Reason.PARTS_IN_ORDER if window is None else Reason.SPLIT),
        state=TicketState.PLANNED,
        order_at=ticket.taken_at,
        window=None,
        called_at=None,
        started_at=None,
        ended_at=None,
        recalls=0,
        revivals=0,
        transferred_to=None,
        because=None,
        part=part,
        parts=0,
    )


def _due(catalogue: Catalogue, piece: Piece, at: datetime) -> datetime | None:
    if piece.kind is not PartKind.BACK_OFFICE:
        return None
    return due_after(catalogue, piece.queue, piece.due_days, at)


def _next_step(visit: Ticket, parts: Sequence[Ticket], at: datetime) -> tuple[Ticket, ...]:
    planned = [part for part in parts if part.state is TicketState.PLANNED]
    others = [part for part in parts if part.state is not TicketState.PLANNED]
    if not planned or any(part.state in OPEN_STATES for part in others):
        return ()
    if visit.window is not None and not all(part.state in WELL_OVER for part in others):
        return tuple(replace(part, state=TicketState.CANCELLED, ended_at=at) for part in planned)
    step = min(_step(part) for part in planned)
    return tuple(_begun(part) for part in planned if _step(part) == step)


def _begun(part: Ticket) -> Ticket:
    in_line = part.part is None or part.part.kind is not PartKind.BACK_OFFICE
    return replace(part, state=TicketState.WAITING if in_line else TicketState.BACK_OFFICE)


def _batch(part: Ticket) -> int:
    return part.part.batch if part.part else 0


def _step(part: Ticket) -> int:
    return part.part.step if part.part else 0
