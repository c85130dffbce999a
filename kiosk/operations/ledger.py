"""台账: parcels found, looked at, compared with slips and hand-over lists, and forgotten in time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.hall import chasing
from kiosk.hall.calendar import local_day
from kiosk.hall.case_events import PersonErased, PersonRevealed
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.jobs import PaperState
from kiosk.hall.mail_number import WrongMailNumber, mail_number
from kiosk.hall.parcel import CAME_BACK, IN_THE_HALL, NO_RECIPIENT, Handover, Parcel, ParcelState, Recipient
from kiosk.hall.parcel_events import LedgerExported
from kiosk.hall.person import LAST, WrongPhone, phone_number
from kiosk.hall.ticket import ids_of_number
from kiosk.hall.words import Words
from kiosk.storage.parcels import Wanted
from kiosk.storage.store import Reading, Store

MOST_SHOWN = 200
MOST_EXPORTED = 20_000
MOST_COMPARED = 1_000
AT_ONCE = 200  # parcels that one round of upkeep looks at
CALLED_WITHIN = timedelta(days=90)
SIGNED_SHOWN = timedelta(days=3)
LIST_SOON = timedelta(days=60)  # a parcel may go to the post long after it was asked for
SLIP = "courier-slip"
NOT_OUT = frozenset({PaperState.FAILED, PaperState.EXPIRED})
Line = tuple[Parcel, Recipient]


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the courier liaison has before him."""

    to_pack: tuple[Line, ...]
    packed: tuple[Line, ...]
    lists: tuple[Handover, ...]
    signed: tuple[Handover, ...]  # of the last days: the post may ask for its file again
    away: tuple[Line, ...]
    back: tuple[Line, ...]
    late: frozenset[str]
    to_call: tuple[Line, ...]
    waiting: int  # asked for, and the result is not there yet


@dataclass(frozen=True, slots=True)
class Beside:
    """What lines of the ledger say that their parcels do not know: a case's decision, an account's name."""

    decided: Mapping[str, date]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One parcel in ledger, slip and hand-over list, and what does not agree."""

    parcel: Parcel
    slip: bool
    lists: tuple[str, ...]
    differences: tuple[Words, ...]


def one(store: Store, *, parcel: str) -> Line:
    """Look at one parcel and its recipient.

    Raises:
        UnknownParcel: there is none.
    """
    with store.read() as reading:
        return reading.parcels.get(parcel), reading.parcels.recipient(parcel)


def day(store: Store, *, at: datetime) -> Day:
    """Say what is to be packed, handed over, chased and called about now."""
    with store.read() as reading:
        posting = reading.catalogue(at).hall.courier
        lines = reading.parcels.under_way(MOST_COMPARED)
        ended = reading.parcels.ended_since(at - CALLED_WITHIN, MOST_COMPARED)
        recent = reading.handovers.between(at - SIGNED_SHOWN, at + timedelta(seconds=1))
        lists = {one.handover: reading.handovers.get(one.handover) for one, _ in lines if _is_listed(one)}
    sends = [line for line in lines if line[0].state is ParcelState.TO_SEND]
    away = [line for line in lines if line[0].state is ParcelState.HANDED_OVER]
    days, every = posting.undelivered_days, posting.sample_every
    return Day(
        to_pack=tuple(line for line in sends if not line[0].is_packed),
        packed=tuple(line for line in sends if line[0].is_packed and not line[0].handover),
        lists=tuple(lists.values()),
        signed=tuple(one for one in reversed(recent) if one.signed_at),
        away=tuple(away),
        back=tuple(line for line in lines if line[0].state in CAME_BACK),
        late=frozenset(one.id for one, _ in away if chasing.is_late(one, at=at, undelivered_days=days)),
        to_call=tuple(
            line
            for line in (*lines, *ended)
            if chasing.wants_call(line[0], at=at, undelivered_days=days, sample_every=every)
        ),
        waiting=sum(one.state in {ParcelState.APPLIED, ParcelState.TO_ISSUE} for one, _ in lines),
    )


def search(
    store: Store, *, text: str, at: datetime, state: str = "", limit: int = MOST_SHOWN
) -> tuple[Line, ...]:
    """Search by phone (whole, or its last four digits), name, ticket, case, request or mail number.

    A ticket's number comes back every day: what was asked for with it in the last month is all listed.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return ()
    with store.read() as reading:
        most = MOST_EXPORTED if state else limit  # a state leaves some of them out
        found = reading.parcels.found(_wanted(wanted, reading.catalogue(at), at), most)
    return tuple(line for line in found if not state or line[0].state.value == state)[:limit]


def between(
    store: Store, *, start: datetime, end: datetime, state: str = "", limit: int = MOST_SHOWN
) -> tuple[Line, ...]:
    """List the parcels that were asked for between two times, all or those of a state, the newest first."""
    with store.read() as reading:
        return reading.parcels.between(start, end, limit, state)


def beside(store: Store, *, lines: tuple[Line, ...]) -> Beside:
    """Look up what the file of the ledger says beside its lines."""
    with store.read() as reading:
        return Beside(
            decided=reading.cases.decided(one.case for parcel, _ in lines for one in parcel.contents),
            names={one.id: one.name for one in reading.accounts.all()},
        )


def reveal(store: Store, *, parcel: str, by: str, at: datetime) -> Recipient:
    """Show a recipient without masks; who looked is written down.

    Raises:
        UnknownParcel: there is none.
    """
    with store.begin() as work:
        recipient = work.parcels.recipient(parcel)
        work.record(PersonRevealed(parcel, by), at)
        return recipient


def exported(store: Store, *, lines: int, masked: bool, by: str, at: datetime) -> None:
    """Write down that lines of the ledger leave the hall as a file."""
    with store.begin() as work:
        work.record(LedgerExported(lines, masked, by), at)


def compare(store: Store, *, start: datetime, end: datetime) -> tuple[Compared, ...]:
    """Hold ledger, slips and hand-over lists of a period against each other, parcel by parcel."""
    with store.read() as reading:
        lines = reading.parcels.between(start, end, MOST_COMPARED)
        lists = reading.handovers.between(start, end + LIST_SOON)
        return tuple(_compared(reading, parcel, lists) for parcel, _ in lines)


def forget_recipients(store: Store, *, at: datetime) -> int:
    """Erase recipients some years after the end of their parcels; returns how many were forgotten."""
    with store.begin() as work:
        years = work.catalogue(at).hall.courier.keep_years
        before = at.replace(year=at.year - years, day=min(at.day, 28))
        over = work.parcels.known_and_over(before, AT_ONCE)
        for parcel in over:
            work.parcels.set_recipient(parcel.id, NO_RECIPIENT)
            work.record(PersonErased(parcel.id), at)
    return len(over)


def _is_listed(parcel: Parcel) -> bool:
    return parcel.state is ParcelState.TO_SEND and bool(parcel.handover)


def _wanted(text: str, catalogue: Catalogue, at: datetime) -> Wanted:
    upper = text.upper()
    number = _or_nothing(lambda: mail_number(text), WrongMailNumber)
    return Wanted(
        id=upper if upper.startswith("YJ") else "",
        case=upper if upper.startswith("BJ") else "",
        tickets=(upper,)
        if upper[:8].isdigit() and "-" in upper
        else ids_of_number(text, local_day(catalogue, at)),
        mail_number=number,
        phone=_or_nothing(lambda: phone_number(text, area_code=catalogue.hall.area_code), WrongPhone),
        last=text if text.isdigit() and len(text) == LAST else "",
        name=text,
    )


def _or_nothing(read: Callable[[], str], refusal: type[HallError]) -> str:
    try:
        return read()
    except refusal:
        return ""


def _compared(reading: Reading, parcel: Parcel, lists: tuple[Handover, ...]) -> Compared:
    slips = [one for one in reading.papers.of_ticket(parcel.id) if one.name == SLIP]
    slip = any(one.state not in NOT_OUT for one in slips)
    signed = [
        (one.id, line)
        for one in lists
        if one.signed_at and not one.torn_up
        for line in one.lines
        if line.parcel == parcel.id
    ]
    differences = []
    if not slip:
        differences.append(Words("没有打出快递单", "no slip was printed"))
    if parcel.handed_over_at and not signed:
        differences.append(Words("台账已交邮，签字的交接单上没有", "in the post, and on no signed list"))
    if signed and parcel.state in IN_THE_HALL and not parcel.back_at:
        differences.append(Words("交接单已签字，台账还没交邮", "on a signed list, and not in the post"))
    if signed and parcel.handed_over_at:
        line = signed[-1][1]
        if line.mail_number and line.mail_number != parcel.mail_number:
            differences.append(Words("邮件号与交接单不同", "another mail number than on the list"))
        if line.pieces != parcel.pieces:
            differences.append(Words("件数与交接单不同", "another count than on the list"))
    if parcel.handed_over_at and not parcel.mail_number:
        differences.append(Words("还没有邮件号", "no mail number yet"))
    return Compared(parcel, slip, tuple(one for one, _ in signed), tuple(differences))
