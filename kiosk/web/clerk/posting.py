"""邮寄申请页: an applicant wants his result sent home, free; the clerk fills in where to."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.errors import HallError
from kiosk.hall.recipient import recipient
from kiosk.operations import applying, case_files
from kiosk.web import language
from kiosk.web.clerk.place import chosen_window, only_clerks
from kiosk.web.context import hall

bp = Blueprint("posting", __name__, url_prefix="/desk/cases/<case>/posting")
bp.before_request(only_clerks)


@bp.get("")
def form(case: str) -> ResponseReturnValue:
    """Ask where the result is to be sent."""
    return _drawn(case)


@bp.post("")
def apply(case: str) -> ResponseReturnValue:
    """Note the request; its form and its slip are printed under one number."""
    typed, store, at = request.form.to_dict(), hall().store, hall().now()
    copies = request.form.get("copies", 1, int)
    try:
        if joined := typed.get("join", ""):
            applying.join(store, parcel=joined, case=case, copies=copies, window=chosen_window(), at=at)
        else:
            _, applicant = case_files.one(store, case=case)
            typed["name"] = typed.get("name", "").strip() or applicant.name
            typed["phone"] = typed.get("phone", "").strip() or applicant.phone
            applying.request(
                store,
                case=case,
                recipient=recipient(typed, area_code=hall().catalogue().hall.area_code),
                copies=copies,
                window=chosen_window(),
                clerk=current_user.name,
                at=at,
            )
    except HallError as error:
        return _drawn(case, error)
    return redirect(url_for("clerk.cases.case", case=case, ticket=typed.get("ticket") or None), code=303)


def _drawn(case: str, refused: HallError | None = None) -> ResponseReturnValue:
    found, applicant = case_files.one(hall().store, case=case)
    said, catalogue, mask = language.chosen(), hall().catalogue(), hall().mask
    with hall().store.read() as reading:
        joined = applying.may_join(reading, case)
    page = render_template(
        "clerk/posting.html",
        case=case,
        service=catalogue.name_of(found.service).said(said),
        applicant=f"{mask.name(applicant.name)} {mask.phone(applicant.phone)}".strip(),
        has_phone=bool(applicant.phone),
        joined=joined.id if joined else "",
        posting=catalogue.hall.courier,
        ticket=request.values.get("ticket", ""),
        form=request.form,
        refused=refused.said(said) if refused else "",
    )
    return page, refused.status if refused else 200
