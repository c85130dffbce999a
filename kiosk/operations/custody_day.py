"""代收的一天: cash changes drawers, the day's cash is counted, and long closed deposits lose their names."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kiosk.hall import custody as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.custody_book import Entry, Kind, differences, drawer
from kiosk.hall.custody_difference import Why, difference
from kiosk.hall.custody_events import (
    CashDiffered,
    CashHandedOver,
    CustodyReconciled,
    PayersErased,
    ReceiptReprinted,
)
from kiosk.hall.deposit import Deposit
from kiosk.hall.errors import NotAllowed
from kiosk.hall.fen import yuan
from kiosk.operations.custody import note
from kiosk.storage.custody import Closing
from kiosk.storage.store import Reading, Store

RECEIPT = "custody-receipt"
BATCH = 200  # payers erased in one act, so that nobody waits for a long commit


def hand_over(
    store: Store, *, deposits: Sequence[str] = (), giver: str, taker: str, window: int, at: datetime
) -> tuple[Deposit, ...]:
    """Put the cash of deposits into another clerk's drawer, of all that the giver has when none is named.

    Whoever calls this has seen both sign in.

    Raises:
        NothingLeft, NotYourCash, SameEyes: see `rules.hand_over`; nothing was handed over.
    """
    with store.begin() as work:
        every = [one.id for one in work.custody.open() if one.holder == giver and one.left]
        wanted = tuple(dict.fromkeys(deposits)) or tuple(every)
        if not wanted:
            raise rules.NothingLeft("—")
        given = []
        for deposit in wanted:
            before = work.custody.get(deposit)
            after = rules.hand_over(before, giver=giver, taker=taker)
            work.custody.move(before, after)
            moved = Entry(
                deposit, Kind.HAND_OVER, drawer(giver), drawer(taker), after.left, giver, window, at
            )
            note(work, moved)
            given.append(after)
        fen = sum(one.left for one in given)
        work.record(CashHandedOver(wanted, fen, giver, taker, window), at)
        return tuple(given)


def differ(
    store: Store, *, clerk: str, counted: int, why: Why, by: str, signed_by: str, at: datetime
) -> Entry:
    """Let the book of a clerk's drawer follow what was counted there, under two signatures.

    Whoever calls this has seen both sign in.

    Raises:
        NoDifference, TwoSignatures, SameEyes: see `difference`.
        NotAllowed: nobody of the hall has such a drawer.
    """
    with store.begin() as work:
        if work.accounts.get(clerk) is None:
            raise NotAllowed(clerk[:32])
        booked = work.custody.held_by(drawer(clerk))
        entry = difference(clerk, booked=booked, counted=counted, why=why, by=by, signed_by=signed_by, at=at)
        note(work, entry)
        kind = entry.kind.value
        work.record(CashDiffered(clerk, kind, booked, counted, why.value, by, signed_by), at)
    return entry


def reprint_receipt(store: Store, *, deposit: str, by: str, at: datetime) -> int:
    """Print the receipt of a deposit anew, marked 补打; returns the number of the copy.

    Raises:
        UnknownDeposit: there is none of this number.
    """
    with store.begin() as work:
        known = work.custody.get(deposit)
        papers = work.papers.of_ticket(known.ticket or known.id)
        copy = max((one.copy for one in papers if one.name == RECEIPT), default=0) + 1
        work.record(ReceiptReprinted(deposit, copy, by), at)
        return copy


def reconcile(
    store: Store, *, counted: Mapping[str, int], by: str, signed_by: str = "", at: datetime
) -> Closing:
    """Close today's custody: every drawer was counted, and what is open is carried over with a signature.

    `counted` says in fen what lay in each clerk's drawer; one that is left out was empty.

    Raises:
        DrawerDiffers: a count is not what the book says.
        SignatureNeeded: something is open, and no director or manager has signed for it.
        SameEyes: he signed for his own count.
    """
    with store.begin() as work:
        day = local_day(work.catalogue(at), at)
        drawers = work.custody.drawers()
        for one in differences(drawers, {clerk: fen for clerk, fen in counted.items() if fen}):
            raise rules.DrawerDiffers(name_of(work, one.clerk), yuan(one.booked), yuan(one.counted))
        left = work.custody.open()
        if left and not signed_by:
            raise rules.SignatureNeeded(len(left))
        if left and signed_by == by:
            raise rules.SameEyes
        for before in left:
            work.custody.move(before, rules.carry(before, day=day))
        carried = tuple(one.id for one in left)
        closing = Closing(at, sum(drawers.values()), carried, by, signed_by)
        work.custody.close_day(day, closing)
        work.record(CustodyReconciled(f"{day:%Y-%m-%d}", closing.fen, carried, by, signed_by), at)
    return closing


def erase_payers(store: Store, *, at: datetime) -> int:
    """Erase whose money it was from deposits closed long ago; their figures stay; returns how many."""
    with store.read() as reading:
        before = _years_before(at, reading.catalogue(at).hall.custody.kept_years)
        if not reading.custody.known_before(before, 1):
            return 0
    with store.begin() as work:
        old = work.custody.known_before(before, BATCH)
        for deposit in old:
            work.custody.erase(deposit)
        if old:
            work.record(PayersErased(old), at)
    return len(old)


def name_of(reading: Reading, clerk: str) -> str:
    """Name a clerk as his colleagues know him."""
    known = reading.accounts.get(clerk) if clerk else None
    return known.name if known else clerk


def _years_before(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year - years)
    except ValueError:  # 29 February
        return at.replace(year=at.year - years, day=28)
