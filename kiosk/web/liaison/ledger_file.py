"""台账的文件: the ledger's columns as the hall keeps them, one row for each parcel."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.hall.parcel import Parcel, ParcelState
from kiosk.operations.ledger import Beside, Line
from kiosk.web import language
from kiosk.web.context import Masks, hall
from kiosk.web.liaison.shapes import RESULT_WORDS, line_json
from kiosk.web.parts.shapes import local

Row = list[str | int]


def rows(lines: tuple[Line, ...], beside: Beside, mask: Masks) -> list[Row]:
    """Write lines of the ledger for a spreadsheet, under their head."""
    say = hall().say_in(language.chosen())
    head: Row = [
        *(say("申请单编号"), say("日期"), say("收件人"), say("电话"), say("事项"), say("办件编号")),
        *(say("证照编号"), say("件数"), say("状态"), say("办结时间"), say("邮件号"), say("交接单")),
        *(say("交邮时间"), say("签收"), say("签收时间"), say("核对人"), say("回访时间"), say("回访结果")),
        *(say("窗口"), say("经办人"), say("备注")),
    ]
    return [head, *(_row(line, beside, mask) for line in lines)]


def _row(line: Line, beside: Beside, mask: Masks) -> Row:
    parcel, to = line
    said = language.chosen()
    one = line_json(parcel, to, hall().catalogue(), said, mask)
    days = (beside.decided[of.case].isoformat() for of in parcel.contents if of.case in beside.decided)
    return [
        *(one["id"], one["day"], one["recipient"], one["phone"], one["services"]),
        _joined(one["cases"]),
        _joined(of.licence_number for of in parcel.contents),
        *(one["pieces"], one["state"]),
        _joined(days),
        *(one["mail_number"], one["handover"], _minute(parcel.handed_over_at), one["signed_by"]),
        _minute(_signed_at(parcel)),
        beside.names.get(parcel.packed_by, parcel.packed_by),
        _joined(_minute(call.at) for call in parcel.calls),
        _joined(RESULT_WORDS[call.result].said(said) for call in parcel.calls),
        *(str(one["window"]), one["clerk"], one["doubt"]),
    ]


def _joined(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))


def _signed_at(parcel: Parcel) -> datetime | None:
    return parcel.ended_at if parcel.state is ParcelState.DELIVERED else None


def _minute(when: datetime | None) -> str:
    return f"{local(when, hall().catalogue()):%Y-%m-%d %H:%M}" if when else ""
