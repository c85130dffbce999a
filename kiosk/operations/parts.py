"""分办所见: what a desk shows of a visit that was split, and of the parts that came to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.hall.part import KIND_WORDS, OUTCOME_WORDS, Part
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.visit import outstanding
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations.moment import Moment, known_services

TASKS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part as both of its windows see it: what is to be done, where it stands, and what came back."""

    ticket: Ticket
    part: Part
    queue: Words
    services: tuple[Words, ...]
    kind: Words
    outcome: Words
    overdue: bool

    @property
    def withdrawable(self) -> bool:
        """Whether no window has begun it."""
        return self.ticket.state in {TicketState.PLANNED, TicketState.WAITING, TicketState.BACK_OFFICE}


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a visit, and whether its window may close it."""

    parts: tuple[PartLine, ...] = ()
    own: PartLine | None = None
    closable: bool = False


def split_of(moment: Moment, ticket: Ticket) -> Split:
    """Show how a ticket was split, or of what it is a part."""
    if ticket.part:
        return Split(own=part_line(moment, ticket, ticket.part))
    if not ticket.parts:
        return Split()
    parts = moment.parts_of.get(ticket.id, ())
    lines = tuple(part_line(moment, one, one.part) for one in parts if one.part)
    return Split(lines, closable=ticket.state is TicketState.HELD and not outstanding(parts))


def tasks(moment: Moment, window: int) -> Iterator[PartLine]:
    """List the work that nobody waits for and a window may do, what is due first at the top."""
    place = moment.catalogue.window(window)
    mine = [
        part_line(moment, one, one.part)
        for one in moment.tasks
        if one.part and one.queue in (*place.queues, *place.helps)
    ]
    yield from sorted(mine, key=lambda line: (line.part.due_at or line.ticket.taken_at, line.ticket.id))


def part_line(moment: Moment, ticket: Ticket, part: Part) -> PartLine:
    """Put together what a desk shows of one part."""
    catalogue = moment.catalogue
    return PartLine(
        ticket=ticket,
        part=part,
        queue=catalogue.queue(ticket.queue).name,
        services=tuple(one.name for one in known_services(catalogue, ticket.services)),
        kind=KIND_WORDS[part.kind],
        outcome=OUTCOME_WORDS[part.outcome] if part.outcome else NO_WORDS,
        overdue=part.due_at is not None and part.due_at < moment.at and ticket.ended_at is None,
    )
