"""代取号: what a clerk has filled in for somebody, as it stands in the address of his form."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from kiosk.hall import guide
from kiosk.hall.catalogue import Catalogue, Service
from kiosk.hall.guide import Checklist, Step
from kiosk.operations.intake import Offer, Visit
from kiosk.operations.moment import known_services
from kiosk.web.parts.forms import VisitBody

ANSWER = "answer."  # answer.E05.kind=key


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form half filled in: what was chosen, what to ask, what to bring, and what a number would mean."""

    visit: Visit
    services: tuple[Service, ...]
    steps: tuple[Step, ...]
    checklist: Checklist
    offer: Offer | None

    @property
    def nothing_chosen(self) -> bool:
        """Whether nobody could be given a number for this yet."""
        return not (self.services or self.visit.not_sure)


def visit_of(form: MultiDict[str, str], catalogue: Catalogue, place: str) -> Visit:
    """Read the form; answers of a service that is no longer chosen are dropped.

    Raises:
        InvalidInput: a field is too long, or there are too many.
    """
    services = known_services(catalogue, dict.fromkeys(form.getlist("service")))
    body = VisitBody.checked(
        {
            "services": [service.code for service in services],
            "answers": guide.kept(services, _answers(form)),
            "ticked": form.getlist("ticked"),
            "priority": form.get("priority", ""),
            "needs": form.getlist("need"),
            "language": form.get("language", "zh"),
            "papers_missing": "papers_missing" in form,
            "not_sure": "not_sure" in form,
        }
    )
    return body.visit(place)


def _answers(form: MultiDict[str, str]) -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = {}
    for name, value in form.items():
        if name.startswith(ANSWER):
            service, _, question = name[len(ANSWER) :].partition(".")
            answers.setdefault(service, {})[question] = value
    return answers


def sheet_of(visit: Visit, catalogue: Catalogue, offer: Offer | None) -> Sheet:
    """Say what to ask next and what to bring so far."""
    services, answers = known_services(catalogue, visit.services), visit.answers or {}
    return Sheet(
        visit=visit,
        services=services,
        steps=guide.steps(services, answers),
        checklist=guide.checklist(services, answers, insist=False),
        offer=offer,
    )
