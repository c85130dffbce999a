"""交接单与邮政文件: what goes to the post in a round, and the post's file that comes back."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.hall.parcel import Parcel, Recipient
from kiosk.hall.post_file import PostColumn, PostFile
from kiosk.operations import rounds
from kiosk.operations.rounds import PostRow, ReadBack
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.liaison.answers import file_answer
from kiosk.web.parts import sheets, uploaded
from kiosk.web.parts.turn import in_turn

MOST_CHOSEN = 500

bp = Blueprint("lists", __name__, url_prefix="/courier")


class NoSuchColumn(HallError):
    """The file lacks a column that the mapping names."""

    status = 422
    zh = "文件第一行没有“{0}”这一列。请核对文件，或改 courier.toml 的 [reading]。"
    en = "The first line of the file has no column '{0}'. Check the file, or [reading] in courier.toml."


@bp.post("/lists")
def draw_up() -> ResponseReturnValue:
    """Print the hand-over list of the chosen parcels."""
    rounds.draw_up(
        hall().store,
        parcels=request.form.getlist("parcel")[:MOST_CHOSEN],
        by=current_user.id,
        at=hall().now(),
    )
    return redirect(url_for("liaison.today", did="listed"), code=303)


@bp.post("/lists/<handover>/signature")
def sign(handover: str) -> ResponseReturnValue:
    """Note that both have signed."""
    rounds.sign(hall().store, handover=handover, by=current_user.id, at=hall().now())
    return redirect(url_for("liaison.today", did="signed"), code=303)


@bp.post("/lists/<handover>/void")
def tear_up(handover: str) -> ResponseReturnValue:
    """Make a list void that nobody has signed."""
    rounds.tear_up(hall().store, handover=handover, by=current_user.id, at=hall().now())
    return redirect(url_for("liaison.today", did="torn"), code=303)


@bp.post("/lists/<handover>/file")
def bulk_file(handover: str) -> ResponseReturnValue:
    """Write the parcels of a list in the post's own columns; it carries full data, so it is written down."""
    lines = rounds.for_post(hall().store, handover=handover, by=current_user.id, at=hall().now())
    catalogue = hall().catalogue()
    columns = catalogue.hall.courier.post.columns
    rows = [[one.title for one in columns]]
    rows += [[_cell(column, parcel, to, catalogue) for column in columns] for parcel, to in lines]
    return file_answer(hall().off_loop(lambda: sheets.xlsx({handover: rows})), f"{handover}.xlsx")


@bp.post("/post-file")
def read_back() -> ResponseReturnValue:
    """Read the post's file, and say of every line that was not taken why not."""
    sent, store, by, at = request.files.get("file"), hall().store, current_user.id, hall().now()
    data = sent.read() if sent else b""
    post = hall().catalogue().hall.courier.post

    def work() -> ReadBack:
        return rounds.read_back(store, rows=_rows(uploaded.read(data), post), by=by, at=at)

    said = language.chosen()
    try:
        read = in_turn(uploaded.READING, work)
    except HallError as error:
        return render_template("liaison/read_back.html", refused=error.said(said), read=None), error.status
    lines = [(one.line, one.reference, one.why.said(said)) for one in read.refused]
    return render_template("liaison/read_back.html", read=read, lines=lines, refused="")


def _rows(found: Sequence[Sequence[str]], post: PostFile) -> tuple[PostRow, ...]:
    """Find the columns by their titles; empty lines are nobody's fault."""
    titles = list(found[0]) if found else []
    for needed in (post.reference, post.mail_number, post.state):
        if needed not in titles:
            raise NoSuchColumn(needed)

    def cell(row: Sequence[str], title: str) -> str:
        at = titles.index(title) if title in titles else len(row)
        return row[at] if at < len(row) else ""

    return tuple(
        PostRow(
            line,
            cell(row, post.reference).upper()[:32],
            cell(row, post.mail_number)[:32],
            cell(row, post.state)[:32],
            cell(row, post.signer)[:32] if post.signer else "",
        )
        for line, row in enumerate(found[1:], 2)
        if any(row)
    )


def _cell(column: PostColumn, parcel: Parcel, to: Recipient, catalogue: Catalogue) -> str:
    place = catalogue.hall
    names = (catalogue.service(one.service) for one in parcel.contents)
    return {
        "reference": parcel.id,
        "mail_number": parcel.mail_number,
        "recipient": to.name,
        "phone": to.phone,
        "province": to.province,
        "city": to.city,
        "county": to.county,
        "street": to.street,
        "address": to.address,
        "postcode": to.postcode,
        "contents": "、".join(one.result_name for one in names),
        "pieces": str(parcel.pieces),
        "sender": place.name.zh,
        "sender_phone": place.supervision_phone,
        "sender_address": place.place.zh,
        "empty": column.always,
    }[column.field]
