"""邮件的页面用语: one parcel as its page and its line in a table show it; its recipient behind masks."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.mail_number import doubt
from kiosk.hall.parcel import STATE_WORDS, FollowUpResult, Parcel, Recipient, SignedBy
from kiosk.hall.words import Words
from kiosk.web.context import Masks

Json = dict[str, Any]
SIGNED_WORDS: Mapping[SignedBy, Words] = {
    SignedBy.RECIPIENT: Words("本人签收", "signed by the recipient"),
    SignedBy.SUBSTITUTE: Words("指定代收人签收", "signed by the named substitute"),
    SignedBy.OTHER: Words("他人代签（未经同意）", "signed by somebody not named"),
}
RESULT_WORDS: Mapping[FollowUpResult, Words] = {
    FollowUpResult.FINE: Words("已收到，没有问题", "received, all well"),
    FollowUpResult.NOT_RECEIVED: Words("没有收到", "not received"),
    FollowUpResult.DAMAGED: Words("破损", "damaged"),
    FollowUpResult.WRONG_CONTENT: Words("内件不对", "wrong contents"),
    FollowUpResult.NEW_ADDRESS: Words("地址有变", "another address"),
    FollowUpResult.UNREACHED: Words("没有打通", "not reached"),
}


def line_json(parcel: Parcel, to: Recipient, catalogue: Catalogue, language: str, mask: Masks) -> Json:
    """Write one parcel for a table."""
    zone = ZoneInfo(catalogue.hall.timezone)
    services = dict.fromkeys(catalogue.name_of(one.service).said(language) for one in parcel.contents)
    sent = parcel.handed_over_at
    return {
        "id": parcel.id,
        "version": parcel.version,
        "standing": parcel.state.value,
        "state": STATE_WORDS[parcel.state].said(language),
        "opened": f"{parcel.opened_at.astimezone(zone):%m-%d %H:%M}",
        "day": f"{parcel.opened_at.astimezone(zone):%Y-%m-%d}",
        "recipient": mask.name(to.name) if to.name else "",
        "phone": mask.phone(to.phone) if to.phone else "",
        "address": mask.address(to.address) if to.address else "",
        "services": ("、" if language == "zh" else ", ").join(services),
        "cases": [one.case for one in parcel.contents],
        "contents": [
            {"case": one.case, "copies": one.copies, "licence_number": one.licence_number}
            for one in parcel.contents
        ],
        "pieces": parcel.pieces,
        "mail_number": parcel.mail_number,
        "doubt": doubt(parcel.mail_number).said(language) if parcel.mail_number else "",
        "handover": parcel.handover,
        "sent": f"{sent.astimezone(zone):%m-%d %H:%M}" if sent else "",
        "ended": f"{parcel.ended_at.astimezone(zone):%m-%d %H:%M}" if parcel.ended_at else "",
        "signed_by": SIGNED_WORDS[parcel.signed_by].said(language) if parcel.signed_by else "",
        "in_person": parcel.only_in_person,
        "window": parcel.window or "",
        "clerk": parcel.clerk,
        "calls": [
            {"at": f"{one.at.astimezone(zone):%m-%d %H:%M}", "what": RESULT_WORDS[one.result].said(language)}
            for one in parcel.calls
        ],
    }
