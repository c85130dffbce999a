"""办件表单: what a clerk has marked, chosen and typed about a case."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request

from kiosk.hall.case import Mark, VisitReason
from kiosk.hall.case_visits import Coming
from kiosk.hall.person import NOBODY, Person, person
from kiosk.operations.casework import Found
from kiosk.web.clerk.inspection_shapes import knows_applicant
from kiosk.web.context import hall
from kiosk.web.parts.forms import InvalidInput

Kind = TypeVar("Kind", bound=StrEnum)


def found() -> dict[str, Found]:
    """Read the marks of the list: one for each paper, with what is told of those that lack."""
    form = request.form
    return {
        name.removeprefix("mark."): Found(
            one_of(Mark, name),
            form.get(f"fault.{name.removeprefix('mark.')}", "").strip()[:100],
            form.get(f"remedy.{name.removeprefix('mark.')}", "").strip()[:100],
        )
        for name in form
        if name.startswith("mark.")
    }


def applicant(ticket: str) -> Person:
    """Read who applies; where a system or an inspector knows him already, nobody need ask."""
    rules, name = hall().catalogue().hall, request.form.get("name", "").strip()
    if rules.cases.follow or (not name and knows_applicant(ticket, request.form.get("service", ""))):
        return NOBODY
    return person(request.form.get("name", ""), request.form.get("phone", ""), area_code=rules.area_code)


def day(name: str) -> date | None:
    """Read a day that may be left out.

    Raises:
        InvalidInput: it is none.
    """
    text = request.form.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput("日期不对", "this is no date", (f"/{name}",)) from None


def one_of(kinds: type[Kind], name: str) -> Kind:
    """Read what was chosen among some kinds.

    Raises:
        InvalidInput: nothing was, or something else.
    """
    try:
        return kinds(request.form.get(name, ""))
    except ValueError:
        raise InvalidInput("请先选择一项", "choose one first", (f"/{name}",)) from None


def coming() -> Coming:
    """Read who stands at the counter, and why he comes again where that was asked."""
    reason = one_of(VisitReason, "reason") if request.form.get("reason") else VisitReason.FIRST
    return Coming(request.form.get("ticket", ""), reason)
