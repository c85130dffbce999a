"""小票到哪了: how far a paper has come, as the one who waits for it at a kiosk must know."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.hall.floor import printer_at
from kiosk.hall.jobs import PaperState
from kiosk.hall.ticket import Ticket
from kiosk.operations import printers, printing
from kiosk.storage.paper_rows import PaperRow
from kiosk.web import language
from kiosk.web.context import Hall

COMING, OUT, STUCK, SHOWN, ELSEWHERE = "coming", "out", "stuck", "shown", "elsewhere"


def of_ticket(hall: Hall, token: str, place: str) -> dict[str, str]:
    """Say how far the paper of a ticket has come."""
    with hall.store.read() as reading:
        ticket: Ticket = reading.tickets.by_token(token)
        papers = reading.papers.of_ticket(ticket.id)
    return state_of(papers, hall, place)


def state_of(papers: Sequence[PaperRow], hall: Hall, place: str) -> dict[str, str]:
    """Say in one word how far papers have come, as seen at a kiosk whose printer may not be theirs."""
    states = {paper.state.value for paper in papers}
    if states <= {"shown"}:
        return {"state": SHOWN}
    home = printer_at(hall.catalogue().hall, place)
    if states <= {"shown", "sending", "sent", "confirmed"} and any(paper.printer != home for paper in papers):
        return {"state": ELSEWHERE}
    if states <= {"shown", "sent", "confirmed"}:
        return {"state": OUT}
    at = hall.now()
    hopeful = _may_come(hall, home)
    late = any(
        printing.is_stuck(paper, at) and not (hopeful and _just_blocked(paper, at)) for paper in papers
    )
    cannot = late or not hopeful
    return {"state": STUCK if cannot else COMING}


def _just_blocked(paper: PaperRow, at: datetime) -> bool:
    """Tell whether another printer may still take the paper over in time."""
    return paper.state is PaperState.BLOCKED and at - paper.asked_at <= printing.STUCK_AFTER


def stand_in(hall: Hall, place: str) -> str:
    """Say where the papers of a kiosk come out while its own printer cannot print."""
    of_hall = hall.catalogue().hall
    known = {one.name: one for one in of_hall.printers}
    own = known.get(printer_at(of_hall, place))
    other = known.get(own.backup) if own else None
    return (other.label.said(language.chosen()) or other.name) if other else ""


def _may_come(hall: Hall, printer: str) -> bool:
    """Tell whether a paper can come out soon: its printer or the stand-in is not known to be ill."""
    now = {one.printer.name: one for one in printers.all_now(hall.store, at=hall.now())}
    own = now.get(printer)
    if own is None or own.is_well or own.condition in {"", "away"}:
        return True  # nobody knows better: the time that it takes will tell
    other = now.get(own.printer.backup)
    return other is not None and other.is_well


def patience(state: str) -> str:
    """Say how long the screen of a paper stays: a number that is on no paper stays longer."""
    return "stuck" if state in {STUCK, SHOWN, ELSEWHERE} else "result"
