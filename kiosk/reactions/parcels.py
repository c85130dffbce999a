"""邮寄的纸: what follows from each event of a parcel."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor import printer_at
from kiosk.hall.jobs import Job, Paper
from kiosk.hall.parcel import Parcel
from kiosk.hall.parcel_events import (
    HandoverDrawnUp,
    HandoverSigned,
    HandoverTornUp,
    LedgerExported,
    ParcelDelivered,
    ParcelEvent,
    ParcelFollowed,
    ParcelFollowedUp,
    ParcelJoined,
    ParcelNumbered,
    ParcelPacked,
    ParcelRefused,
    ParcelRequested,
    ParcelReturned,
    ParcelSentAgain,
    ParcelToCollect,
    ParcelVoided,
    PostFileRead,
    PostFileWritten,
    SlipReprinted,
)
from kiosk.reactions.anew import once_more
from kiosk.reactions.slips import local_minute
from kiosk.storage.store import Work
from printer.document import Document, to_json
from printer.papers import courier_request, courier_slip, handover_list
from printer.papers.courier_request import CourierRequest
from printer.papers.courier_slip import CourierSlip
from printer.papers.handover_list import HandoverList, Item
from printer.words import Say

COPIES = ("hall", "post")  # of a hand-over list: each side keeps one


def of_parcel(event: ParcelEvent, work: Work, at: datetime, say: Say) -> Iterator[Job]:
    """Yield the request and the slip under one number, and the list that both sign."""
    match event:
        case ParcelRequested() | ParcelJoined():
            yield from _slips(event.parcel, work, at, say)
        case SlipReprinted():
            yield from (once_more(one, work) for one in _slips(event.parcel, work, at, say))
        case HandoverDrawnUp():
            catalogue = work.catalogue(at)
            listed = handover_list.lay_out(list_of(event, work, catalogue, at), say)
            for copy in COPIES:
                yield _paper(f"handover-list-{copy}", listed, catalogue, None, event.handover)
        case (
            ParcelFollowed()
            | ParcelPacked()
            | HandoverTornUp()
            | HandoverSigned()
            | ParcelDelivered()
            | ParcelRefused()
            | ParcelReturned()
            | ParcelSentAgain()
            | ParcelToCollect()
            | ParcelVoided()
            | ParcelNumbered()
            | ParcelFollowedUp()
            | PostFileWritten()
            | PostFileRead()
            | LedgerExported()
        ):
            return
        case _:
            assert_never(event)


def _slips(of: str, work: Work, at: datetime, say: Say) -> Iterator[Paper]:
    parcel, catalogue = work.parcels.get(of), work.catalogue(at)
    asked = courier_request.lay_out(request_of(parcel, work, catalogue, at), say)
    yield _paper("courier-request", asked, catalogue, parcel.window, parcel.id)
    slip = courier_slip.lay_out(slip_of(parcel, work, catalogue, say, at), say)
    yield _paper("courier-slip", slip, catalogue, parcel.window, parcel.id)


def request_of(parcel: Parcel, work: Work, catalogue: Catalogue, at: datetime) -> CourierRequest:
    """Say what is sent to whom, and who signs for it."""
    to = work.parcels.recipient(parcel.id)
    services = [catalogue.service(one.service) for one in parcel.contents]
    return CourierRequest(
        hall=catalogue.hall.name.zh,
        service="、".join(one.name.zh for one in services),
        case="、".join(one.case for one in parcel.contents),
        licence="、".join(dict.fromkeys(one.result_name for one in services)),
        copies=parcel.pieces,
        applicant=work.cases.person(parcel.contents[0].case).name,
        recipient=to.name,
        phone=to.phone,
        address=to.address,
        postcode=to.postcode,
        only_in_person=parcel.only_in_person,
        substitute=to.substitute,
        date=local_minute(catalogue, at),
        reference=parcel.id,
        licence_number="、".join(one.licence_number for one in parcel.contents if one.licence_number),
        substitute_phone=to.substitute_phone,
    )


def slip_of(parcel: Parcel, work: Work, catalogue: Catalogue, say: Say, at: datetime) -> CourierSlip:
    """Say what the post needs: all of it in full."""
    to, window = work.parcels.recipient(parcel.id), parcel.window
    return CourierSlip(
        hall=catalogue.hall.name.zh,
        window=say("{n} 号窗口", n=window) if window else "",
        hall_phone=catalogue.window(window).phone if window else catalogue.hall.supervision_phone,
        mail_number=parcel.mail_number,
        recipient=to.name,
        phone=to.phone,
        address=" ".join(one for one in (to.address, to.postcode) if one),
        contents=contents_of(parcel, catalogue, say),
        case="、".join(one.case for one in parcel.contents),
        handed_in=local_minute(catalogue, at),
        reference=parcel.id,
    )


def list_of(event: HandoverDrawnUp, work: Work, catalogue: Catalogue, at: datetime) -> HandoverList:
    """Say what goes to the post, piece by piece."""
    parcels = [work.parcels.get(one) for one in event.parcels]
    liaison = work.accounts.get(event.by)
    return HandoverList(
        hall=catalogue.hall.name.zh,
        items=tuple(
            Item(
                one.mail_number or one.id,
                work.parcels.recipient(one.id).name,
                "、".join(catalogue.service(each.service).short.zh for each in one.contents),
            )
            for one in parcels
        ),
        liaison=liaison.name if liaison else "",
        date=local_minute(catalogue, at),
        reference=event.handover,
    )


def contents_of(parcel: Parcel, catalogue: Catalogue, say: Say) -> str:
    """Say what is in a parcel."""
    names = (catalogue.service(one.service) for one in parcel.contents)
    return say("{name} {n} 份", name="、".join(one.result_name for one in names), n=parcel.pieces)


def _paper(name: str, document: Document, catalogue: Catalogue, window: int | None, of: str) -> Paper:
    place = f"window {window}" if window else "desk"
    return Paper(name, to_json(document), printer_at(catalogue.hall, place), of)
