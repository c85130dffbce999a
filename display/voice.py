"""语音播报: the sentences that are read out. The engines that speak them take their place above this file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Diction:
    """How a hall pronounces: the digit 1, what is said for a queue's letter, and its list of words."""

    one: One = One.YI
    letters: Mapping[str, str] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One clip to record: its name, what is to be said, and the least and most seconds it may take."""

    name: str
    text: str
    least_s: float
    most_s: float
    position: str = ""


LEADS = {CallKind.CALL: "请", CallKind.RECALL: "再次请", CallKind.LAST: "最后一次请"}
POSITIONS = ("first", "middle", "last")


def announcement(call: Call, say: Say, diction: Diction | None = None) -> str:
    """Write what is read out for one call, number by digits and window by its ordinal."""
    diction = diction or Diction()
    number, window = spoken_number(call.number, diction), ordinal(call.window)
    figures = {"figures": ", ".join(call.number), "place": call.window}
    match call.kind:
        case CallKind.CALL:
            said = say("请{number}号，到{window}号窗口办理", number=number, window=window, **figures)
        case CallKind.RECALL:
            said = say("再次请{number}号，到{window}号窗口办理", number=number, window=window, **figures)
        case CallKind.LAST:
            said = say("最后一次请{number}号，到{window}号窗口办理", number=number, window=window, **figures)
    return pronounced(said, diction)


def clauses(call: Call, say: Say, diction: Diction | None = None) -> tuple[str, ...]:
    """Write one call as the parts between which a voice breathes: the number, then the window."""
    return tuple(announcement(call, say, diction).split("，"))


def spoken_number(number: str, diction: Diction) -> str:
    """Spell a number as it is heard, with the queue's word for its letter where the hall has one."""
    letter = number.rstrip("0123456789")
    return diction.letters.get(letter, letter) + digits(number[len(letter) :], diction.one)


def pronounced(text: str, diction: Diction) -> str:
    """Write a text as it is to be said, by the hall's own list."""
    for written, said in diction.words:
        text = text.replace(written, said)
    return text


def digits(number: str, one: One = One.YI) -> str:
    """Spell a ticket number as it is heard: A012 is A零一二, never a quantity."""
    return "".join(_digit(sign, one) for sign in number)


def ordinal(window: int) -> str:
    """Read a window's number as Chinese does: 三, 十, 十二, 二十; from 100 on digit by digit."""
    if window > 99:
        return digits(str(window))
    tens, units = divmod(window, 10)
    lead = ("" if tens == 1 else ORDINALS[tens]) + "十" if tens else ""
    return lead + (ORDINALS[units] if units or not tens else "")


def prompts(words: Mapping[str, str], windows: Iterable[int], one: One = One.YI) -> tuple[Prompt, ...]:
    """List what a colleague records so that every call can be put together from it.

    Three ways to begin, a word for each queue, each digit as it sounds first, between and last in a number
    (with 号), and a clause for each window: 45 clips for six queues and six windows.
    """
    leads = [Prompt(f"lead-{kind.value}", text, 0.1, 2.0) for kind, text in LEADS.items()]
    queues = [Prompt(f"queue-{letter}", word, 0.15, 3.0) for letter, word in words.items()]
    numerals = [
        Prompt(f"digit-{digit}-{position}", _numeral(digit, position, one), 0.1, 1.6, position)
        for position in POSITIONS
        for digit in range(10)
    ]
    places = [Prompt(f"window-{window}", f"到{ordinal(window)}号窗口办理", 0.6, 4.0) for window in windows]
    return (*leads, *queues, *numerals, *places)


def clips(call: Call) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the clips that say a call: those of the number, then those of the window."""
    letter = call.number.rstrip("0123456789")
    figures = call.number[len(letter) :]
    last = len(figures) - 1
    spoken = [
        f"digit-{figure}-{'first' if place == 0 else 'last' if place == last else 'middle'}"
        for place, figure in enumerate(figures)
    ]
    return (f"lead-{call.kind.value}", f"queue-{letter}", *spoken), (f"window-{call.window}",)


def _numeral(digit: int, position: str, one: One) -> str:
    return digits(str(digit), one) + ("号" if position == POSITIONS[-1] else "")


def _digit(sign: str, one: One) -> str:
    if not sign.isdecimal():
        return sign
    return one.value if sign == "1" else ORDINALS[int(sign)]
