"""设备: kiosks, boards and print agents are let in by the code on their screen, and shut out at once."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.hall.roles import Permission, Role
from kiosk.operations import pairing
from kiosk.storage.accounts import Token
from kiosk.storage.entries import Pairing
from kiosk.web import language
from kiosk.web.access import needs
from kiosk.web.context import Say, hall
from kiosk.web.limits import code_typed
from kiosk.web.parts.shapes import local

MAX_FIELD = 64

bp = Blueprint("devices", __name__, url_prefix="/devices")


@dataclass(frozen=True, slots=True)
class Line:
    """One machine or program, in words."""

    id: str
    name: str
    kind: str
    since: str
    seen: str
    approved: bool
    revoked: bool


@bp.get("")
@needs(Permission.SET_UP)
def table() -> ResponseReturnValue:
    """List every machine and program, with the form for a new one's code."""
    return _drawn()


@bp.post("/find")
@needs(Permission.SET_UP)
def find() -> ResponseReturnValue:
    """Show what waits with a code, before it is let in."""
    code_typed()
    return _drawn(found=pairing.find(hall().store, code=_typed("code"), at=hall().now()))


@bp.post("/approve")
@needs(Permission.SET_UP)
def approve() -> ResponseReturnValue:
    """Let a machine in under the name that it was given."""
    code_typed()
    by, at = current_user.id, hall().now()
    pairing.approve(hall().store, code=_typed("code"), name=_typed("name"), by=by, at=at)
    return redirect(url_for(".table", did="approve"), code=303)


@bp.post("/refuse")
@needs(Permission.SET_UP)
def refuse() -> ResponseReturnValue:
    """Do not let a machine in."""
    code_typed()
    pairing.refuse(hall().store, code=_typed("code"), by=current_user.id, at=hall().now())
    return redirect(url_for(".table", did="refuse"), code=303)


@bp.post("/<device>/revoke")
@needs(Permission.SET_UP)
def revoke(device: str) -> ResponseReturnValue:
    """Shut a machine or a program out at once."""
    pairing.revoke(hall().store, token_id=device[:MAX_FIELD], by=current_user.id, at=hall().now())
    return redirect(url_for(".table", did="revoke"), code=303)


@bp.errorhandler(pairing.UnknownCode)
@bp.errorhandler(pairing.TooManyWaiting)
def refused(error: HallError) -> ResponseReturnValue:
    """Say above the form what does not fit."""
    return _drawn(fault=error.said(language.chosen())), error.status


def _drawn(found: Pairing | None = None, fault: str = "") -> str:
    say, catalogue = hall().say_in(language.chosen()), hall().catalogue()
    return render_template(
        "manager/devices.html",
        lines=[_line(one, say) for one in pairing.devices(hall().store)],
        found=found,
        found_kind=_kind(found.role, say) if found else "",
        asked=_time(found.asked_at) if found else "",
        names=[one.name for one in catalogue.hall.panels] if found and found.role == Role.KIOSK else [],
        fault=fault,
        did=request.args.get("did", ""),
    )


def _line(token: Token, say: Say) -> Line:
    return Line(
        id=token.id,
        name=token.label or say("没有名称"),
        kind=_kind(token.role, say),
        since=_time(token.created_at),
        seen=_time(token.seen_at) if token.seen_at else "—",
        approved=bool(token.approved_by),
        revoked=token.revoked,
    )


def _kind(role: str, say: Say) -> str:
    words = {
        Role.KIOSK: say("取号机"),
        Role.BOARD: say("显示屏"),
        Role.AGENT: say("打印代理程序"),
        Role.DESK: say("窗口程序"),
        Role.MANAGER: say("管理程序"),
    }
    return words.get(Role(role), role)


def _time(at: datetime) -> str:
    return f"{local(at, hall().catalogue()):%Y-%m-%d %H:%M}"


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:MAX_FIELD]
