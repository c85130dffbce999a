"""上门排查的用语: how far an inspection has come and why one ends without a case, in both languages."""

from datetime import date
from enum import StrEnum

from kiosk.hall.words import Words

CODE_DIGITS = 8


class State(StrEnum):
    """How far an inspection has come."""

    REGISTERED = "registered"
    RECTIFYING = "rectifying"
    TOLD = "told"  # it has passed, and the materials were told ahead
    APPLIED = "applied"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an inspection ends without a case."""

    WITHDRAWN = "withdrawn"
    NOT_NEEDED = "not_needed"
    GONE = "gone"
    OTHER = "other"
    LAPSED = "lapsed"  # nothing happened for as long as the hall keeps such things


OVER = frozenset({State.APPLIED, State.CLOSED})
STATE_WORDS = {
    State.REGISTERED: Words("待上门", "to be visited"),
    State.RECTIFYING: Words("整改中", "being put right"),
    State.TOLD: Words("已通过，材料已告知", "passed, materials told ahead"),
    State.APPLIED: Words("已来办理", "applied for"),
    State.CLOSED: Words("已结束", "closed"),
}
CLOSE_WORDS = {
    CloseReason.WITHDRAWN: Words("经营者不办了", "the applicant takes it back"),
    CloseReason.NOT_NEEDED: Words("不需要许可", "no permit is needed"),
    CloseReason.GONE: Words("停业、搬走", "closed down or moved away"),
    CloseReason.OTHER: Words("其他", "another reason"),
    CloseReason.LAPSED: Words("长期没有来办", "nobody came for a long time"),
}
CHOSEN = tuple(one for one in CloseReason if one is not CloseReason.LAPSED)


def number_of(day: date, nth: int) -> str:
    """Write a number: PC20261123-001."""
    return f"PC{day:%Y%m%d}-{nth:03d}"


def said_code(code: str) -> str:
    """Write a code as it is read aloud: 4821 9036."""
    return f"{code[: CODE_DIGITS // 2]} {code[CODE_DIGITS // 2 :]}"
