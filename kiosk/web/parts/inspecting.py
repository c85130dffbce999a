"""排查的步骤: what an inspector's page and a clerk's page both do, read from a form of ours."""

from collections.abc import Callable
from typing import Annotated

from flask import request
from flask_login import current_user
from pydantic import Field, StringConstraints

from kiosk.hall.inspection import LONGEST_DEMAND, LONGEST_WORDS, MOST_DAYS, MOST_DEMANDS, Inspection
from kiosk.hall.inspection_events import InspectionRegistered
from kiosk.hall.inspection_words import CloseReason
from kiosk.hall.service import Question
from kiosk.operations import inspection
from kiosk.operations.inspection import Found, Place
from kiosk.operations.prepared import Prepared
from kiosk.operations.pressing import act_once
from kiosk.storage.store import Store
from kiosk.web.context import hall
from kiosk.web.parts.forms import NO_CONTROLS, Body, Code, InvalidInput, checked
from kiosk.web.parts.presses import press_of_form

ANSWER = "answer."  # answer.kind=key
PASSED, ORDERED = "passed", "ordered"

Short = Annotated[str, StringConstraints(max_length=200, pattern=NO_CONTROLS)]
Long = Annotated[str, StringConstraints(max_length=4 * LONGEST_WORDS)]
Lines = Annotated[str, StringConstraints(max_length=MOST_DEMANDS * LONGEST_DEMAND)]
Days = Annotated[int, Field(strict=False, ge=0, le=MOST_DAYS)]
Version = Annotated[int, Field(strict=False, ge=0, le=2**31 - 1)]


class PlaceBody(Body):
    """Who and where is to be looked at."""

    service: Code
    name: Short
    address: Short
    contact: Short
    phone: Short


class FoundBody(Body):
    """What was seen on the first visit."""

    version: Version
    findings: Long = ""
    demands: Lines = ""
    days: Days = 0


class MendedBody(Body):
    """What is put right, by its place on the list, and how long the rest may take."""

    version: Version
    mended: tuple[Annotated[int, Field(strict=False, ge=0, lt=MOST_DEMANDS)], ...] = ()
    days: Days = 0


class CloseBody(Body):
    """Why it ends without a case."""

    version: Version
    why: Annotated[CloseReason, Field(strict=False)]
    words: Long = ""


def register() -> str:
    """Register a place; returns its number, the same however often the form arrives."""
    given = checked(PlaceBody, _fields(PlaceBody))
    place = Place(given.name, given.address, given.contact, given.phone)
    at, by = hall().now(), current_user.id

    def act(store: Store) -> Inspection:
        return inspection.register(store, service=given.service, place=place, by=by, at=at)

    event = act_once(hall().store, press=press_of_form(request.form, ["register", given]), at=at, act=act)
    return event.inspection if isinstance(event, InspectionRegistered) else ""


def step(name: str, number: str, place: str) -> None:
    """Take the step that a form names; papers come out at a place of the hall."""
    steps: dict[str, Callable[[], None]] = {
        "visit": lambda: _visit(number, place),
        "again": lambda: _visit_again(number, place),
        "close": lambda: _close(number),
    }
    steps[name]()


def questions(seen: Prepared) -> tuple[Question, ...]:
    """List what an inspector can answer for the applicant; what nobody knows yet stays open."""
    return seen.catalogue.service(seen.service).questions


def _visit(number: str, place: str) -> None:
    given = checked(FoundBody, _fields(FoundBody))
    answers = {
        name.removeprefix(ANSWER): value[:64]
        for name, value in request.form.items()
        if name.startswith(ANSWER)
    }
    outcome, at, by = request.form.get("outcome", ""), hall().now(), current_user.id
    if outcome not in {PASSED, ORDERED} or (outcome == PASSED) == bool(given.demands.strip()):
        zh = "发整改通知书要至少写一项；直接通过的不写整改要求"
        en = "write at least one thing to put right, or none where it passes at once"
        raise InvalidInput(zh, en, ("/demands",))
    found = Found(answers, given.findings, given.demands, given.days)
    _once(
        ["visit", number, given, answers, outcome],
        lambda store: inspection.visit(
            store, number=number, version=given.version, found=found, by=by, place=place, at=at
        ),
    )


def _visit_again(number: str, place: str) -> None:
    values = {**_fields(MendedBody), "mended": tuple(request.form.getlist("mended"))}
    given, at, by = checked(MendedBody, values), hall().now(), current_user.id
    _once(
        ["again", number, given],
        lambda store: inspection.visit_again(
            store,
            number=number,
            version=given.version,
            mended=given.mended,
            days=given.days,
            by=by,
            place=place,
            at=at,
        ),
    )


def _close(number: str) -> None:
    given, at, by = checked(CloseBody, _fields(CloseBody)), hall().now(), current_user.id
    if given.why is CloseReason.LAPSED:
        raise InvalidInput("请选一个原因", "choose a reason", ("/why",))
    _once(
        ["close", number, given],
        lambda store: inspection.close(
            store, number=number, version=given.version, why=given.why, words=given.words, by=by, at=at
        ),
    )


def window_of(service: str) -> str:
    """Name the place whose printer gives the papers of a service: the first window that takes it."""
    catalogue = hall().catalogue()
    letter = catalogue.service(service).queue
    windows = [one.number for one in catalogue.hall.windows if letter in one.queues]
    return f"window {windows[0]}" if windows else "desk"


def _once(wish: list[object], act: Callable[[Store], object]) -> None:
    act_once(hall().store, press=press_of_form(request.form, wish), at=hall().now(), act=act)


def _fields(body: type[Body]) -> dict[str, object]:
    return {name: request.form[name] for name in body.model_fields if name in request.form}
