"""钱数: sums of money as people type and read them; everything in between is whole fen."""

import re
from unicodedata import normalize

from kiosk.hall.errors import HallError

SUM = re.compile(r"(-?)(\d{1,8})(?:\.(\d{1,2}))?")


class WrongSum(HallError):
    """This is no sum of money."""

    status = 422
    zh = "金额 {0} 不对：只写数字，最多两位小数，如 300 或 87.50。"
    en = "{0} is not a sum: write figures with at most two decimals, like 300 or 87.50."


def fen_of(text: str, *, may_be_negative: bool = False) -> int:
    """Read a sum in yuan as whole fen: 300 is 30000, ￥1,087.5 is 108750.

    Raises:
        WrongSum: it is none, or a negative one where none can be.
    """
    plain = re.sub(r"[\s,¥￥元]", "", normalize("NFKC", text))
    found = SUM.fullmatch(plain) if plain.isascii() else None
    if found is None or (found[1] and not may_be_negative):
        raise WrongSum(text.strip()[:20] or "—")
    fen = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    return -fen if found[1] else fen


def yuan(fen: int) -> str:
    """Write fen as yuan with two decimals: 30000 is 300.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
