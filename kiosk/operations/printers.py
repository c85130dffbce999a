"""打印机: how they are, who said so last, and what people do at them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.hall.catalogue import Printer
from kiosk.hall.errors import HallError
from kiosk.hall.jobs import PaperState
from kiosk.hall.paper_events import PaperExpired, PaperRefilled, PaperSettled, PrinterChanged, PrinterTried
from kiosk.storage.paper_rows import PaperRow
from kiosk.storage.printers import PrinterNow
from kiosk.storage.store import Store, Work

AWAY_AFTER = timedelta(seconds=60)  # an agent looks at an idle printer every twenty seconds
PRINTING = frozenset({"ready", "near_end", "unknown"})  # unknown: it cannot be asked, and is believed
GIVEN_UP = "人工放弃 / given up by a person"
SEEN_OUT = "人工核对已出纸 / seen on paper by a person"


WAITING = frozenset({PaperState.QUEUED, PaperState.LEASED, PaperState.SENDING, PaperState.BLOCKED})


@dataclass(frozen=True, slots=True)
class PrinterLine:
    """One printer as it is."""

    printer: Printer
    condition: str
    is_well: bool
    since: datetime | None
    waiting: int


class UnknownPrinter(HallError):
    """The hall has no printer of this name."""

    status = 404
    zh = "没有打印机 {0}。"
    en = "There is no printer {0}."


class NotInDoubt(HallError):
    """There is nothing to settle: the paper is out, or on its way."""

    zh = "单据 {0} 不需要核对。"
    en = "Paper {0} needs no decision."


def note(store: Store, *, printer: str, condition: str, at: datetime) -> None:
    """Keep what an agent says of a printer; a change is an event."""
    with store.read() as reading:
        known = {one.name for one in reading.catalogue(at).hall.printers}
        before = reading.printers.all().get(printer)
    if printer not in known:
        return
    with store.begin() as work:
        changed = before is None or before.condition != condition
        since = at if changed or before is None else before.changed_at
        work.printers.put(PrinterNow(printer, condition, at, since))
        if changed:
            work.record(PrinterChanged(printer, condition), at)


def is_well(now: PrinterNow | None, at: datetime) -> bool:
    """Tell whether a printer prints, as far as anybody knows: it said so, and not too long ago."""
    return condition_of(now, at) in PRINTING


def condition_of(now: PrinterNow | None, at: datetime) -> str:
    """Tell how a printer is: "away" when its agent went silent, "" before it ever spoke."""
    if now is None:
        return ""
    return "away" if at - now.seen_at > AWAY_AFTER else now.condition


def all_now(store: Store, *, at: datetime) -> tuple[PrinterLine, ...]:
    """List the hall's printers as they are: the file's order, each with what waits for it."""
    with store.read() as reading:
        hall, known = reading.catalogue(at).hall, reading.printers.all()
        waiting = Counter(one.printer for one in reading.papers.unsettled() if one.state in WAITING)
    return tuple(_line(one, known.get(one.name), waiting[one.name], at) for one in hall.printers)


def dead_letters(store: Store) -> tuple[PaperRow, ...]:
    """List the papers that a person may have to look after, newest first, fifty at most."""
    with store.read() as reading:
        return reading.papers.dead_letters()


def is_open(paper: PaperRow) -> bool:
    """Tell whether a person still has to say what became of a paper."""
    return paper.state in {PaperState.UNKNOWN, PaperState.FAILED}


def try_out(store: Store, *, printer: str, place: str, at: datetime) -> int:
    """Print a test page; returns its event.

    Raises:
        UnknownPrinter: the hall has no printer of this name.
    """
    with store.begin() as work:
        _known(work, printer, at)
        return work.record(PrinterTried(printer, place), at)


def refill(store: Store, *, printer: str, place: str, at: datetime) -> None:
    """Note that a new roll is in; what waited is tried again at once.

    Raises:
        UnknownPrinter: the hall has no printer of this name.
    """
    with store.begin() as work:
        _known(work, printer, at)
        for paper in work.papers.unsettled():
            if paper.printer == printer and paper.state is PaperState.BLOCKED:
                work.papers.set_state(paper.id, PaperState.QUEUED, paper.detail, at)
        work.record(PaperRefilled(printer, place), at)


def settle(store: Store, *, paper: str, is_out: bool, by: str, at: datetime) -> None:
    """Take a person's word for a paper in doubt: it is out, or nobody needs it any more.

    Raises:
        UnknownPaper: no such job.
        NotInDoubt: it is out, or on its way.
    """
    with store.begin() as work:
        found = work.papers.get(paper)
        if found.state in {PaperState.SENT, PaperState.CONFIRMED, PaperState.EXPIRED, PaperState.SHOWN}:
            raise NotInDoubt(paper)
        state = PaperState.CONFIRMED if is_out else PaperState.EXPIRED
        work.papers.set_state(paper, state, SEEN_OUT if is_out else GIVEN_UP, at)
        work.record(PaperSettled(paper, is_out, by), at)


def expire(store: Store, *, at: datetime) -> int:
    """Give up the papers that nobody waits for any more; returns how many."""
    with store.read() as reading:
        if not reading.papers.overdue(at):
            return 0
    with store.begin() as work:
        overdue: tuple[PaperRow, ...] = work.papers.overdue(at)
        for paper in overdue:
            work.papers.set_state(paper.id, PaperState.EXPIRED, paper.detail, at)
            work.record(PaperExpired(paper.id), at)
        return len(overdue)


def _line(printer: Printer, now: PrinterNow | None, waiting: int, at: datetime) -> PrinterLine:
    condition, since = condition_of(now, at), None
    if now is not None:
        since = now.seen_at if condition == "away" else now.changed_at
    return PrinterLine(printer, condition, is_well(now, at), since, waiting)


def _known(work: Work, printer: str, at: datetime) -> None:
    if printer not in {one.name for one in work.catalogue(at).hall.printers}:
        raise UnknownPrinter(printer)
