"""语音播报: the sentences that are read out. The engines that speak them take their place above this file."""

from enum import StrEnum
from typing import Protocol

from display.board import Call, CallKind

ORDINALS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


class Say(Protocol):
    """Puts a Chinese sentence of the source into the listener's or reader's language."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the sentence with its values filled in."""


class One(StrEnum):
    """How the digit 1 is read: 幺 cannot be taken for 七 over a bad loudspeaker."""

    YI = "一"
    YAO = "幺"


def announcement(call: Call, say: Say, one: One = One.YI) -> str:
    """Write what is read out for one call, number by digits and window by its ordinal."""
    number, window = digits(call.number, one), ordinal(call.window)
    figures = {"figures": ", ".join(call.number), "place": call.window}
    if call.kind is CallKind.RECALL:
        return say("再次请{number}号，到{window}号窗口办理", number=number, window=window, **figures)
    return say("请{number}号，到{window}号窗口办理", number=number, window=window, **figures)


def digits(number: str, one: One = One.YI) -> str:
    """Spell a ticket number as it is heard: A012 is A零一二, never a quantity."""
    return "".join(_digit(sign, one) for sign in number)


def ordinal(window: int) -> str:
    """Read a window's number as Chinese does, up to 99: 三, 十, 十二, 二十."""
    tens, units = divmod(window, 10)
    lead = ("" if tens == 1 else ORDINALS[tens]) + "十" if tens else ""
    return lead + (ORDINALS[units] if units or not tens else "")


def _digit(sign: str, one: One) -> str:
    if not sign.isdecimal():
        return sign
    return one.value if sign == "1" else ORDINALS[int(sign)]
