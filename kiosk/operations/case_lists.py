"""材料清单: the papers of a new case, as far as they are known before the clerk looks at them."""

from kiosk.hall.case import Checked, Mark
from kiosk.hall.guide import Line, checklist, kept
from kiosk.hall.service import Service
from kiosk.operations import prepared
from kiosk.storage.store import Work


def listed(work: Work, service: Service, ticket: str, *, follow: bool) -> tuple[Checked, ...]:
    """Write the list of what the service needs, with what the citizen ticked and the hall gets by itself.

    Where the hall only follows (`follow`) all that is required is there until the clerk says what is missing.
    """
    taken = work.tickets.get(ticket) if ticket else None
    known = prepared.known_of(work, service.code, ticket)
    answers = dict((taken.answers or {}) if taken else {})
    if known:
        answers[service.code] = {**known.answers, **answers.get(service.code, {})}
    papers = checklist([service], kept([service], answers), insist=False).lines
    ticked = taken.ticked if taken else ()
    return tuple(_line(line, line.code in ticked or (follow and line.required)) for line in papers)


def _line(line: Line, there: bool) -> Checked:  # noqa: FBT001  one of two marks
    material = line.material
    mark = Mark.RECEIVED if there else Mark.MISSING if line.required else Mark.NOT_NEEDED
    return Checked(
        code=line.code,
        name=material.name.zh,
        mark=Mark.EXEMPT if material.exempt else mark,
        tolerable=material.tolerable,
        group=line.group.code if line.group else "",
    )
