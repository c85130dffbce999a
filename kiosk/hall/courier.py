"""一单速达: what may be done with a parcel, step by step, from the request to the signature and after.

Only what was issued may be sent (行政许可法 art. 44); a parcel is closed after its contents were checked;
the recipient signs himself, or the substitute whom he has named.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kiosk.hall.case import Case, CaseState, Delivery
from kiosk.hall.errors import HallError
from kiosk.hall.parcel import (
    CAME_BACK,
    IN_THE_HALL,
    STATE_WORDS,
    Enclosed,
    FollowUp,
    FollowUpResult,
    Parcel,
    ParcelState,
    SignedBy,
)

OFFERED = frozenset(
    {
        CaseState.ACCEPTED,
        CaseState.TOLERANT,
        CaseState.STOPPED,
        CaseState.GRANTED,
        CaseState.ISSUED,
    }
)
LOST = frozenset({CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.ENDED, CaseState.NOT_ACCEPTED})
DECIDED = frozenset({CaseState.GRANTED, CaseState.ISSUED})
MOST_CALLS = 20


class IllegalMove(HallError):
    """The parcel is not at the point where this can be done."""

    zh = "邮件 {0} 现在不能这样办（{1}）。请刷新页面看它的状态。"
    en = "This cannot be done with parcel {0} now ({1}). Reload the page to see how it stands."


class NotOffered(HallError):
    """Posting is offered once the papers were verified, and not for every service."""

    zh = "办件 {0} 现在不能申请邮寄：材料核验通过后才能申请，并且要是可邮寄的事项。"
    en = "Case {0} cannot be posted: its papers must be accepted first, and its service one that is posted."


class NotChecked(HallError):
    """The contents were not checked against the ledger."""

    status = 422
    zh = "装封前请逐项核对并打勾：收件人姓名、证照编号、份数。"
    en = "Before closing it, check and tick each: the recipient's name, the licence numbers, the count."


class InThePost(HallError):
    """The result is on its way and cannot be handed out."""

    zh = "证照已交邮（{0}），不能在窗口领取。退回后再办。"
    en = "The result is in the post ({0}) and cannot be handed out here. Wait until it comes back."


class ClosedAlready(HallError):
    """Nothing more goes into a parcel that is closed."""

    zh = "邮件 {0} 已经装封，不能再加。请另开一张申请单。"
    en = "Parcel {0} is closed, nothing can be added. Please fill in another request."


def must_be_offered(case: Case, *, postable: bool) -> None:
    """Let only what is verified be posted.

    Raises:
        NotOffered: the papers are not accepted yet, the case is over, or its result is not posted.
    """
    if not postable or case.state not in OFFERED:
        raise NotOffered(case.id)


def enclose(parcel: Parcel, enclosed: Enclosed) -> Parcel:
    """Put one more result for the same recipient into a parcel.

    Raises:
        ClosedAlready: it was packed.
        IllegalMove: it has left the hall.
    """
    _must_be(parcel, IN_THE_HALL)
    if parcel.is_packed:
        raise ClosedAlready(parcel.id)
    return replace(parcel, contents=(*parcel.contents, enclosed))


def follow(parcel: Parcel, cases: Iterable[Case], *, at: datetime) -> Parcel:
    """Let a parcel follow its cases while it is in the hall, or back in it.

    What will never be issued, or was handed out at the counter, falls out of it; with nothing left the
    parcel is void, or collected when the last of it was.
    """
    by_id = {case.id: case for case in cases}
    if parcel.state in CAME_BACK and by_id and all(_gone(case) for case in by_id.values()):
        return replace(parcel, state=ParcelState.SELF_COLLECT, ended_at=at)
    if parcel.state not in IN_THE_HALL:
        return parcel
    alive = tuple(one for one in parcel.contents if (case := by_id.get(one.case)) is None or not _gone(case))
    if not alive:
        collected = any(case.state is CaseState.DELIVERED for case in by_id.values())
        state = ParcelState.SELF_COLLECT if collected else ParcelState.VOID
        return replace(parcel, state=state, ended_at=at)
    states = [by_id[one.case].state for one in alive if one.case in by_id]
    state = ParcelState.APPLIED
    if all(one is CaseState.ISSUED for one in states):
        state = ParcelState.TO_SEND
    elif all(one in DECIDED for one in states):
        state = ParcelState.TO_ISSUE
    changed = alive != parcel.contents
    return replace(
        parcel,
        state=state,
        contents=alive,
        packed_at=None if changed else parcel.packed_at,
        handover="" if changed else parcel.handover,
    )


def pack(
    parcel: Parcel,
    *,
    licence_numbers: tuple[str, ...],
    name_checked: bool,
    numbers_checked: bool,
    count_checked: bool,
    mail_number: str,
    by: str,
    at: datetime,
) -> Parcel:
    """Close a parcel whose contents were checked; it may be closed again while it is on no list.

    Raises:
        NotChecked: not everything was ticked.
        IllegalMove: a result is missing, or it stands on a hand-over list.
    """
    _must_be(parcel, {ParcelState.TO_SEND})
    if parcel.handover:
        raise IllegalMove(parcel.id, STATE_WORDS[parcel.state])
    if not (name_checked and numbers_checked and count_checked):
        raise NotChecked
    numbers = (*licence_numbers, *("" for _ in parcel.contents))
    contents = tuple(
        replace(one, licence_number=number) for one, number in zip(parcel.contents, numbers, strict=False)
    )
    return replace(parcel, contents=contents, mail_number=mail_number, packed_at=at, packed_by=by)


def put_on_list(parcel: Parcel, *, handover: str) -> Parcel:
    """Put a closed parcel on a hand-over list.

    Raises:
        NotChecked: it is not closed.
        IllegalMove: it stands on another list, or has left.
    """
    _must_be(parcel, {ParcelState.TO_SEND})
    if not parcel.is_packed:
        raise NotChecked
    if parcel.handover:
        raise IllegalMove(parcel.id, STATE_WORDS[parcel.state])
    return replace(parcel, handover=handover)


def take_off_list(parcel: Parcel) -> Parcel:
    """Take a parcel off a list that was torn up.

    Raises:
        IllegalMove: it has left.
    """
    _must_be(parcel, {ParcelState.TO_SEND})
    return replace(parcel, handover="")


def hand_over(parcel: Parcel, *, at: datetime) -> Parcel:
    """Give a parcel to the post: both have signed its list.

    Raises:
        IllegalMove: it is on no list, or has left.
    """
    _must_be(parcel, {ParcelState.TO_SEND})
    if not parcel.handover:
        raise IllegalMove(parcel.id, STATE_WORDS[parcel.state])
    return replace(parcel, state=ParcelState.HANDED_OVER, handed_over_at=at, back_at=None)


def deliver(parcel: Parcel, *, signed_by: SignedBy, at: datetime) -> Parcel:
    """Note that the post has delivered it; a signature of anybody not named is noted as such.

    Raises:
        IllegalMove: it is not in the post.
    """
    _must_be(parcel, {ParcelState.HANDED_OVER})
    unnamed = signed_by is SignedBy.SUBSTITUTE and parcel.only_in_person
    by = SignedBy.OTHER if unnamed else signed_by
    return replace(parcel, state=ParcelState.DELIVERED, signed_by=by, ended_at=at)


def refuse(parcel: Parcel, *, at: datetime) -> Parcel:
    """Note that it was not accepted at the door; it comes back.

    Raises:
        IllegalMove: it is not in the post.
    """
    _must_be(parcel, {ParcelState.HANDED_OVER})
    return replace(parcel, state=ParcelState.REFUSED, back_at=at)


def come_back(parcel: Parcel, *, at: datetime) -> Parcel:
    """Note that the post has brought it back.

    Raises:
        IllegalMove: it was not in the post.
    """
    _must_be(parcel, {ParcelState.HANDED_OVER, ParcelState.REFUSED})
    return replace(parcel, state=ParcelState.RETURNED, back_at=at)


def send_again(parcel: Parcel) -> Parcel:
    """Make a returned parcel ready once more: it is checked and gets a new mail number.

    Raises:
        IllegalMove: it has not come back.
    """
    _must_be(parcel, {ParcelState.RETURNED})
    return replace(
        parcel, state=ParcelState.TO_SEND, mail_number="", packed_at=None, handover="", handed_over_at=None
    )


def self_collect(parcel: Parcel, *, at: datetime) -> Parcel:
    """Let the applicant fetch it after all.

    Raises:
        IllegalMove: it is in the post, or its way has ended.
    """
    _must_be(parcel, IN_THE_HALL | CAME_BACK)
    if parcel.state in IN_THE_HALL and parcel.handover:
        raise IllegalMove(parcel.id, STATE_WORDS[parcel.state])
    return replace(parcel, state=ParcelState.SELF_COLLECT, ended_at=at)


def cancel(parcel: Parcel, *, at: datetime) -> Parcel:
    """Make a request void that was a mistake.

    Raises:
        IllegalMove: it stands on a list, or has left the hall.
    """
    _must_be(parcel, IN_THE_HALL)
    if parcel.handover:
        raise IllegalMove(parcel.id, STATE_WORDS[parcel.state])
    return replace(parcel, state=ParcelState.VOID, ended_at=at)


def follow_up(parcel: Parcel, *, result: FollowUpResult, by: str, at: datetime) -> Parcel:
    """Note what a call about it found.

    Raises:
        IllegalMove: it has not left the hall yet.
    """
    _must_be(parcel, {ParcelState.HANDED_OVER, ParcelState.DELIVERED, *CAME_BACK, ParcelState.SELF_COLLECT})
    return replace(parcel, calls=(*parcel.calls, FollowUp(at, by, result))[-MOST_CALLS:])


def must_not_be_in_the_post(parcel: Parcel, case: Case) -> None:
    """Let no result be handed out at the counter while it is in the post.

    Raises:
        InThePost: it is.
    """
    by_hand = case.state is CaseState.DELIVERED and case.delivery is Delivery.COUNTER
    away = parcel.state is ParcelState.HANDED_OVER or (parcel.state in IN_THE_HALL and parcel.handover)
    if by_hand and away:
        raise InThePost(parcel.id)


def _gone(case: Case) -> bool:
    return case.state in LOST or case.state is CaseState.DELIVERED


def _must_be(parcel: Parcel, states: Iterable[ParcelState]) -> None:
    if parcel.state not in states:
        raise IllegalMove(parcel.id, STATE_WORDS[parcel.state])
