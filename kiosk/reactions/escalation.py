"""What follows when something could not be done: the slip with its number and its day."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.escalation import Escalation
from kiosk.hall.escalation_events import (
    EscalationAnswered,
    EscalationAssigned,
    EscalationClassified,
    EscalationClosed,
    EscalationErased,
    EscalationEvent,
    EscalationFollowedUp,
    EscalationRegistered,
)
from kiosk.hall.escalation_words import TROUBLE_WORDS
from kiosk.hall.floor import printer_at
from kiosk.hall.jobs import Job, Paper
from kiosk.operations.moment import known_services
from kiosk.reactions.slips import local_minute
from kiosk.storage.store import Work
from printer.document import to_json
from printer.papers import problem_slip
from printer.papers.problem_slip import ProblemSlip
from printer.words import Say


def of_escalation(
    event: EscalationEvent, work: Work, say_in: Mapping[str, Say], at: datetime
) -> Iterator[Job]:
    """Yield the papers that must be stored with the event."""
    match event:
        case EscalationRegistered():
            problem, catalogue = work.escalations.get(event.escalation), work.catalogue(at)
            slip = problem_slip.lay_out(
                _slip(event, problem, work, catalogue, say_in[problem.language]), say_in[problem.language]
            )
            document = to_json(replace(slip, language=problem.language))
            yield Paper("problem-slip", document, printer_at(catalogue.hall, event.place), problem.ticket)
        case (
            EscalationClassified()
            | EscalationAssigned()
            | EscalationAnswered()
            | EscalationFollowedUp()
            | EscalationClosed()
            | EscalationErased()
        ):
            return
        case _:
            assert_never(event)


def _slip(
    event: EscalationRegistered, problem: Escalation, work: Work, catalogue: Catalogue, say: Say
) -> ProblemSlip:
    language, hall = problem.language, catalogue.hall
    general = next(queue for queue in hall.queues if queue.comprehensive)
    services = known_services(catalogue, (problem.service,) if problem.service else ())
    clerk = work.accounts.get(problem.registered_by)
    return ProblemSlip(
        hall=hall.name.said(language),
        number=problem.number,
        trouble=TROUBLE_WORDS[problem.trouble].said(language),
        service=services[0].name.said(language) if services else "",
        due=event.due,
        by_phone=bool(work.escalations.told(problem.number).person.phone),
        ticket=work.tickets.get(problem.ticket).number if problem.ticket else "",
        window=say("{n} 号窗口", n=problem.window) if problem.window is not None else "",
        clerk=clerk.name if clerk else "",
        phone=general.phone,
        supervision_phone=hall.supervision_phone,
        registered_at=local_minute(catalogue, problem.registered_at),
    )
