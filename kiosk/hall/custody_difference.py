"""长短款: counted cash is not what the book says; the book follows the count, under two signatures."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from kiosk.hall.custody import SameEyes
from kiosk.hall.custody_book import UNEXPLAINED, Entry, Kind, drawer
from kiosk.hall.errors import HallError
from kiosk.hall.fen import yuan
from kiosk.hall.words import Words


class NoDifference(HallError):
    """The count is what the book says."""

    status = 422
    zh = "账上就是 {0} 元，没有长短款要记。"
    en = "The book says {0} yuan too: there is no difference to enter."


class TwoSignatures(HallError):
    """A difference is entered by two people."""

    status = 422
    zh = "长短款须两个人签：经办之外，再由一位复核人、大厅负责人或管理员填用户名和密码。"
    en = "Two people sign for a difference: a second pair of eyes, the director or a manager signs too."


class DrawerTooLow(HallError):
    """Cash would leave a drawer that does not hold so much."""

    zh = "抽屉账上只有 {0} 元，拿不出 {1} 元。有短款的，先补足、记账。"
    en = "The drawer holds {0} yuan, not {1}. Where cash was short, make it good and enter that first."


class Why(StrEnum):
    """Why a drawer holds more or less than was booked."""

    CHANGE = "change"
    MISCOUNTED = "miscounted"
    COUNTERFEIT = "counterfeit"
    UNKNOWN = "unknown"
    MADE_GOOD = "made_good"
    PAID_OUT = "paid_out"


WHY_WORDS: Mapping[Why, Words] = {
    Why.CHANGE: Words("找零差错", "wrong change"),
    Why.MISCOUNTED: Words("收款时点错", "miscounted when taken"),
    Why.COUNTERFEIT: Words("收到假币", "counterfeit money"),
    Why.UNKNOWN: Words("查不清原因", "not known"),
    Why.MADE_GOOD: Words("补足以前的短款", "makes an earlier shortage good"),
    Why.PAID_OUT: Words("以前的长款退还或上缴", "an earlier surplus was given back or paid in"),
}


def difference(
    clerk: str, *, booked: int, counted: int, why: Why, by: str, signed_by: str, at: datetime
) -> Entry:
    """Write the line that makes the book of a clerk's drawer say what was counted there.

    Raises:
        NoDifference: it says so already.
        TwoSignatures, SameEyes: nobody else has signed, or the clerk himself, whose drawer it is.
    """
    if booked == counted:
        raise NoDifference(yuan(booked))
    if not signed_by:
        raise TwoSignatures
    if signed_by in {by, clerk}:
        raise SameEyes
    more = counted > booked
    kind = Kind.SURPLUS if more else Kind.SHORTAGE
    giver, taker = (UNEXPLAINED, drawer(clerk)) if more else (drawer(clerk), UNEXPLAINED)
    fen = abs(counted - booked)
    return Entry("", kind, giver, taker, fen, by, 0, at, why=why.value, signed_by=signed_by)


def must_hold_enough(held: int, fen: int) -> None:
    """Let no more cash leave a drawer than lies in it.

    Raises:
        DrawerTooLow: it holds less.
    """
    if held < fen:
        raise DrawerTooLow(yuan(held), yuan(fen))
