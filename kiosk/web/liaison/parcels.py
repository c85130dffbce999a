"""邮件页: one parcel with its story, and what may be done with it."""

from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.hall.parcel import FollowUpResult, Parcel, SignedBy
from kiosk.hall.recipient import recipient
from kiosk.hall.roles import Permission
from kiosk.operations import delivery
from kiosk.operations import ledger as ledgers
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.liaison.shapes import RESULT_WORDS, SIGNED_WORDS, line_json
from kiosk.web.parts.forms import InvalidInput

Kind = TypeVar("Kind", bound=StrEnum)
TICKS = ("name", "numbers", "count")
LONGEST = 60  # characters of a licence's number

bp = Blueprint("parcels", __name__, url_prefix="/courier")


@bp.get("/<parcel>")
def page(parcel: str) -> ResponseReturnValue:
    """Show one parcel."""
    return _drawn(parcel)


def pack(parcel: str) -> Parcel:
    """Close a parcel as the form says."""
    form = request.form
    return delivery.pack(
        hall().store,
        parcel=parcel,
        version=_version(),
        licence_numbers=tuple(one.strip()[:LONGEST] for one in form.getlist("licence_number")),
        ticked=frozenset(one for one in TICKS if one in form),
        number=form.get("mail_number", "")[:LONGEST],
        by=current_user.id,
        at=hall().now(),
    )


@bp.post("/<parcel>/delivery")
def deliver(parcel: str) -> ResponseReturnValue:
    """Note by hand who has signed for it."""
    signed = _one_of(SignedBy, "signed_by")
    return _step(
        parcel,
        lambda version: delivery.deliver(
            hall().store, parcel=parcel, version=version, signed_by=signed, at=hall().now()
        ),
    )


@bp.post("/<parcel>/refusal")
def refuse(parcel: str) -> ResponseReturnValue:
    """Note that it was refused at the door."""
    return _step(
        parcel,
        lambda version: delivery.refuse(hall().store, parcel=parcel, version=version, at=hall().now()),
    )


@bp.post("/<parcel>/return")
def come_back(parcel: str) -> ResponseReturnValue:
    """Note that it has come back."""
    return _step(
        parcel,
        lambda version: delivery.come_back(hall().store, parcel=parcel, version=version, at=hall().now()),
    )


@bp.post("/<parcel>/again")
def send_again(parcel: str) -> ResponseReturnValue:
    """Make it ready once more, for another address or with another phone where one is given."""
    form = request.form.to_dict()

    def act(version: int) -> Parcel:
        known = ledgers.one(hall().store, parcel=parcel)[1]
        to = None
        street, phone = form.get("street", "").strip(), form.get("phone", "").strip()
        if street or phone:
            said = {**(form if street else asdict(known)), "name": known.name, "phone": phone or known.phone}
            to = recipient(said, area_code=hall().catalogue().hall.area_code)
        return delivery.send_again(
            hall().store, parcel=parcel, version=version, recipient=to, at=hall().now()
        )

    return _step(parcel, act)


@bp.post("/<parcel>/collection")
def self_collect(parcel: str) -> ResponseReturnValue:
    """Let the applicant fetch it after all."""
    return _step(
        parcel,
        lambda version: delivery.self_collect(hall().store, parcel=parcel, version=version, at=hall().now()),
    )


@bp.post("/<parcel>/void")
def cancel(parcel: str) -> ResponseReturnValue:
    """Make the request void."""
    return _step(
        parcel,
        lambda version: delivery.cancel(hall().store, parcel=parcel, version=version, at=hall().now()),
    )


@bp.post("/<parcel>/calls")
def follow_up(parcel: str) -> ResponseReturnValue:
    """Note what a call about it found."""
    result = _one_of(FollowUpResult, "result")
    return _step(
        parcel,
        lambda version: delivery.follow_up(
            hall().store, parcel=parcel, version=version, result=result, by=current_user.id, at=hall().now()
        ),
    )


@bp.post("/<parcel>/papers")
def reprint(parcel: str) -> ResponseReturnValue:
    """Print the request and the slip once more; who did it is written down."""
    delivery.reprint(hall().store, parcel=parcel, by=current_user.id, at=hall().now())
    return redirect(url_for(".page", parcel=parcel, did="reprint"), code=303)


@bp.post("/<parcel>/person")
def reveal(parcel: str) -> ResponseReturnValue:
    """Show the recipient without masks, once; who looked is written down."""
    known = ledgers.reveal(hall().store, parcel=parcel, by=current_user.id, at=hall().now())
    return _drawn(parcel, person=known)


def _step(parcel: str, act: Callable[[int], Parcel]) -> ResponseReturnValue:
    try:
        act(_version())
    except HallError as error:
        return _drawn(parcel, refused=error)
    return redirect(url_for(".page", parcel=parcel), code=303)


def _drawn(parcel: str, *, refused: HallError | None = None, person: object = None) -> ResponseReturnValue:
    found, to = ledgers.one(hall().store, parcel=parcel)
    said, catalogue = language.chosen(), hall().catalogue()
    drawn = render_template(
        "liaison/parcel.html",
        parcel=line_json(found, to, catalogue, said, hall().mask),
        person=person,
        results=[(one.value, words.said(said)) for one, words in RESULT_WORDS.items()],
        signers=[(one.value, words.said(said)) for one, words in SIGNED_WORDS.items()],
        may_act=current_user.may(Permission.HANDLE_POST),
        did=request.args.get("did", ""),
        refused=refused.said(said) if refused else "",
    )
    return drawn, refused.status if refused else 200


def _version() -> int:
    return request.form.get("version", 0, int)


def _one_of(kinds: type[Kind], name: str) -> Kind:
    try:
        return kinds(request.form.get(name, ""))
    except ValueError:
        raise InvalidInput("请先选择一项", "choose one first", (f"/{name}",)) from None
