"""邮政对接: what the courier liaison packs, hands to the post, chases and calls about today."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.hall.courier import IllegalMove, NotChecked
from kiosk.hall.errors import HallError
from kiosk.hall.roles import Permission
from kiosk.operations import ledger as ledgers
from kiosk.operations.ledger import Line
from kiosk.operations.rounds import NothingToHandOver
from kiosk.storage.parcels import ParcelOvertaken
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.liaison import ledger, lists, parcels
from kiosk.web.liaison.shapes import RESULT_WORDS, Json, line_json
from kiosk.web.parts.shapes import local
from kiosk.web.parts.sign_in import only

FOR_LOOKERS = frozenset(
    {
        "liaison.ledger.table",
        "liaison.ledger.export",
        "liaison.parcels.page",
        "liaison.parcels.reveal",
        "liaison.parcels.reprint",
    }
)

bp = Blueprint("liaison", __name__, url_prefix="/manage")
bp.register_blueprint(parcels.bp)
bp.register_blueprint(lists.bp)
bp.register_blueprint(ledger.bp)


@bp.before_request
def only_who_may() -> ResponseReturnValue | None:
    """Let clerks look into the ledger, and the liaison act."""
    looks = request.endpoint in FOR_LOOKERS
    return only(Permission.SEE_LEDGER if looks else Permission.HANDLE_POST)


@bp.get("/courier")
def today() -> ResponseReturnValue:
    """Show the round: to pack, to hand over, in the post, come back, to be called."""
    return _drawn(request.args.get("pack", ""))


@bp.post("/courier/<parcel>/packing")
def pack(parcel: str) -> ResponseReturnValue:
    """Close a parcel whose contents were checked, then show the next."""
    try:
        parcels.pack(parcel)
    except HallError as error:
        return _drawn(parcel, error)
    return redirect(url_for(".today", did="packed"), code=303)


@bp.errorhandler(NothingToHandOver)
@bp.errorhandler(ParcelOvertaken)
@bp.errorhandler(IllegalMove)
@bp.errorhandler(NotChecked)
def refused(error: HallError) -> ResponseReturnValue:
    """Say above the round, as it now stands, what could not be done."""
    return _drawn("", error)


def _drawn(chosen: str, refused: HallError | None = None) -> ResponseReturnValue:
    said, catalogue, at = language.chosen(), hall().catalogue(), hall().now()
    day = ledgers.day(hall().store, at=at)

    def lines(found: tuple[Line, ...]) -> list[Json]:
        return [line_json(one, to, catalogue, said, hall().mask) for one, to in found]

    packing = next((line for line in day.to_pack if line[0].id == chosen), None)
    packing = packing or next(iter(day.to_pack), None)
    page = render_template(
        "liaison/today.html",
        day=day,
        to_pack=lines(day.to_pack),
        packed=lines(day.packed),
        away=lines(day.away),
        back=lines(day.back),
        to_call=lines(day.to_call),
        packing=line_json(*packing, catalogue, said, hall().mask) if packing else None,
        name=packing[1].name if packing else "",  # to be compared with the licence in the hand
        results=[(one.value, words.said(said)) for one, words in RESULT_WORDS.items()],
        time=lambda when: f"{local(when, catalogue):%m-%d %H:%M}",
        did=request.args.get("did", ""),
        form=request.form,
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200


@bp.after_request
def keep_fresh(response: Response) -> Response:
    """Keep these pages out of every cache, and the reader's language in his browser."""
    response.headers["Cache-Control"] = "no-store"
    if request.args.get("lang") in language.LANGUAGES:
        response.set_cookie(language.COOKIE, language.chosen(), path="/manage", samesite="Lax", httponly=True)
    return response
