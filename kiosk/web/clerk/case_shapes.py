"""办件的页面用语: one case as its page and its line in a list show it; the applicant behind masks."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import local_day
from kiosk.hall.case import STATE_WORDS, Case, VisitReason
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.fen import yuan
from kiosk.hall.person import Person
from kiosk.operations.casework import clock_of
from kiosk.web.context import Masks
from kiosk.web.parts.case_words import DUE_WORDS, PROCEDURE_WORDS, REASON_WORDS

Json = dict[str, Any]


def row_json(
    case: Case, person: Person | None, catalogue: Catalogue, language: str, mask: Masks, today: date
) -> Json:
    """Write one line of a list of cases."""
    day = clock_of(catalogue, case)
    name = catalogue.name_of(case.service)
    return {
        "id": case.id,
        "service": name.said(language),
        "state": STATE_WORDS[case.state].said(language),
        "applicant": mask.name(person.name) if person and person.name else "",
        "due": day.isoformat() if day else "",
        "due_what": DUE_WORDS[case.state].said(language) if day and case.state in DUE_WORDS else "",
        "late": bool(day and day < today),
        "today": day == today,
        "visits": len(case.visits),
    }


def case_json(
    case: Case, person: Person, catalogue: Catalogue, language: str, mask: Masks, at: datetime
) -> Json:
    """Write one case for its page; a state's steps are chosen there."""
    zone = ZoneInfo(catalogue.hall.timezone)
    return {
        **row_json(case, person, catalogue, language, mask, local_day(catalogue, at)),
        "standing": case.state.value,
        "version": case.version,
        "elsewhere_id": case.elsewhere_id,
        "phone": mask.phone(person.phone) if person.phone else "",
        "opened_at": f"{case.opened_at.astimezone(zone):%Y-%m-%d %H:%M}",
        "clerk": case.clerk,
        "window": case.window,
        "legal_on": case.legal_on.isoformat() if case.legal_on else "",
        "deemed": case.deemed,
        "keeps_bills": catalogue.service(case.service).keeps_bills,
        "bills": _bills(case),
        "has_notice": case.has_notice(catalogue.hall.cases),
        "procedure": PROCEDURE_WORDS[case.procedure].said(language) if case.procedure else "",
        "procedures": [(one.value, words.said(language)) for one, words in PROCEDURE_WORDS.items()],
        "reasons": [
            (one.value, words.said(language))
            for one, words in REASON_WORDS.items()
            if one is not VisitReason.FIRST
        ],
        "materials": case.materials,
        "lacking": [one.name for one in case.lacking],
        "told": [
            {
                "reference": one.reference,
                "at": f"{one.at.astimezone(zone):%m-%d %H:%M}",
                "papers": [_paper(case, code) for code in one.papers],
                "late": [_paper(case, code) for code in one.late_points],
            }
            for one in case.told
        ],
        "came": _came(case, zone, language),
    }


def _bills(case: Case) -> Json | None:
    kept = case.bills
    return {"n": kept.count, "sum": yuan(kept.fen), "id": case.id.replace("BJ", "SJ", 1)} if kept else None


def _came(case: Case, zone: ZoneInfo, language: str) -> list[Json]:
    return [
        {"at": f"{one.at.astimezone(zone):%m-%d %H:%M}", "why": REASON_WORDS[one.reason].said(language)}
        for one in case.visits
    ]


def _paper(case: Case, code: str) -> str:
    return next((one.name for one in case.materials if one.code == code), code)
