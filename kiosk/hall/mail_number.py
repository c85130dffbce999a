"""邮件号: thirteen digits, or two letters, nine digits and a country (UPU S10); a doubt only warns."""

import re
from unicodedata import normalize

from kiosk.hall.errors import HallError
from kiosk.hall.words import NO_WORDS, Words

THIRTEEN = re.compile(r"\d{13}")
S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
SHOWN = 4  # characters of a number on a page that others may see
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
MAIL_NUMBER = re.compile(r"[A-Z0-9]{5,24}")  # what a number of any carrier may be


class WrongMailNumber(HallError):
    """This can be no mail number at all."""

    status = 422
    zh = "邮件号只有字母和数字，5 到 24 位。请重新输入或扫描。"
    en = "A mail number has 5 to 24 letters and digits. Please type or scan it again."


def mail_number(text: str) -> str:
    """Write a mail number in its one form: no spaces, capital letters.

    Raises:
        WrongMailNumber: it can be none.
    """
    number = re.sub(r"[\s\-]", "", normalize("NFKC", text)).upper()
    if not MAIL_NUMBER.fullmatch(number):
        raise WrongMailNumber
    return number


def check_digit(serial: str) -> int:
    """Compute the check digit of the eight digits of an S10 number."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def doubt(number: str) -> Words:
    """Say what is strange about a mail number; nothing when it looks right."""
    if THIRTEEN.fullmatch(number):
        return NO_WORDS
    found = S10.fullmatch(number)
    if found is None:
        return Words(
            "邮件号一般是 13 位数字，或两个字母、九位数字加两个字母，请核对。",
            "Mail numbers usually have 13 digits, or two letters, nine digits, two letters. Please check it.",
        )
    if check_digit(found[1]) != int(found[2]):
        return Words(
            "邮件号的校验位对不上，可能抄错了一位，请核对。", "The check digit does not fit. Please check it."
        )
    return NO_WORDS


def masked(number: str) -> str:
    """Show of a mail number what its owner needs to recognise it: the last four."""
    return f"{'*' * (len(number) - SHOWN)}{number[-SHOWN:]}" if number else ""
