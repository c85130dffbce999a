"""脱敏: names, phones and addresses on every paper that is not for the post itself.

After GB/T 41833-2022, section on personal data: at least one character of a name is hidden, at least
six digits of a phone, and unit, floor and room of an address.
"""

import re

STAR = "*"
HIDDEN_DIGITS = 6
KEPT_LAST = 4
LANDLINE = re.compile(r"(0\d{2,3})\D{0,2}(\d{7,8})")
# Where an address begins to say which door: a number with building, unit, floor or room behind it.
DOOR = re.compile(r"[0-9A-Za-z一二三四五六七八九十]+\s*(?:幢|栋|号楼|单元|楼|层|室|座|#)")
KEPT_OF_ADDRESS = 8  # characters, when nothing in it can be recognised


def name(full: str) -> str:
    """Keep the first character of a name: 王小明 becomes 王*."""
    text = full.strip()
    return f"{text[0]}{STAR}" if len(text) > 1 else STAR * len(text)


def phone(full: str) -> str:
    """Hide at least six digits: 13800002046 becomes 1******2046, 0579-85550012 becomes 0579-******12."""
    if landline := LANDLINE.fullmatch(full.strip()):
        area, own = landline.groups()
        return f"{area}-{STAR * HIDDEN_DIGITS}{own[HIDDEN_DIGITS:]}"
    digits = re.sub(r"[^0-9]", "", full)
    if len(digits) <= HIDDEN_DIGITS:
        return STAR * len(digits)
    last = min(KEPT_LAST, len(digits) - HIDDEN_DIGITS - 1)
    return f"{digits[0]}{STAR * (len(digits) - 1 - last)}{digits[len(digits) - last :]}"


def address(full: str) -> str:
    """Keep road or village and its number; what follows becomes ***."""
    text = full.strip()
    if not text:
        return ""
    door = DOOR.search(text)
    if door:
        return f"{text[: door.start()]}{STAR * 3}"
    if (number := text.rfind("号")) >= 0:
        return text[: number + 1] + (STAR * 3 if number + 1 < len(text) else "")
    return f"{text[:KEPT_OF_ADDRESS]}{STAR * 3}"


def id_number(full: str) -> str:
    """Keep the last four characters of an identity number."""
    text = full.strip()
    hidden = max(len(text) - KEPT_LAST, 0)
    return STAR * hidden + text[hidden:] if hidden else STAR * len(text)
