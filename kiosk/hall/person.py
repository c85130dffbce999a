"""当事人: whom a case, a deposit or a parcel is for; no step asks for more than it needs."""

import re
from dataclasses import dataclass
from unicodedata import normalize

from kiosk.hall.errors import HallError

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(?:(0\d{2,3}))?([2-8]\d{6,7})")
LONGEST_NAME = 60  # characters; firms have long names
LAST = 4  # digits by which a person is asked for his phone
LONGEST_DIGITS = 12  # of an area code and a landline; what is longer begins with the country: 86


class WrongPhone(HallError):
    """This is no phone number."""

    status = 422
    zh = "电话号码 {0} 不对：手机 11 位，座机 7–8 位，可带区号。请核对后再填。"
    en = "{0} is not a phone number: mobiles have 11 digits, landlines 7 or 8, with or without area code."


class WrongName(HallError):
    """There is no name, or far too long a one."""

    status = 422
    zh = "请填写姓名或单位名称，不超过 60 个字。"
    en = "Please enter the name of the person or the firm, of at most 60 characters."


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody: empty where nobody asked, or where it was erased."""

    name: str = ""
    phone: str = ""

    @property
    def last_digits(self) -> str:
        """The last four digits of the phone."""
        return self.phone[-LAST:]


NOBODY = Person()


def person(name: str, phone: str = "", *, area_code: str = "") -> Person:
    """Note a person as he says it; the phone in the one form in which it is kept and sought.

    Raises:
        WrongName, WrongPhone: it cannot be that.
    """
    said = " ".join(normalize("NFKC", name).split())
    if not said or len(said) > LONGEST_NAME or not said.isprintable():
        raise WrongName
    return Person(said, phone_number(phone, area_code=area_code) if phone.strip() else "")


def phone_number(text: str, *, area_code: str = "") -> str:
    """Write a phone number in its one form: 13800002046, 0579-85550012.

    A landline without area code gets the hall's own (`area_code`, "" leaves it without).

    Raises:
        WrongPhone: it is none.
    """
    digits = re.sub(r"[\s().\-+]", "", normalize("NFKC", text))
    digits = digits.removeprefix("86") if len(digits) > LONGEST_DIGITS else digits
    if MOBILE.fullmatch(digits):
        return digits
    landline = LANDLINE.fullmatch(digits)
    if landline is None:
        raise WrongPhone(text.strip()[:20])
    area, own = landline.group(1) or area_code, landline.group(2)
    return f"{area}-{own}" if area else own
