"""排查的纸和通知: what follows from each event of the visits before the visit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor import printer_at
from kiosk.hall.inspection import Inspection
from kiosk.hall.inspection_events import (
    InspectionApplied,
    InspectionClosed,
    InspectionErased,
    InspectionEvent,
    InspectionPassed,
    InspectionRegistered,
    PreparedListTicked,
    PreparedVisitBegun,
    RectificationOrdered,
)
from kiosk.hall.inspection_words import said_code
from kiosk.hall.jobs import Job, Message, MessageKind, Paper
from kiosk.operations import prepared
from kiosk.reactions import slips
from kiosk.storage.store import Work
from printer.document import Document, to_json
from printer.papers import rectification, told_ahead
from printer.papers.rectification import Rectification
from printer.papers.told_ahead import ToldAhead
from printer.words import Say

COPIES = ("site", "hall")  # of a notice: each side keeps one
PhoneUrl = Callable[[Catalogue, str], str]


def of_inspection(
    event: InspectionEvent, work: Work, say_in: Mapping[str, Say], phone_url: PhoneUrl, at: datetime
) -> Iterator[Job]:
    """Yield the notice that both sign, and what is told ahead: on paper and to the gateway of the phones."""
    match event:
        case RectificationOrdered():
            found, catalogue = work.inspections.get(event.inspection), work.catalogue(at)
            say, url = say_in[found.language], phone_url(catalogue, found.token)
            notice = rectification.lay_out(notice_of(event, found, work, catalogue, url, at), say)
            for copy in COPIES:
                yield _paper(f"rectification-notice-{copy}", notice, catalogue, event.place, found)
        case InspectionPassed():
            found, catalogue = work.inspections.get(event.inspection), work.catalogue(at)
            say, url = say_in[found.language], phone_url(catalogue, found.token)
            told = told_ahead.lay_out(list_of(found, work, catalogue, url, say, at), say)
            yield _paper("told-ahead", told, catalogue, event.place, found)
            if catalogue.hall.outlet:
                window = _window(catalogue, found.service)
                yield Message(found.number, MessageKind.PREPARED, work.recorded, window=window)
        case (
            InspectionRegistered()
            | PreparedListTicked()
            | PreparedVisitBegun()
            | InspectionApplied()
            | InspectionClosed()
            | InspectionErased()
        ):
            return
        case _:
            assert_never(event)


def notice_of(
    event: RectificationOrdered,
    found: Inspection,
    work: Work,
    catalogue: Catalogue,
    url: str,
    at: datetime,
) -> Rectification:
    """Say what is left to put right, and by when."""
    language, service = found.language, catalogue.service(found.service)
    site, inspector = work.inspections.site(found.number), work.accounts.get(event.by)
    return Rectification(
        hall=catalogue.hall.name.said(language),
        service=service.name.said(language),
        number=found.number,
        site=site.name,
        contact=site.contact.name,
        demands=tuple(site.demands[place] for place in found.left),
        due=event.due,
        visit=event.visit,
        inspector=inspector.name if inspector else "",
        phone=catalogue.queue(service.queue).phone,
        supervision_phone=catalogue.hall.supervision_phone,
        date=slips.local_minute(catalogue, at),
        url=url,
    )


def list_of(
    found: Inspection, work: Work, catalogue: Catalogue, url: str, say: Say, at: datetime
) -> ToldAhead:
    """Say what to bring for what is known of the place, and what opens it again in the hall."""
    language, service = found.language, catalogue.service(found.service)
    made, site = prepared.materials(catalogue, found), work.inspections.site(found.number)
    told = slips.service_told(service, catalogue, language, say)
    scanned = url or (f"yc:{found.token}" if catalogue.hall.scanners else "")
    return ToldAhead(
        hall=catalogue.hall.name.said(language),
        service=told.name,
        number=found.number,
        site=site.name,
        contact=site.contact.name,
        code=said_code(found.code),
        scanned=scanned,
        by_phone=bool(url),
        situations=slips.situations_told(made, language),
        rows=tuple(slips.row_told(line, language, say) for line in made.lines),
        window=told.window,
        legal_limit=told.legal_limit,
        promised_limit=told.promised_limit,
        phone=told.phone,
        supervision_phone=catalogue.hall.supervision_phone,
        date=slips.local_minute(catalogue, at),
        sample=made.is_sample,
    )


def _window(catalogue: Catalogue, code: str) -> int | None:
    """Name the window where it is applied for; none where several take it."""
    letter = catalogue.service(code).queue
    windows = [one.number for one in catalogue.hall.windows if letter in one.queues]
    return windows[0] if len(windows) == 1 else None


def _paper(name: str, document: Document, catalogue: Catalogue, place: str, found: Inspection) -> Paper:
    written = to_json(replace(document, language=found.language))
    return Paper(name, written, printer_at(catalogue.hall, place), found.number)
