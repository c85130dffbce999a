"""排查的页面用语: one inspection as its page and its line in a list show it."""

from typing import Any

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.inspection import standing
from kiosk.hall.inspection_words import CHOSEN, CLOSE_WORDS, said_code
from kiosk.operations.inspection_views import Line
from kiosk.operations.prepared import Prepared
from kiosk.storage.inspections import Site
from kiosk.web.context import Masks
from kiosk.web.parts.shapes import local

Json = dict[str, Any]


def line_json(line: Line, language: str, mask: Masks) -> Json:
    """Write one line of a list, people behind masks."""
    inspection, site = line.inspection, line.site
    return {
        "number": inspection.number,
        "code": said_code(inspection.code),
        "state": inspection.state.value,
        "said": standing(inspection, line.today).said(language),
        "service": line.service.said(language),
        "due": inspection.due_on.isoformat() if inspection.due_on else "",
        "late": line.is_overdue,
        "left": len(inspection.left),
        "visits": len(inspection.visits),
        "case": inspection.case,
        "on": line.registered_on.isoformat(),
        "by": line.registered_by,
        **_site(site, mask),
    }


def page_json(seen: Prepared, language: str, mask: Masks | None) -> Json:
    """Write one inspection for its page, where its steps are chosen; without a mask all is shown."""
    inspection, site, catalogue = seen.inspection, seen.site, seen.catalogue
    why = CLOSE_WORDS[inspection.closed_why].said(language) if inspection.closed_why else ""
    return {
        "number": inspection.number,
        "service": catalogue.name_of(inspection.service).said(language),
        "code": said_code(inspection.code),
        "state": inspection.state.value,
        "open": inspection.is_open,
        "said": standing(inspection, seen.today).said(language),
        "late": inspection.is_overdue(seen.today),
        "version": inspection.version,
        "token": inspection.token,
        "case": inspection.case,
        "findings": site.findings,
        "closed": why,
        "closing": site.closing,
        "demands": _demands(seen),
        "visits": [
            {"at": f"{local(one.at, catalogue):%Y-%m-%d %H:%M}", "left": one.left}
            for one in inspection.visits
        ],
        "may_come": seen.may_come,
        "ticket": seen.ticket.number if seen.ticket and seen.is_here else "",
        "reasons": [(one.value, CLOSE_WORDS[one].said(language)) for one in CHOSEN],
        **_site(site, mask),
    }


def days_of(catalogue: Catalogue, code: str) -> int:
    """Say how many days are usually given to put things right."""
    before = catalogue.service(code).inspection
    return before.days if before else 0


def _demands(seen: Prepared) -> list[Json]:
    words = seen.site.demands
    return [
        {
            "place": place,
            "words": words[place] if place < len(words) else "",
            "due": one.due_on.isoformat(),
            "mended": one.mended_on.isoformat() if one.mended_on else "",
        }
        for place, one in enumerate(seen.inspection.demands)
    ]


def _site(site: Site, mask: Masks | None) -> Json:
    person = site.contact
    if mask is None:
        return {"site": site.name, "address": site.address, "contact": person.name, "phone": person.phone}
    return {
        "site": site.name,
        "address": mask.address(site.address) if site.address else "",
        "contact": mask.name(person.name) if person.name else "",
        "phone": mask.phone(person.phone) if person.phone else "",
    }
