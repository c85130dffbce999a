"""上门排查一览: every place that was looked at, how far it has come, and the list to take away."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.operations import inspection_views as views
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts.inspection_shapes import Json, line_json
from kiosk.web.parts.sheets import xlsx_answer

bp = Blueprint("inspections", __name__, url_prefix="/inspections")


@bp.get("")
@bp.post("/find")
def table() -> ResponseReturnValue:
    """List what is under way, or what was sought."""
    text = request.form.get("q", "").strip()[:60]
    at, store = hall().now(), hall().store
    every = "all" in request.args
    if text:
        lines = views.search(store, text=text, at=at)
    else:
        lines = views.newest(store, at=at) if every else views.under_way(store, at=at)
    shown = _shown(lines)
    return render_template(
        "manager/inspections.html",
        lines=shown,
        late=sum(one["late"] for one in shown),
        text=text,
        every=every,
    )


@bp.get("/list.xlsx")
def export() -> ResponseReturnValue:
    """Write the newest inspections as a workbook, people behind masks."""
    say, store, at = hall().say_in(language.chosen()), hall().store, hall().now()
    head: list[object] = [
        say("排查编号"),
        say("登记日期"),
        say("事项"),
        say("单位（店铺）"),
        say("联系人"),
        say("电话"),
        say("状态"),
        say("整改期限"),
        say("还有几项"),
        say("上门次数"),
        say("办件编号"),
        say("登记人"),
    ]
    keys = (
        "number",
        "on",
        "service",
        "site",
        "contact",
        "phone",
        "said",
        "due",
        "left",
        "visits",
        "case",
        "by",
    )
    found = hall().off_loop(lambda: views.newest(store, at=at, limit=views.EXPORTED))
    rows = [head, *([one[key] for key in keys] for one in _shown(found))]
    sheets = {say("上门排查"): rows}
    answer: Response = hall().off_loop(lambda: xlsx_answer("inspections", sheets))
    return answer


def _shown(lines: tuple[views.Line, ...]) -> list[Json]:
    return [line_json(one, language.chosen(), hall().mask) for one in lines]
