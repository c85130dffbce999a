"""一单速达: what clerks and the courier liaison do with a parcel, each step one act with its event."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.hall import courier as rules
from kiosk.hall import mail_number
from kiosk.hall.errors import HallError
from kiosk.hall.parcel import (
    ENDED,
    FollowUpResult,
    Parcel,
    Recipient,
    SignedBy,
)
from kiosk.hall.parcel_events import (
    ParcelDelivered,
    ParcelEvent,
    ParcelFollowedUp,
    ParcelPacked,
    ParcelRefused,
    ParcelReturned,
    ParcelSentAgain,
    ParcelToCollect,
    ParcelVoided,
    SlipReprinted,
)
from kiosk.operations import posting
from kiosk.storage.parcels import ParcelOvertaken, Wanted
from kiosk.storage.store import Reading, Store, Work

Step = Callable[[Parcel], tuple[Parcel, ParcelEvent]]


class MailNumberTaken(HallError):
    """Another parcel has this mail number."""

    zh = "邮件号已用在 {0} 上。请核对面单。"
    en = "Parcel {0} has this mail number already. Please check the waybill."


def pack(
    store: Store,
    *,
    parcel: str,
    version: int,
    licence_numbers: tuple[str, ...],
    ticked: frozenset[str],
    number: str,
    by: str,
    at: datetime,
) -> Parcel:
    """Close a parcel whose contents were checked; `number` is the post's, or "" when its file brings it.

    Raises:
        NotChecked, IllegalMove, ParcelOvertaken, UnknownParcel: see there.
        WrongMailNumber, MailNumberTaken: the number can be none, or is another parcel's.
    """
    plain = mail_number.mail_number(number) if number.strip() else ""
    with store.begin() as work:
        before = work.parcels.get(parcel)
        _must_be_seen(before, version)
        must_be_free(work, plain, parcel)
        after = rules.pack(
            before,
            licence_numbers=licence_numbers,
            name_checked="name" in ticked,
            numbers_checked="numbers" in ticked,
            count_checked="count" in ticked,
            mail_number=plain,
            by=by,
            at=at,
        )
        work.parcels.move(before, after)
        doubtful = bool(plain and mail_number.doubt(plain))
        work.record(ParcelPacked(parcel, by, after.pieces, doubtful), at)
        return replace(after, version=version + 1)


def must_be_free(reading: Reading, number: str, parcel: str) -> None:
    """Let no two parcels that are under way have one mail number.

    Raises:
        MailNumberTaken: another has it.
    """
    others = reading.parcels.found(Wanted(mail_number=number), 20) if number else ()
    for other, _ in others:
        if other.id != parcel and other.state not in ENDED:
            raise MailNumberTaken(other.id)


def deliver(store: Store, *, parcel: str, version: int, signed_by: SignedBy, at: datetime) -> Parcel:
    """Note that somebody has signed for it; its cases are delivered with it.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    with store.begin() as work:
        before = work.parcels.get(parcel)
        _must_be_seen(before, version)
        return delivered(work, before, signed_by, at)


def delivered(work: Work, before: Parcel, signed_by: SignedBy, at: datetime) -> Parcel:
    """Deliver a parcel inside an act that is under way.

    Raises:
        IllegalMove: it is not in the post.
    """
    after = rules.deliver(before, signed_by=signed_by, at=at)
    work.parcels.move(before, after)
    work.record(ParcelDelivered(after.id, after.signed_by.value if after.signed_by else ""), at)
    posting.results_delivered(work, after, at)
    return replace(after, version=before.version + 1)


def refuse(store: Store, *, parcel: str, version: int, at: datetime) -> Parcel:
    """Note that it was not accepted at the door.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    return _move_on(store, parcel, version, lambda one: (rules.refuse(one, at=at), ParcelRefused(one.id)), at)


def come_back(store: Store, *, parcel: str, version: int, at: datetime) -> Parcel:
    """Note that the post has brought it back.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    return _move_on(
        store, parcel, version, lambda one: (rules.come_back(one, at=at), ParcelReturned(one.id)), at
    )


def send_again(
    store: Store, *, parcel: str, version: int, recipient: Recipient | None = None, at: datetime
) -> Parcel:
    """Make a returned parcel ready once more, for another address where one is given.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    with store.begin() as work:
        before = work.parcels.get(parcel)
        _must_be_seen(before, version)
        after = rules.send_again(before)
        if recipient:
            after = replace(after, only_in_person=not recipient.substitute)
            work.parcels.set_recipient(parcel, recipient)
        work.parcels.move(before, after)
        work.record(ParcelSentAgain(parcel), at)
        return replace(after, version=version + 1)


def self_collect(store: Store, *, parcel: str, version: int, at: datetime) -> Parcel:
    """Let the applicant fetch it after all.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    return _move_on(
        store, parcel, version, lambda one: (rules.self_collect(one, at=at), ParcelToCollect(one.id)), at
    )


def cancel(store: Store, *, parcel: str, version: int, at: datetime) -> Parcel:
    """Make a request void that was a mistake.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    return _move_on(store, parcel, version, lambda one: (rules.cancel(one, at=at), ParcelVoided(one.id)), at)


def follow_up(
    store: Store, *, parcel: str, version: int, result: FollowUpResult, by: str, at: datetime
) -> Parcel:
    """Note what a call about it found.

    Raises:
        IllegalMove, ParcelOvertaken, UnknownParcel: see there.
    """
    return _move_on(
        store,
        parcel,
        version,
        lambda one: (
            rules.follow_up(one, result=result, by=by, at=at),
            ParcelFollowedUp(one.id, result.value, by),
        ),
        at,
    )


def reprint(store: Store, *, parcel: str, by: str, at: datetime) -> None:
    """Print the request and the slip once more; both carry full data, so who did it is written down.

    Raises:
        UnknownParcel: there is none.
    """
    with store.begin() as work:
        work.parcels.get(parcel)
        work.record(SlipReprinted(parcel, by), at)


def _move_on(store: Store, parcel: str, version: int, step: Step, at: datetime) -> Parcel:
    with store.begin() as work:
        before = work.parcels.get(parcel)
        _must_be_seen(before, version)
        after, event = step(before)
        work.parcels.move(before, after)
        work.record(event, at)
        return replace(after, version=version + 1)


def _must_be_seen(parcel: Parcel, version: int) -> None:
    if parcel.version != version:
        raise ParcelOvertaken(parcel.id)
