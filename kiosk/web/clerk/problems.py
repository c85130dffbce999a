"""办不成事: a clerk registers at his window what could not be done, and answers what was passed on to him."""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from pydantic import Field, StringConstraints

from kiosk.hall.catalogue import Service
from kiosk.hall.errors import HallError, UnknownService, UnknownTicket
from kiosk.hall.escalation import LONGEST_WORDS, NotForThis, NotNow, NotYours, NoWords, UnknownEscalation
from kiosk.hall.escalation_events import EscalationRegistered
from kiosk.hall.escalation_words import ELSEWHERE, IN_SCOPE, STATE_WORDS, TROUBLE_WORDS, Trouble
from kiosk.hall.person import WrongName, WrongPhone
from kiosk.hall.roles import Permission
from kiosk.hall.ticket import Ticket
from kiosk.operations import escalation
from kiosk.operations import escalation_views as views
from kiosk.operations.escalation import Complaint
from kiosk.operations.moment import known_services
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web import language
from kiosk.web.clerk.place import chosen_window, only_clerks, place
from kiosk.web.context import hall
from kiosk.web.parts.forms import NO_CONTROLS, Body, InvalidInput, checked
from kiosk.web.parts.presses import new_press, press_of_form

bp = Blueprint("problems", __name__, url_prefix="/desk/problems")
bp.before_request(only_clerks)

Short = Annotated[str, StringConstraints(max_length=100, pattern=NO_CONTROLS)]
Long = Annotated[str, StringConstraints(max_length=4 * LONGEST_WORDS)]


class ComplaintBody(Body):
    """What somebody tells a clerk."""

    trouble: Annotated[Trouble, Field(strict=False)]
    words: Long
    service: Short = ""
    ticket: Short = ""
    name: Short = ""
    phone: Short = ""

    def complaint(self) -> Complaint:
        """Say it in the hall's own terms."""
        return Complaint(**self.model_dump())


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to what could not be done, and the key that chooses it."""

    key: int
    trouble: Trouble
    words: str
    elsewhere: bool


@bp.get("")
def form() -> ResponseReturnValue:
    """Show the form for the ticket in hand, and what this clerk has to answer."""
    return _drawn(_ticket(request.args.get("ticket", "")))


@bp.post("")
def register() -> ResponseReturnValue:
    """Register what could not be done; the slip comes out."""
    given = checked(ComplaintBody, {name: request.form.get(name, "") for name in ComplaintBody.model_fields})
    at, by, said = hall().now(), current_user.id, language.chosen()

    def act(store: Store) -> None:
        escalation.register(
            store,
            complaint=given.complaint(),
            window=chosen_window(),
            place=place(),
            by=by,
            language=said,
            at=at,
        )

    event = act_once(hall().store, press=press_of_form(request.form, ["register", given]), at=at, act=act)
    number = event.escalation if isinstance(event, EscalationRegistered) else ""
    return redirect(url_for(".form", did=number), code=303)


@bp.post("/<number>/answer")
def answer(number: str) -> ResponseReturnValue:
    """Note what the citizen was answered."""
    words, at = request.form.get("words", "")[: 4 * LONGEST_WORDS], hall().now()

    def act(store: Store) -> None:
        escalation.answer(
            store,
            number=number,
            words=words,
            by=current_user.id,
            window=chosen_window(),
            is_manager=current_user.may(Permission.ANSWER_PROBLEMS),
            at=at,
        )

    act_once(hall().store, press=press_of_form(request.form, ["answer", number, words]), at=at, act=act)
    return redirect(url_for(".form", answered=number), code=303)


@bp.post("/<number>/person")
def reveal(number: str) -> ResponseReturnValue:
    """Show whom to answer without masks, once; who looked is written down."""
    escalation.reveal(
        hall().store,
        number=number,
        by=current_user.id,
        window=chosen_window(),
        is_manager=current_user.may(Permission.ANSWER_PROBLEMS),
        at=hall().now(),
    )
    return _drawn(None, revealed=number)


def refused(error: HallError) -> ResponseReturnValue:
    """Say beside the form why not; what was typed stays there."""
    return _drawn(_ticket(request.form.get("ticket", "")), error.said(language.chosen())), error.status


for _refusal in (
    *(InvalidInput, NotForThis, NoWords, WrongName, WrongPhone, UnknownService, UnknownTicket),
    *(NotNow, NotYours, UnknownEscalation),
):
    bp.register_error_handler(_refusal, refused)


def _drawn(ticket: Ticket | None, fault: str = "", revealed: str = "") -> str:
    at, catalogue = hall().now(), hall().catalogue()
    done = request.args.get("did", "")[:32]
    return render_template(
        "clerk/problems.html",
        ticket=ticket,
        own=known_services(catalogue, ticket.services) if ticket else (),
        others=_others(ticket),
        choices=_choices(),
        typed=request.form,
        fault=fault,
        did=views.sheet(hall().store, number=done, at=at) if done else None,
        answered=request.args.get("answered", "")[:32],
        seen=views.at_desk(hall().store, window=chosen_window(), person=current_user.id, at=at),
        revealed=revealed,
        mask=hall().mask,
        window=chosen_window(),
        longest=LONGEST_WORDS,
        troubles=TROUBLE_WORDS,
        states=STATE_WORDS,
        press=new_press(),
    )


def _ticket(ticket: str) -> Ticket | None:
    """Find the ticket in hand; none is no fault."""
    try:
        with hall().store.read() as reading:
            return reading.tickets.get(ticket[:32]) if ticket else None
    except UnknownTicket:
        return None


def _others(ticket: Ticket | None) -> tuple[Service, ...]:
    own = ticket.services if ticket else ()
    return tuple(one for one in hall().catalogue().services if one.code not in own)


def _choices() -> tuple[Choice, ...]:
    said = language.chosen()
    return tuple(
        Choice(key, one, TROUBLE_WORDS[one].said(said), one in ELSEWHERE)
        for key, one in enumerate((*IN_SCOPE, *ELSEWHERE), 1)
    )
