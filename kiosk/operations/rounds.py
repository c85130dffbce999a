"""交邮: the lists of what goes to the post in a round, and what the post's own file says came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.hall import courier as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.errors import HallError
from kiosk.hall.mail_number import mail_number
from kiosk.hall.parcel import STATE_WORDS, Handover, Listed, Parcel, ParcelState, Recipient, SignedBy
from kiosk.hall.parcel_events import (
    HandoverDrawnUp,
    HandoverSigned,
    HandoverTornUp,
    ParcelNumbered,
    ParcelRefused,
    ParcelReturned,
    PostFileRead,
    PostFileWritten,
)
from kiosk.hall.post_file import PostFile
from kiosk.operations import delivery
from kiosk.storage.parcels import ParcelOvertaken
from kiosk.storage.store import Store, Work


class NothingToHandOver(HallError):
    """A list needs at least one closed parcel."""

    status = 422
    zh = "没有选中已装封的邮件。请先核对、装封，再打印交接单。"
    en = "No closed parcel was chosen. Check and close parcels first, then print the list."


class UnknownWord(HallError):
    """The post's file says something that the mapping does not know."""

    status = 422
    zh = "“{0}”不认识。请核对文件，或在 courier.toml 里补上这种叫法。"
    en = "'{0}' is not known. Check the file, or add the word to courier.toml."


class NoReference(HallError):
    """A line does not say which parcel it is about."""

    status = 422
    zh = "没有申请单编号。"
    en = "There is no number of a request."


class OtherMailNumber(HallError):
    """The ledger has another mail number for this parcel."""

    zh = "台账里 {0} 的邮件号是 {1}，与文件不同。请核对。"
    en = "The ledger has {1} as the mail number of {0}, not this one. Please check."


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line of the post's file: which line, and what stands in it."""

    line: int
    reference: str
    mail_number: str = ""
    state: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not taken, and why."""

    line: int
    reference: str
    why: HallError


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What came of a file: how many lines changed something, how many nothing, and which were refused."""

    taken: int
    unchanged: int
    refused: tuple[Refusal, ...]


def draw_up(store: Store, *, parcels: Sequence[str], by: str, at: datetime) -> Handover:
    """Print the list of what goes to the post in this round; nothing has left before it is signed.

    Raises:
        NothingToHandOver: no parcel was chosen.
        NotChecked, IllegalMove, UnknownParcel: one of them is not ready.
    """
    chosen = tuple(dict.fromkeys(parcels))
    if not chosen:
        raise NothingToHandOver
    with store.begin() as work:
        befores = [work.parcels.get(one) for one in chosen]
        handover = Handover(
            id=work.handovers.next_id(local_day(work.catalogue(at), at)),
            made_at=at,
            by=by,
            lines=tuple(Listed(one.id, one.mail_number, one.pieces) for one in befores),
        )
        for before in befores:
            work.parcels.move(before, rules.put_on_list(before, handover=handover.id))
        work.handovers.add(handover)
        work.record(HandoverDrawnUp(handover.id, chosen, by), at)
        return handover


def tear_up(store: Store, *, handover: str, by: str, at: datetime) -> None:
    """Make a list void that nobody has signed; its parcels wait for the next one.

    Raises:
        ParcelOvertaken: it was signed or torn up before.
        UnknownHandover: there is none.
    """
    with store.begin() as work:
        found = _open(work, handover)
        for line in found.lines:
            before = work.parcels.get(line.parcel)
            work.parcels.move(before, rules.take_off_list(before))
        work.handovers.put(replace(found, torn_up=True))
        work.record(HandoverTornUp(handover, by), at)


def sign(store: Store, *, handover: str, by: str, at: datetime) -> None:
    """Note that both have signed a list: the post has its parcels.

    Raises:
        ParcelOvertaken: it was signed or torn up before.
        UnknownHandover: there is none.
    """
    with store.begin() as work:
        found = _open(work, handover)
        for line in found.lines:
            before = work.parcels.get(line.parcel)
            work.parcels.move(before, rules.hand_over(before, at=at))
        work.handovers.put(replace(found, signed_at=at))
        work.record(HandoverSigned(handover, tuple(line.parcel for line in found.lines), by), at)


def for_post(store: Store, *, handover: str, by: str, at: datetime) -> tuple[tuple[Parcel, Recipient], ...]:
    """Give the parcels of a list with full data, for the post's own file; who took it is written down.

    Raises:
        UnknownHandover: there is none.
    """
    with store.begin() as work:
        found = work.handovers.get(handover)
        work.record(PostFileWritten(handover, by), at)
        return tuple(
            (work.parcels.get(line.parcel), work.parcels.recipient(line.parcel)) for line in found.lines
        )


def read_back(store: Store, *, rows: Sequence[PostRow], by: str, at: datetime) -> ReadBack:
    """Take over what the post's file says of each parcel; a line that is wrong stops no other."""
    with store.read() as reading:
        post = reading.catalogue(at).hall.courier.post
    taken, refused = 0, list[Refusal]()
    for row in rows:
        try:
            with store.begin() as work:
                taken += _taken(work, row, post, at)
        except HallError as error:
            refused.append(Refusal(row.line, row.reference, error))
    with store.begin() as work:
        work.record(PostFileRead(taken, len(refused), by), at)
    return ReadBack(taken, len(rows) - taken - len(refused), tuple(refused))


def _open(work: Work, handover: str) -> Handover:
    found = work.handovers.get(handover)
    if found.torn_up or found.signed_at:
        raise ParcelOvertaken(handover)
    return found


def _taken(work: Work, row: PostRow, post: PostFile, at: datetime) -> bool:
    """Take over one line; tells whether it changed anything."""
    if not row.reference:
        raise NoReference
    parcel = work.parcels.get(row.reference)
    meaning = post.states.get(row.state)
    if meaning is None:
        raise UnknownWord(row.state)
    if row.signer not in post.signers and meaning == "delivered":
        raise UnknownWord(row.signer)
    numbered, parcel = _numbered(work, parcel, row, at)
    match meaning:
        case "delivered" if parcel.state is not ParcelState.DELIVERED:
            delivery.delivered(work, parcel, SignedBy(post.signers[row.signer]), at)
        case "refused" if parcel.state not in {ParcelState.REFUSED, ParcelState.RETURNED}:
            work.parcels.move(parcel, rules.refuse(parcel, at=at))
            work.record(ParcelRefused(parcel.id), at)
        case "returned" if parcel.state is not ParcelState.RETURNED:
            work.parcels.move(parcel, rules.come_back(parcel, at=at))
            work.record(ParcelReturned(parcel.id), at)
        case "under_way" if parcel.state is not ParcelState.HANDED_OVER:
            raise rules.IllegalMove(parcel.id, STATE_WORDS[parcel.state])
        case _:
            return numbered
    return True


def _numbered(work: Work, parcel: Parcel, row: PostRow, at: datetime) -> tuple[bool, Parcel]:
    """Take over the mail number of a parcel that has none yet."""
    if not row.mail_number:
        return False, parcel
    number = mail_number(row.mail_number)
    if parcel.mail_number == number:
        return False, parcel
    if parcel.mail_number:
        raise OtherMailNumber(parcel.id, parcel.mail_number)
    delivery.must_be_free(work, number, parcel.id)
    after = replace(parcel, mail_number=number)
    work.parcels.move(parcel, after)
    work.record(ParcelNumbered(parcel.id), at)
    return True, replace(after, version=parcel.version + 1)
