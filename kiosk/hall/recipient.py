"""收件人: to whom a parcel goes, as he says it, in the one form in which it is kept."""

import re
from unicodedata import normalize

from kiosk.hall.errors import HallError
from kiosk.hall.parcel import Recipient
from kiosk.hall.person import LONGEST_NAME, person

POSTCODE = re.compile(r"(\d{6})?")
LONGEST_PART, LONGEST_STREET = 30, 120  # characters


class WrongAddress(HallError):
    """The post could not find it."""

    status = 422
    zh = "地址不全：请填写省、市、县（区）和街道门牌，邮编 6 位或不填。"
    en = "The address is not complete: province, city, county, street; six digits of postcode or none."


class PhoneNeeded(HallError):
    """The post calls before it comes."""

    status = 422
    zh = "请填写收件人手机或电话，邮政投递前要联系。"
    en = "Please enter the recipient's phone: the post calls before it comes."


def recipient(said: dict[str, str], *, area_code: str = "") -> Recipient:
    """Note whom a parcel is for.

    Raises:
        WrongName, WrongPhone: it cannot be that.
        PhoneNeeded: there is none.
        WrongAddress: part of it is missing, or far too long.
    """
    who = person(said.get("name", ""), said.get("phone", ""), area_code=area_code)
    if not who.phone:
        raise PhoneNeeded
    parts = {name: _plain(said.get(name, ""), LONGEST_PART) for name in ("province", "city", "county")}
    street, postcode = _plain(said.get("street", ""), LONGEST_STREET), _plain(said.get("postcode", ""), 6)
    if not (all(parts.values()) and street) or not POSTCODE.fullmatch(postcode):
        raise WrongAddress
    substitute = _plain(said.get("substitute", ""), LONGEST_NAME)
    other = said.get("substitute_phone", "") if substitute else ""
    deputy = person(substitute, other, area_code=area_code) if substitute else None
    return Recipient(
        name=who.name,
        phone=who.phone,
        street=street,
        postcode=postcode,
        substitute=deputy.name if deputy else "",
        substitute_phone=deputy.phone if deputy else "",
        **parts,
    )


def _plain(text: str, longest: int) -> str:
    said = " ".join(normalize("NFKC", text).split())
    if len(said) > longest or not said.isprintable():
        raise WrongAddress
    return said
