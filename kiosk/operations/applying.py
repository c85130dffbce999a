"""邮政快递申请单: an applicant wants his result sent, alone or with others of his in one parcel."""

from dataclasses import replace
from datetime import datetime

from kiosk.hall import courier as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.errors import HallError
from kiosk.hall.parcel import ENDED, IN_THE_HALL, Enclosed, Parcel, ParcelState, Recipient
from kiosk.hall.parcel_events import ParcelJoined, ParcelRequested
from kiosk.operations import posting
from kiosk.storage.parcels import Wanted
from kiosk.storage.store import Reading, Store, Work

MOST_COPIES = 20


class OtherRecipient(HallError):
    """Two people's results do not go into one parcel."""

    zh = "邮件 {0} 不是寄给这位申请人的，不能合并。请另开一张申请单。"
    en = "Parcel {0} is not for this applicant. Please fill in another request for him."


def request(
    store: Store,
    *,
    case: str,
    recipient: Recipient,
    copies: int,
    window: int | None,
    clerk: str,
    at: datetime,
) -> Parcel:
    """Note that an applicant wants his result sent; asked for twice it is one request.

    Raises:
        NotOffered: its papers are not accepted yet, or its result is not posted.
        UnknownCase: there is no such case.
    """
    with store.begin() as work:
        if earlier := of_case(work, case):
            return earlier
        enclosed, found = _enclosed(work, case, copies, at), work.cases.get(case)
        parcel = Parcel(
            id=work.parcels.next_id(local_day(work.catalogue(at), at)),
            state=ParcelState.APPLIED,
            opened_at=at,
            window=window,
            clerk=clerk,
            contents=(enclosed,),
            only_in_person=not recipient.substitute,
        )
        parcel = rules.follow(parcel, [found], at=at)
        work.parcels.add(parcel, recipient)
        work.record(ParcelRequested(parcel.id, case, window), at)
        return parcel


def join(store: Store, *, parcel: str, case: str, copies: int, window: int | None, at: datetime) -> Parcel:
    """Put one more result for the same person into a parcel that is not closed yet.

    Raises:
        OtherRecipient: it is for somebody else.
        NotOffered, ClosedAlready, IllegalMove: see `hall.courier`.
    """
    with store.begin() as work:
        if earlier := of_case(work, case):
            return earlier
        before = work.parcels.get(parcel)
        if work.cases.person(case).phone != work.parcels.recipient(parcel).phone:
            raise OtherRecipient(parcel)
        after = rules.enclose(before, _enclosed(work, case, copies, at))
        after = rules.follow(after, posting.cases_in(work, after), at=at)
        work.parcels.move(before, after)
        work.record(ParcelJoined(parcel, case, window), at)
        return replace(after, version=before.version + 1)


def of_case(reading: Reading, case: str) -> Parcel | None:
    """Find the parcel that a case's result is in now; none when there is none, or its way has ended."""
    inside = (one for one in reading.parcels.of_case(case) if case in {each.case for each in one.contents})
    return next((one for one in inside if one.state not in ENDED), None)


def may_join(reading: Reading, case: str) -> Parcel | None:
    """Find a parcel for the same person that is still open for one more result."""
    phone = reading.cases.person(case).phone
    found = reading.parcels.found(Wanted(phone=phone), 20) if phone else ()
    return next((one for one, _ in found if one.state in IN_THE_HALL and not one.is_packed), None)


def _enclosed(work: Work, case: str, copies: int, at: datetime) -> Enclosed:
    found = work.cases.get(case)
    service = work.catalogue(at).service(found.service)
    rules.must_be_offered(found, postable=service.postable)
    return Enclosed(case, found.service, max(1, min(copies, MOST_COPIES)))
