"""办件的纸: what follows from each event of a case."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import assert_never

from kiosk.hall.case import Case, Checked, Mark, Receipt
from kiosk.hall.case_events import (
    BillsKept,
    CaseAccepted,
    CaseCompleted,
    CaseDecided,
    CaseEnded,
    CaseEvent,
    CaseOpened,
    CaseStopped,
    CaseTolerated,
    CaseTurnedAway,
    CaseVisited,
    CaseWentOn,
    CaseWithdrawn,
    NoticesReprinted,
    PersonErased,
    PersonRevealed,
    ResultDelivered,
    ResultIssued,
    SupplementTold,
)
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor import printer_at
from kiosk.hall.jobs import Job, Paper
from kiosk.reactions.anew import once_more
from kiosk.reactions.slips import local_minute
from kiosk.storage.store import Work
from printer.document import Document, to_json
from printer.papers import acceptance, bills_receipt, refusal, supplement, tolerance
from printer.papers.acceptance import AcceptanceNotice
from printer.papers.bills_receipt import BillsReceipt
from printer.papers.refusal import RefusalNotice
from printer.papers.supplement import Point, SupplementNotice
from printer.papers.tolerance import Tolerance
from printer.words import Say


def of_case(event: CaseEvent, work: Work, at: datetime, say: Say) -> Iterator[Job]:
    """Yield the notices that the applicant takes home; every outcome of receipt has one."""
    ours = SupplementTold | BillsKept | NoticesReprinted
    if work.catalogue(at).hall.cases.follow and not isinstance(event, ours):
        return  # the system that holds the case prints its own notices
    match event:
        case CaseAccepted(deemed=True):
            return
        case CaseAccepted() | CaseTolerated() | SupplementTold() | CaseTurnedAway():
            case, catalogue = work.cases.get(event.case), work.catalogue(at)
            yield from _notices(case, work, catalogue, say, local_minute(catalogue, at))
        case BillsKept():
            case, catalogue = work.cases.get(event.case), work.catalogue(at)
            yield from _receipt(case, work, catalogue, say, local_minute(catalogue, at))
        case NoticesReprinted():
            case, catalogue = work.cases.get(event.case), work.catalogue(at)
            accepted_on = _day(case.accepted_on)
            if case.has_outcome_in_writing(catalogue.hall.cases):
                for notice in _notices(case, work, catalogue, say, accepted_on):
                    yield once_more(notice, work)
            for receipt in _receipt(case, work, catalogue, say, accepted_on):
                yield once_more(receipt, work)
        case (
            CaseOpened()
            | CaseVisited()
            | CaseCompleted()
            | CaseStopped()
            | CaseWentOn()
            | CaseDecided()
            | ResultIssued()
            | ResultDelivered()
            | CaseWithdrawn()
            | CaseEnded()
            | PersonRevealed()
            | PersonErased()
        ):
            return
        case _:
            assert_never(event)


def _notices(case: Case, work: Work, catalogue: Catalogue, say: Say, accepted: str) -> Iterator[Paper]:
    """Lay out what an outcome of receipt is told by; `accepted` says when that was."""
    match case.receipt:
        case Receipt.INCOMPLETE:
            missing = supplement_notice(case, work, catalogue, say)
            yield _paper("supplement-notice", supplement.lay_out(missing, say), catalogue, case)
        case Receipt.NOT_NEEDED | Receipt.NOT_OURS:
            turned = refusal_notice(case, work, catalogue, say)
            yield _paper("refusal-notice", refusal.lay_out(turned, say), catalogue, case)
        case Receipt.TOLERANT if case.lacking:
            said = tolerance_notice(case, work, catalogue, accepted)
            yield _paper("tolerance-notice", tolerance.lay_out(said, say), catalogue, case)
            yield _paper("undertaking", tolerance.lay_out_undertaking(said, say), catalogue, case)
        case Receipt.TOLERANT | Receipt.COMPLETE | Receipt.CORRECTED:
            notice = acceptance_notice(case, work, catalogue, say, accepted)
            yield _paper("acceptance-notice", acceptance.lay_out(notice, say), catalogue, case)
        case None:
            return
        case _:
            assert_never(case.receipt)


def _receipt(case: Case, work: Work, catalogue: Catalogue, say: Say, when: str) -> Iterator[Paper]:
    """Lay out the receipt for the bills that the hall keeps, where it keeps any."""
    if not case.bills:
        return
    service = catalogue.service(case.service)
    said = BillsReceipt(
        hall=catalogue.hall.name.zh,
        service=service.name.zh,
        case=case.id,
        applicant=work.cases.person(case.id).name,
        count=case.bills.count,
        fen=case.bills.fen,
        phone=catalogue.queue(service.queue).phone,
        supervision_phone=catalogue.hall.supervision_phone,
        clerk=case.clerk,
        kept_at=when,
        reference=case.id.replace("BJ", "SJ", 1),
    )
    yield _paper("bills-receipt", bills_receipt.lay_out(said, say), catalogue, case)


def acceptance_notice(
    case: Case, work: Work, catalogue: Catalogue, say: Say, accepted: str
) -> AcceptanceNotice:
    """Say what was received, and by when the hall decides."""
    service = catalogue.service(case.service)
    return AcceptanceNotice(
        hall=catalogue.hall.name.zh,
        service=service.name.zh,
        case=case.id,
        applicant=work.cases.person(case.id).name,
        received=tuple(_handed_in(one, say) for one in case.materials if _is_there(one)),
        accepted_at=accepted,
        legal_limit=service.legal.said("zh") if service.legal else "—",
        promised_limit=service.promised.said("zh") if service.promised else "—",
        promised_on=_day(case.promised_on or case.legal_on),
        window=_window(case, catalogue, say),
        phone=catalogue.queue(service.queue).phone,
        supervision_phone=catalogue.hall.supervision_phone,
        clerk=case.clerk,
        reference=case.id.replace("BJ", "SL", 1),
    )


def supplement_notice(case: Case, work: Work, catalogue: Catalogue, say: Say) -> SupplementNotice:
    """Say all that is missing or wrong, and how to mend each."""
    service = catalogue.service(case.service)
    return SupplementNotice(
        hall=catalogue.hall.name.zh,
        service=service.name.zh,
        case=case.id,
        applicant=work.cases.person(case.id).name,
        points=tuple(_point(one, say) for one in case.lacking),
        window=_window(case, catalogue, say),
        phone=catalogue.queue(service.queue).phone,
        supervision_phone=catalogue.hall.supervision_phone,
        clerk=case.clerk,
        date=local_minute(catalogue, case.told[-1].at),
        reference=case.told[-1].reference,
    )


def tolerance_notice(case: Case, work: Work, catalogue: Catalogue, accepted: str) -> Tolerance:
    """Say which papers follow, and by when."""
    service = catalogue.service(case.service)
    return Tolerance(
        hall=catalogue.hall.name.zh,
        service=service.name.zh,
        case=case.id,
        applicant=work.cases.person(case.id).name,
        missing=tuple(one.name for one in case.lacking),
        due=_day(case.papers_until),
        window=catalogue.queue(service.queue).name.zh,
        phone=catalogue.queue(service.queue).phone,
        supervision_phone=catalogue.hall.supervision_phone,
        clerk=case.clerk,
        date=accepted,
        reference=case.id.replace("BJ", "RQ", 1),
    )


def refusal_notice(case: Case, work: Work, catalogue: Catalogue, say: Say) -> RefusalNotice:
    """Say why the application is not accepted, and where to go instead."""
    service, hall = catalogue.service(case.service), catalogue.hall
    reasons = {
        Receipt.NOT_NEEDED: say("此事项依法不需要取得行政许可"),
        Receipt.NOT_OURS: say("此事项依法不属于本机关职权范围"),
    }
    return RefusalNotice(
        hall=hall.name.zh,
        service=service.name.zh,
        applicant=work.cases.person(case.id).name,
        reason=reasons[case.receipt or Receipt.NOT_OURS],
        go_to=case.elsewhere,
        review_body=hall.cases.review_body.zh,
        court=hall.cases.court.zh,
        phone=catalogue.queue(service.queue).phone,
        supervision_phone=hall.supervision_phone,
        clerk=case.clerk,
        date=local_minute(catalogue, case.ended_at or case.opened_at),
        reference=case.id.replace("BJ", "BY", 1),
    )


def _point(one: Checked, say: Say) -> Point:
    fault = say("未提交") if one.mark is Mark.MISSING else say("不符合要求")
    return Point(one.name, one.fault or fault, one.remedy or say("补齐后交到窗口"))


def _handed_in(one: Checked, say: Say) -> str:
    marks = {Mark.EXEMPT: say("（免提交）"), Mark.UNDERTAKING: say("（书面承诺）")}
    return f"{one.name}{marks.get(one.mark, '')}"


def _is_there(one: Checked) -> bool:
    return one.mark in {Mark.RECEIVED, Mark.EXEMPT, Mark.UNDERTAKING}


def _window(case: Case, catalogue: Catalogue, say: Say) -> str:
    return say("{n} 号窗口", n=case.window) if case.window else catalogue.hall.name.zh


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "—"


def _paper(name: str, document: Document, catalogue: Catalogue, case: Case) -> Paper:
    place = f"window {case.window}" if case.window else "desk"
    return Paper(name, to_json(document), printer_at(catalogue.hall, place), case.id)
