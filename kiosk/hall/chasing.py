"""催办与回访: which parcels somebody should ask after: what went wrong, what is late, and a sample."""

from datetime import datetime, timedelta

from kiosk.hall.parcel import CAME_BACK, FollowUpResult, Parcel, ParcelState, SignedBy


def wants_call(parcel: Parcel, *, at: datetime, undelivered_days: int, sample_every: int) -> bool:
    """Tell whether somebody should call: what went wrong, what is late, and a sample of the rest."""
    if parcel.calls and parcel.calls[-1].result is not FollowUpResult.UNREACHED:
        return False
    if parcel.state in CAME_BACK or is_late(parcel, at=at, undelivered_days=undelivered_days):
        return True
    if parcel.state is not ParcelState.DELIVERED:
        return False
    return parcel.signed_by is SignedBy.OTHER or in_sample(parcel.id, sample_every)


def is_late(parcel: Parcel, *, at: datetime, undelivered_days: int) -> bool:
    """Tell whether a parcel has been in the post for too many days."""
    sent = parcel.handed_over_at
    return (
        parcel.state is ParcelState.HANDED_OVER
        and sent is not None
        and at - sent >= timedelta(days=undelivered_days)
    )


def in_sample(parcel: str, every: int) -> bool:
    """Tell whether a parcel belongs to the sample: the first of each day, and every n-th after it."""
    return every > 0 and (int(parcel.rpartition("-")[2]) - 1) % every == 0
