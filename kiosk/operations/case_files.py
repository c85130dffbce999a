"""办件查询: cases found, shown and counted, and what time alone does to them."""

import re
from datetime import date, datetime
from unicodedata import normalize

from kiosk.hall import casework as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.case import Case, NothingTold, Receipt
from kiosk.hall.case_events import (
    CaseAccepted,
    CaseEnded,
    CaseEvent,
    NoticesReprinted,
    PersonErased,
    PersonRevealed,
)
from kiosk.hall.person import NOBODY, Person, WrongPhone, phone_number
from kiosk.hall.ticket import ids_of_number
from kiosk.operations.casework import move_on, received_on, said
from kiosk.storage.cases import CaseOvertaken
from kiosk.storage.store import Reading, Store, Work

MOST_SHOWN = 100
OF_A_CASE = re.compile(r"(?:SL|RQ|BY|SJ)(\d{8}-\d{3,6})")  # a paper that is numbered as its case
AT_ONCE = 200  # cases that one round of upkeep looks at


def one(store: Store, *, case: str) -> tuple[Case, Person]:
    """Look at one case and its applicant.

    Raises:
        UnknownCase: there is none.
    """
    with store.read() as reading:
        return reading.cases.get(case), reading.cases.person(case)


def of_ticket(store: Store, *, ticket: str) -> tuple[Case, ...]:
    """List the cases that a ticket's visit was for; of a part, those of its own services.

    Raises:
        UnknownTicket: there is none.
    """
    with store.read() as reading:
        taken = reading.tickets.get(ticket)
        cases = reading.cases.of_ticket(taken.visit)
    return tuple(one for one in cases if taken.part is None or one.service in taken.services)


def comes_again(store: Store, *, case: Case, ticket: str) -> bool:
    """Tell whether a ticket's citizen came for a case on another visit than those that are noted.

    Raises:
        UnknownTicket: there is none.
    """
    with store.read() as reading:
        visit = reading.tickets.get(ticket).visit
    return all(one.ticket != visit for one in case.visits)


def open_cases(store: Store) -> tuple[tuple[Case, Person], ...]:
    """List what is still to be done, what is due first."""
    with store.read() as reading:
        return reading.cases.open(MOST_SHOWN)


def search(store: Store, *, text: str, at: datetime) -> tuple[tuple[Case, Person], ...]:
    """Search by number of case, notice or ticket of these days, phone (or its last four) or name."""
    wanted = " ".join(text.split())
    if numbered := OF_A_CASE.fullmatch(normalize("NFKC", wanted).upper()):
        wanted = f"BJ{numbered[1]}"
    if not wanted:
        return ()
    with store.read() as reading:
        area = reading.catalogue(at).hall.area_code
        return _of_number(reading, wanted, at) or reading.cases.found(
            wanted, _phone(wanted, area), MOST_SHOWN
        )


def opened_between(store: Store, *, start: datetime, end: datetime) -> tuple[Case, ...]:
    """List the cases that were opened from one time up to another."""
    with store.read() as reading:
        return reading.cases.between(start, end)


def reveal(store: Store, *, case: str, by: str, at: datetime) -> Person:
    """Show an applicant without masks; who looked is written down.

    Raises:
        UnknownCase: there is none.
    """
    with store.begin() as work:
        person = work.cases.person(case)
        work.record(PersonRevealed(case, by), at)
        return person


def reprint(store: Store, *, case: str, by: str, at: datetime) -> None:
    """Print anew what the applicant was told when his case was received, marked 补打.

    Raises:
        UnknownCase: there is none.
        NothingTold: he was told nothing in writing.
    """
    with store.begin() as work:
        if not work.cases.get(case).has_notice(work.catalogue(at).hall.cases):
            raise NothingTold(case)
        work.record(NoticesReprinted(case, by), at)


def run_clocks(store: Store, *, at: datetime) -> None:
    """Take as accepted what nobody answered in time, and end what was never completed."""
    with store.read() as reading:
        today = local_day(reading.catalogue(at), at)
        late = reading.cases.due(today, AT_ONCE)

    def step(before: Case, work: Work, today: date) -> tuple[Case, CaseEvent] | None:
        catalogue = work.catalogue(at)
        days, received = catalogue.hall.days, received_on(catalogue, before)
        if deemed := rules.deem_accepted(before, on=today, days=days, received_on=received):
            promised = said(deemed.promised_on)
            return deemed, CaseAccepted(deemed.id, Receipt.COMPLETE.value, promised, deemed=True)
        ended = rules.default(before, on=today, at=at)
        return (ended, CaseEnded(ended.id)) if ended else None

    for case in late:
        try:
            move_on(store, case=case.id, version=case.version, step=step, at=at)
        except CaseOvertaken:
            continue  # a clerk was faster, and his step counts


def forget_people(store: Store, *, at: datetime) -> int:
    """Erase who applied some years after a case's end; returns how many were forgotten."""
    with store.begin() as work:
        years = work.catalogue(at).hall.cases.keep_years
        before = at.replace(year=at.year - years, day=min(at.day, 28))
        over = work.cases.known_and_over(before, AT_ONCE)
        for case in over:
            work.cases.set_person(case.id, NOBODY)
            work.record(PersonErased(case.id), at)
    return len(over)


def _of_number(reading: Reading, text: str, at: datetime) -> tuple[tuple[Case, Person], ...]:
    """Find the cases of a ticket by the number on its paper, which comes back every day: the newest first."""
    tickets = ids_of_number(text, local_day(reading.catalogue(at), at))
    return tuple(
        (case, reading.cases.person(case.id))
        for ticket in tickets
        for case in reading.cases.of_ticket(ticket)
    )


def _phone(text: str, area_code: str) -> str:
    try:
        return phone_number(text, area_code=area_code)
    except WrongPhone:
        return ""
