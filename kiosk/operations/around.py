"""周围: what a desk shows of the hall around its window: who waits for what, what was forgotten, printers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.hall.calendar import local_day
from kiosk.hall.case import Case
from kiosk.hall.inspection import Inspection
from kiosk.hall.ticket import Ticket
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations.casework import clock_of
from kiosk.operations.handover import Forgotten
from kiosk.operations.moment import Moment, known_services
from kiosk.operations.printers import condition_of, is_well

PAPERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """How many wait for one service, and since when the first of them; no name for those who named none."""

    name: Words
    letter: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class PrinterSign:
    """One printer, in the words of its label: how it is, and whether it prints."""

    name: Words
    condition: str
    is_well: bool


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case whose clock ends today, or has ended."""

    case: Case
    is_late: bool


@dataclass(frozen=True, slots=True)
class StuckPaper:
    """A paper that should be out by now."""

    id: str
    number: str
    printer: str
    state: str
    detail: str


def by_service(moment: Moment, waiting: Iterable[Ticket]) -> tuple[ServiceLine, ...]:
    """Sort those who wait by what they came for (the first service of a visit), the longest wait first."""
    groups: dict[tuple[str, str], list[Ticket]] = {}
    for ticket in waiting:
        groups.setdefault((ticket.queue, ticket.services[0] if ticket.services else ""), []).append(ticket)
    lines = [
        ServiceLine(_name(moment, code), letter, len(mine), min(one.taken_at for one in mine))
        for (letter, code), mine in groups.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.since, line.letter)))


def left_elsewhere(moment: Moment, window: int) -> tuple[Forgotten, ...]:
    """List what was forgotten at other windows, the oldest first."""
    others = (one for one in moment.forgotten if one.window != window)
    return tuple(sorted(others, key=lambda one: (one.since, one.ticket.id)))


def printers(moment: Moment) -> Iterator[PrinterSign]:
    """Say of each printer whether it prints."""
    for one in moment.catalogue.hall.printers:
        now = moment.printers.get(one.name)
        label = one.label if one.label.zh else Words(one.name, one.name)
        yield PrinterSign(label, condition_of(now, moment.at), is_well(now, moment.at))


def stuck(moment: Moment) -> Iterator[StuckPaper]:
    """List the papers that should be out by now."""
    for paper in moment.stuck[:PAPERS_SHOWN]:
        is_matter = paper.ticket[:1].isalpha()  # a ticket is named by its day and number, a case as it is
        number = paper.ticket if is_matter else paper.ticket.partition("-")[2]
        yield StuckPaper(paper.id, number, paper.printer, paper.state.value, paper.detail)


def cases_due(moment: Moment, number: int) -> Iterator[DueCase]:
    """List the cases of a window's services that are due today or late, the latest first."""
    mine, today = moment.catalogue.window(number).queues, local_day(moment.catalogue, moment.at)
    for case in moment.cases_due:
        queues = {service.queue for service in known_services(moment.catalogue, (case.service,))}
        if case.window == number or queues & set(mine):
            by = clock_of(moment.catalogue, case)
            if by:
                yield DueCase(case, is_late=by < today)


def inspections_late(moment: Moment, number: int) -> Iterator[Inspection]:
    """List what should be put right by now, at the windows where it is applied for or that help them."""
    here = moment.catalogue.window(number)
    for one in moment.inspections_late:
        queues = {service.queue for service in known_services(moment.catalogue, (one.service,))}
        if queues & {*here.queues, *here.helps}:
            yield one


def _name(moment: Moment, code: str) -> Words:
    found = known_services(moment.catalogue, (code,)) if code else ()
    return found[0].short if found else NO_WORDS
