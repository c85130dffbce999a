"""What the kiosk's screens show, put together from the hall."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from kiosk.hall.bundle import Bundle
from kiosk.hall.calendar import closed_for_today, windows_of
from kiosk.hall.catalogue import Queue, Service
from kiosk.hall.guide import Checklist, Line, checklist, next_question, steps
from kiosk.hall.hours import calls_begin, hours_line
from kiosk.hall.parting import queues_in_order
from kiosk.hall.routing import Reason
from kiosk.hall.wait import Range
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations import intake
from kiosk.operations.intake import Offer
from kiosk.operations.progress import LARGE
from kiosk.web.citizen import looks, paper
from kiosk.web.citizen.address import Wanted, visit_body
from kiosk.web.context import Hall
from kiosk.web.parts.qr import svg


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of a visit: its template, how patient it is, and what it shows."""

    template: str
    idle: str
    values: dict[str, Any]


def queues(hall: Hall) -> tuple[tuple[Queue, tuple[Service, ...]], ...]:
    """List the queues, each with its services of the first batch."""
    catalogue = hall.catalogue()
    first = catalogue.batch(1)
    return tuple(
        (queue, tuple(one for one in first if one.queue == queue.letter)) for queue in catalogue.hall.queues
    )


def bundles(hall: Hall) -> tuple[tuple[Bundle, tuple[Service, ...]], ...]:
    """List the joint matters, each with its services."""
    catalogue = hall.catalogue()
    return tuple((one, tuple(catalogue.service(code) for code in one.services)) for one in catalogue.bundles)


def shut(hall: Hall, services: tuple[Service, ...]) -> Mapping[str, Words]:
    """Say on their tiles for which services there is no number now."""
    refused = intake.shut(hall.store, services=services, at=hall.now())
    return {code: refusal.short for code, refusal in refused.items()}


def no_numbers(hall: Hall) -> Words:
    """Say the hours when nobody at all gets a number now, else nothing."""
    at, catalogue = hall.now(), hall.catalogue()
    over = all(closed_for_today(catalogue, queue.letter, at) for queue in catalogue.hall.queues)
    return hours_line(catalogue, at) if over else NO_WORDS


def before_hours(hall: Hall) -> Words:
    """Say from when numbers are called, where they are given before that."""
    return calls_begin(hall.catalogue(), hall.now())


def next_screen(hall: Hall, want: Wanted) -> Screen:
    """Choose the next screen: the two ways of a service that needs no visit, a question, or the list."""
    catalogue = hall.catalogue()
    services = tuple(catalogue.service(code) for code in want.services)
    first = services[0] if len(services) == 1 else None
    if first and first.no_visit and first.no_visit.first and not want.answers:
        return Screen("two_ways", "forms", {"want": want, "service": first, "offer": _offer(hall, want)})
    step = next_question(services, want.given())
    if step:
        asked = steps(services, want.given())
        values = {
            "want": want,
            "step": step,
            "service": step.service,
            "done": sum(one.answer is not None for one in asked),
            "count": len(asked),
        }
        return Screen("question", "forms", values)
    made = checklist(services, want.given(), insist=True)
    return Screen("list", "lists", {"want": want, "list": made, "groups": grouped(made)})


def grouped(made: Checklist) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Put the papers of a one-of group together; a paper of its own stands alone."""
    groups: list[tuple[str, list[Line]]] = []
    for line in made.to_bring:
        name = line.group.code if line.group else ""
        if name and groups and groups[-1][0] == name:
            groups[-1][1].append(line)
        else:
            groups.append((name, [line]))
    return tuple((name, tuple(lines)) for name, lines in groups)


def _offer(hall: Hall, want: Wanted) -> dict[str, Any]:
    made = visit_body(want, MultiDict(), "zh").visit("")
    return offered(hall, intake.offer(hall.store, visit=made, at=hall.now()))


def offered(hall: Hall, offer: Offer) -> dict[str, Any]:
    """Say what a number would mean."""
    catalogue = hall.catalogue()
    queue = catalogue.queue(offer.route.queue)
    windows = [one.number for one in windows_of(catalogue, queue.letter, hall.now())]
    wait = offer.outlook.expected_wait
    return {
        "route": offer.route,
        "calls_begin": calls_begin(catalogue, hall.now(), queue=queue.letter),
        "suspended": offer.suspended,
        "queue": queue,
        "windows": windows,
        "people_ahead": offer.outlook.people_ahead,
        "wait": wait,
        "low": wait.low // 60 if wait else None,
        "high": wait.high // 60 if wait else None,
        "late": offer.may_run_late,
        "in_parts": offer.in_parts,
        "custody_wait": _minutes(offer.custody.expected_wait)
        if offer.custody and offer.custody.expected_wait
        else (),
        "parts_wait": _minutes(offer.in_parts.in_parts) if offer.in_parts else (),
    }


def _minutes(wait: Range) -> tuple[int, int]:
    return wait.low // 60, wait.high // 60


def taken(hall: Hall, token: str, place: str) -> dict[str, Any]:
    """Show a ticket that was just taken."""
    with hall.store.read() as reading:
        ticket = reading.tickets.by_token(token)
    catalogue = hall.catalogue()
    queue = catalogue.queue(ticket.queue)
    url = hall.phone_url(ticket.token)
    return {
        "ticket": ticket,
        "queue": queue,
        "qr": svg(url + LARGE if "elder" in looks.chosen() else url) if url else "",
        "windows": [one.number for one in windows_of(catalogue, queue.letter, ticket.taken_at)],
        "in_order": [catalogue.queue(letter) for letter in queues_in_order(catalogue, ticket.services)]
        if ticket.route.reason is Reason.PARTS_IN_ORDER
        else [],
        "paper": paper.of_ticket(hall, token, place)["state"],
        "stand_in": paper.stand_in(hall, place),
    }


def without_a_visit(hall: Hall, code: str) -> Service:
    """Find a service that can be had without coming.

    Raises:
        UnknownService: the catalogue has none of this code.
        VisitNeeded: one has to come for it.
    """
    service = hall.catalogue().service(code)
    if service.no_visit is None:
        raise intake.VisitNeeded(code)
    return service


def help_call(hall: Hall, call: str) -> str:
    """Say whether this visitor has called for help: nothing, "called", or "coming"."""
    if not call.isdecimal():
        return ""
    with hall.store.read() as reading:
        found = reading.help_calls.get(int(call[:15]))
    if found is None:
        return ""
    return "coming" if found.acknowledged_at else "called"
