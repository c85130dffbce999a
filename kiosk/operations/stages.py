"""各步: the parts of a split visit as its citizen sees them, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kiosk.hall import life
from kiosk.hall.catalogue import Catalogue, Queue
from kiosk.hall.guidance import Guidance, guidance_of, in_words, shown_to_citizen
from kiosk.hall.ticket import Ticket, TicketState
from kiosk.hall.words import Words
from kiosk.operations.moment import Moment, known_services


@dataclass(frozen=True, slots=True)
class Stage:
    """One part: where it goes, what for, and how it stands in words."""

    queue: Queue
    services: tuple[Words, ...]
    state: TicketState
    said: Words


def stages(catalogue: Catalogue, parts: Sequence[Ticket]) -> tuple[Stage, ...]:
    """Show the parts of a visit in the order of their steps."""
    mine = sorted(shown_to_citizen(parts), key=_in_order)
    return tuple(
        Stage(
            queue=catalogue.queue(part.queue),
            services=tuple(one.name for one in known_services(catalogue, part.services)),
            state=part.state,
            said=in_words(part, _due(catalogue, part)),
        )
        for part in mine
    )


def guidance(moment: Moment, visit: Ticket, parts: Sequence[Ticket]) -> Guidance:
    """Say which part of a visit comes first, as the hall stands."""
    rules = moment.catalogue.hall.calls
    ahead = {part.id: moment.outlooks[part.id].people_ahead for part in parts if part.id in moment.outlooks}
    revivable = {part.id for part in parts if life.may_revive(part, at=moment.at, rules=rules)}
    return guidance_of(visit, parts, ahead=ahead, revivable=revivable)


def _in_order(part: Ticket) -> tuple[int, int, int, str]:
    of = part.part
    return (of.batch, of.step, len(part.number), part.number) if of else (0, 0, 0, part.number)


def _due(catalogue: Catalogue, part: Ticket) -> str:
    if part.part is None or part.part.due_at is None:
        return ""
    return f"{part.part.due_at.astimezone(ZoneInfo(catalogue.hall.timezone)):%m-%d}"
