"""提前告知: the kiosk opens what an inspector prepared, by the code on the paper, and gives its number."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.inspection import standing
from kiosk.hall.words import Words
from kiosk.operations import prepared
from kiosk.operations.prepared import Prepared
from kiosk.web import language
from kiosk.web.access import kiosk_place
from kiosk.web.citizen import looks
from kiosk.web.context import hall
from kiosk.web.parts.presses import new_press, press_of_form

LATER = Words(
    "现在不用取号。通过排查以后，凭告知单来一次就能办。",
    "No number is needed now. Once the inspection has passed, come once with the list.",
)
HERE = Words("您已经取了 {0} 号，请看大屏。", "You have number {0} already. Please watch the board.")
OVER = Words(
    "这件事已经在办或已结束，要问请到导服台。", "This is under way or over. Please ask at the guide desk."
)


def install(bp: Blueprint) -> None:
    """Give a blueprint of the kiosk the way to a number for what was prepared."""
    bp.add_url_rule("/<token>/prepared", view_func=come, methods=["POST"])


def shown(token: str) -> str:
    """Draw what was prepared: the service and its list, and nothing that names anybody."""
    seen, said = prepared.page(hall().store, token=token, at=hall().now()), language.chosen()
    return render_template(
        "citizen/prepared.html",
        idle=looks.idle_seconds("lists"),
        press=new_press(),
        seen=seen,
        list=seen.checklist,
        service=seen.catalogue.service(seen.service),
        standing=standing(seen.inspection, seen.today).said(said),
        why_not=_why_not(seen, said),
        token=token,
    )


def come(token: str) -> ResponseReturnValue:
    """Give the number for what was prepared."""
    seen = prepared.page(hall().store, token=token, at=hall().now())
    taken = prepared.come(
        hall().store,
        number=seen.inspection.number,
        press=press_of_form(request.form, [token, "prepared"]),
        place=kiosk_place(),
        language=language.chosen(),
        elder="elder" in looks.chosen(),
        at=hall().now(),
    )
    return redirect(url_for("citizen.ticket", token=taken.ticket.token), 303)


def _why_not(seen: Prepared, said: str) -> str:
    if seen.ticket and seen.is_here:
        return HERE.said(said).format(seen.ticket.number)
    return (LATER if not seen.inspection.told_at and seen.inspection.is_open else OVER).said(said)
