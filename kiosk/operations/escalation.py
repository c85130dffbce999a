"""办不成事: a clerk registers what could not be done; it is classified, passed on, answered and closed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.hall import escalation as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.case_events import PersonRevealed
from kiosk.hall.errors import NotAllowed
from kiosk.hall.escalation import Escalation
from kiosk.hall.escalation_events import (
    EscalationAnswered,
    EscalationAssigned,
    EscalationClassified,
    EscalationClosed,
    EscalationErased,
    EscalationEvent,
    EscalationFollowedUp,
    EscalationRegistered,
)
from kiosk.hall.escalation_words import Grade, Result, Trouble
from kiosk.hall.person import Person, person, phone_number
from kiosk.operations.accounts import works_at_window
from kiosk.storage.escalations import Told
from kiosk.storage.store import Store, Work

BATCH = 100  # problems erased in one act


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody tells a clerk; name and phone only if he wants to leave them."""

    trouble: Trouble
    words: str
    service: str = ""
    ticket: str = ""
    name: str = ""
    phone: str = ""


def register(
    store: Store,
    *,
    complaint: Complaint,
    window: int | None,
    place: str,
    by: str,
    language: str = "zh",
    at: datetime,
) -> Escalation:
    """Register what could not be done; its slip with number and promised day follows.

    Raises:
        NotForThis: it belongs elsewhere, and the sentence says where.
        NoWords, WrongName, WrongPhone: what was typed cannot be that.
        UnknownService, UnknownTicket: there is none.
    """
    rules.must_be_in_scope(complaint.trouble)
    told = Told(_person(complaint), rules.words_of(complaint.words))
    with store.begin() as work:
        catalogue = work.catalogue(at)
        if complaint.service:
            catalogue.service(complaint.service)
        ticket = work.tickets.get(complaint.ticket) if complaint.ticket else None
        problem = Escalation(
            number=work.escalations.next_number(local_day(catalogue, at)),
            ticket=ticket.visit if ticket else "",
            service=complaint.service,
            trouble=complaint.trouble,
            registered_at=at,
            registered_by=by,
            window=window,
            due_at=rules.due(catalogue, None, at),
            language=ticket.language if ticket else language,
        )
        work.escalations.add(problem, told)
        work.record(_registered(problem, _due_day(work, problem, at), place), at)
    return problem


def classify(store: Store, *, number: str, grade: Grade, about: str, by: str, at: datetime) -> Escalation:
    """Say how hard a problem is, from which its day follows, and which colleague it is about ("" for nobody).

    Raises:
        UnknownEscalation, NotNow, AboutYou: see the rules.
        NotAllowed: nobody has the account that it is said to be about.
    """
    with store.begin() as work:
        before = work.escalations.get(number)
        _must_be_staff(work, about)
        due_at = rules.due(work.catalogue(at), grade, before.registered_at)
        after = rules.classify(before, grade=grade, about=about, due_at=due_at, by=by)
        event = EscalationClassified(number, grade.value, _due_day(work, after, at), about, by)
        return _move(work, before, after, event, at)


def assign(
    store: Store, *, number: str, window: int | None, person: str, by: str, at: datetime
) -> Escalation:
    """Pass a problem on to a window or to a colleague.

    Raises:
        UnknownEscalation, NotNow, ForNobody: see the rules.
        UnknownWindow: the hall has no such window.
        NotAllowed: nobody has this account.
    """
    with store.begin() as work:
        before, catalogue = work.escalations.get(number), work.catalogue(at)
        if window is not None:
            catalogue.window(window)
        _must_be_staff(work, person)
        due_again = rules.due(catalogue, before.grade, at)
        after = rules.assign(before, window=window, person=person, due_again=due_again)
        return _move(work, before, after, EscalationAssigned(number, window, person, by), at)


def answer(
    store: Store,
    *,
    number: str,
    words: str,
    by: str,
    window: int | None = None,
    is_manager: bool = False,
    at: datetime,
) -> Escalation:
    """Note what the citizen was answered; only who has the problem may, or the manager.

    Raises:
        UnknownEscalation, NotNow, NoWords: see the rules.
        NotYours: it was passed on to somebody else.
    """
    said = rules.words_of(words)
    with store.begin() as work:
        before = work.escalations.get(number)
        after = rules.answer(before, by=by, at=at)
        if not is_manager and not rules.may_answer(before, window=window, person=by):
            raise rules.NotYours(number)
        work.escalations.retell(number, replace(work.escalations.told(number), answer=said, note=""))
        return _move(work, before, after, EscalationAnswered(number, after.was_late(), by), at)


def reveal(
    store: Store,
    *,
    number: str,
    by: str,
    window: int | None = None,
    is_manager: bool = False,
    at: datetime,
) -> Person:
    """Show whom to answer without masks, to who has the problem or the manager; who looked is written down.

    Raises:
        UnknownEscalation: there is none.
        NotYours: it lies with somebody else.
    """
    with store.begin() as work:
        if not is_manager and not rules.may_answer(work.escalations.get(number), window=window, person=by):
            raise rules.NotYours(number)
        shown = work.escalations.told(number).person
        work.record(PersonRevealed(number, by), at)
        return shown


def follow_up(store: Store, *, number: str, result: Result, note: str, by: str, at: datetime) -> Escalation:
    """Note what the citizen says when he is asked afterwards.

    Raises:
        UnknownEscalation, NotNow, AboutYou, NoWords: see the rules.
    """
    said = rules.words_of(note) if note.strip() else ""
    with store.begin() as work:
        before = work.escalations.get(number)
        after = rules.follow_up(before, result=result, by=by, at=at)
        work.escalations.retell(number, replace(work.escalations.told(number), note=said))
        return _move(work, before, after, EscalationFollowedUp(number, result.value, by), at)


def close(store: Store, *, number: str, by: str, at: datetime) -> Escalation:
    """End a problem; not by whom it is about.

    Raises:
        UnknownEscalation, NotNow, AboutYou: see the rules.
    """
    with store.begin() as work:
        before = work.escalations.get(number)
        return _move(work, before, rules.close(before, by=by, at=at), EscalationClosed(number, by), at)


def erase_old(store: Store, *, at: datetime) -> int:
    """Erase who it was and what was said of problems that ended long ago; returns how many."""
    with store.read() as reading:
        days = reading.catalogue(at).hall.escalation.erase_after_days
        before = at - timedelta(days=days)
        if not reading.escalations.closed_before(before, 1):
            return 0
    with store.begin() as work:
        old = work.escalations.closed_before(before, BATCH)
        for problem in old:
            work.escalations.erase(problem.number, at)
            work.record(EscalationErased(problem.number), at)
    return len(old)


def _move(
    work: Work, before: Escalation, after: Escalation, event: EscalationEvent, at: datetime
) -> Escalation:
    work.escalations.move(before, after)
    work.record(event, at)
    return after


def _registered(problem: Escalation, due: str, place: str) -> EscalationRegistered:
    return EscalationRegistered(
        escalation=problem.number,
        ticket=problem.ticket,
        service=problem.service,
        trouble=problem.trouble.value,
        window=problem.window,
        due=due,
        language=problem.language,
        place=place,
        by=problem.registered_by,
    )


def _person(complaint: Complaint) -> Person:
    if complaint.name.strip():
        return person(complaint.name, complaint.phone)
    return Person("", phone_number(complaint.phone) if complaint.phone.strip() else "")


def _due_day(work: Work, problem: Escalation, at: datetime) -> str:
    return rules.last_day(work.catalogue(at), problem.due_at).isoformat()


def _must_be_staff(work: Work, account: str) -> None:
    """Refuse an account that nobody of the hall has."""
    if not account:
        return
    found = work.accounts.get(account)
    if found is None or not works_at_window(found):
        raise NotAllowed(account[:32])
