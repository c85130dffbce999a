"""票据: the bills whose originals the hall keeps with a case, counted and added up before the applicant."""

from dataclasses import dataclass
from unicodedata import normalize

from kiosk.hall.errors import HallError
from kiosk.hall.fen import WrongSum, fen_of

MOST_BILLS = 999


class BillsUncounted(HallError):
    """The hall keeps bills and nobody has said how many, and of what sum."""

    status = 422
    zh = "此事项的票据由窗口留存：请当面点清，写明张数和总金额。"
    en = "The window keeps these bills: count them before the applicant, and give their number and sum."


class WrongCount(HallError):
    """This is no number of bills."""

    status = 422
    zh = "票据张数 {0} 不对：只写数字，1 到 999。"
    en = "{0} is not a number of bills: write figures, 1 to 999."


@dataclass(frozen=True, slots=True)
class Bills:
    """So many bills of so much together, in fen."""

    count: int
    fen: int


def bills_of(count: str, total: str) -> Bills | None:
    """Read what was typed of the bills; None where nothing was.

    Raises:
        WrongCount, WrongSum: one of the two is none, or nothing.
    """
    many = normalize("NFKC", count).strip()
    if not many and not total.strip():
        return None
    if not (many.isascii() and many.isdigit() and len(many) <= 4 and 1 <= int(many) <= MOST_BILLS):
        raise WrongCount(many[:20] or "—")
    fen = fen_of(total)
    if fen == 0:
        raise WrongSum(total.strip()[:20])
    return Bills(int(many), fen)


def to_keep(bills: Bills | None, *, keeps: bool) -> Bills | None:
    """Say which bills stay with a case that is accepted: none of a service that `keeps` none.

    Raises:
        BillsUncounted: it keeps them, and they were not counted.
    """
    if keeps and bills is None:
        raise BillsUncounted
    return bills if keeps else None
