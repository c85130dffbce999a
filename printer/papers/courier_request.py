"""邮政快递申请单: the citizen wants the licence sent home; full data, since the post needs them."""

from dataclasses import dataclass

from printer.document import Align, Cut, Document, KeyValue, Rule, Text
from printer.papers import signing
from printer.words import Say


@dataclass(frozen=True, slots=True)
class CourierRequest:
    """What the request says; an empty field leaves a line to write on."""

    hall: str
    service: str
    case: str
    licence: str
    copies: int
    applicant: str
    recipient: str
    phone: str
    address: str
    postcode: str
    only_in_person: bool
    substitute: str
    date: str
    reference: str
    licence_number: str = ""
    substitute_phone: str = ""


def lay_out(request: CourierRequest, say: Say) -> Document:
    """Ask who signs for it, then have the declaration signed. There is no price on it: posting is free."""
    title = say("邮政快递申请单")
    blocks = (
        Text(title, size=2, bold=True, align=Align.CENTER),
        Text(request.hall, align=Align.CENTER),
        Rule(),
        KeyValue(say("事项"), request.service),
        KeyValue(say("办件编号"), request.case),
        KeyValue(say("证照"), say("{name} {n} 份", name=request.licence, n=request.copies)),
        *([KeyValue(say("证照编号"), request.licence_number)] if request.licence_number else []),
        KeyValue(say("申请人"), request.applicant or signing.LINE),
        Rule(),
        KeyValue(say("收件人"), request.recipient or signing.LINE, bold=True),
        KeyValue(say("手机"), request.phone or signing.LINE, bold=True),
        KeyValue(say("地址"), request.address or signing.LINE, bold=True),
        KeyValue(say("邮编"), request.postcode or "______"),
        Text(f"{_box(request.only_in_person)} {say('本人签收，不同意他人代签')}"),
        KeyValue(f"{_box(bool(request.substitute))} {say('指定代收人')}", request.substitute or signing.LINE),
        *([KeyValue(say("代收人手机"), request.substitute_phone)] if request.substitute_phone else []),
        Rule(),
        Text(say("邮寄免费，由大厅承担。"), bold=True),
        Text(
            say(
                "本人自愿选择证照邮寄送达，所填信息真实有效；因地址或联系方式有误造成无法投递的，可凭有效证件到厅领取。"
            )
        ),
        *signing.lines(say("申请人签字"), say("经办人签字"), say("邮寄专员签字")),
        *signing.foot(say, reference=request.reference, date=request.date),
        Cut(),
    )
    return Document(title, blocks, paper="courier-request", personal=True)


def _box(ticked: bool) -> str:  # noqa: FBT001  a box is ticked or not
    return "■" if ticked else "□"
