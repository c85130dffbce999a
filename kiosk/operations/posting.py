"""邮件跟着办件走: when a case moves, the parcel that its result goes into follows, in the same act."""

from datetime import datetime

from kiosk.hall import casework, courier
from kiosk.hall.case import Case, CaseState, Delivery
from kiosk.hall.case_events import ResultDelivered
from kiosk.hall.parcel import Parcel
from kiosk.hall.parcel_events import ParcelFollowed
from kiosk.storage.store import Reading, Work


def case_moved(work: Work, case: Case, at: datetime) -> None:
    """Let the parcels of a case follow it.

    Raises:
        InThePost: it was handed out at the counter while the post has it.
    """
    for before in work.parcels.of_case(case.id):
        cases = cases_in(work, before)
        if case.id not in {one.id for one in cases}:
            continue
        courier.must_not_be_in_the_post(before, case)
        after = courier.follow(before, cases, at=at)
        if after != before:
            work.parcels.move(before, after)
            work.record(ParcelFollowed(after.id, after.state.value), at)


def results_delivered(work: Work, parcel: Parcel, at: datetime) -> None:
    """Close the cases whose results the post has delivered."""
    for case in cases_in(work, parcel):
        if case.state is CaseState.ISSUED:
            work.cases.move(case, casework.deliver(case, delivery=Delivery.POST, at=at), None)
            work.record(ResultDelivered(case.id, Delivery.POST.value), at)


def cases_in(reading: Reading, parcel: Parcel) -> tuple[Case, ...]:
    """List the cases whose results are in a parcel."""
    return tuple(reading.cases.get(one.case) for one in parcel.contents)
