"""A hall's side of the voice for the tests of the screens: each call of the shown board once, in order."""

import json
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from math import pi, sin
from pathlib import Path

from display.board import Board, Call
from display.engines import sound
from display.engines.clips import Clips
from display.engines.engine import Browser, Chime, Engine
from display.speech import Asked, Turn
from display.voice import Diction, Prompt, prompts

WORDS = dict(zip("ABCDEF", ("综合", "电视", "养老", "医疗", "规划", "职工"), strict=True))


@dataclass
class BoardVoice:
    """Gives out the calls of a board; the first screen that asks speaks."""

    board: Callable[[], Board]
    chosen: Engine = field(default_factory=Browser)
    tongues: tuple[str, ...] = ("zh", "zh")
    stranger: bool = False
    heard: set[int] = field(default_factory=set)
    given: dict[int, Call] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def may_speak(self) -> bool:
        return not self.stranger

    def say_next(self, asked: Asked) -> Turn:
        self.asked.append(asked)
        speaks = asked.speaker == self.asked[0].speaker
        if asked.heard:
            self.heard.add(asked.heard)
        unsaid = [call for call in self.board().calls if call.id not in self.heard]
        if not (speaks and asked.able and unsaid):
            return Turn(speaks=speaks)
        call = min(unsaid, key=lambda one: one.id)
        self.given[call.id] = call
        return Turn(speaks=True, call=call)

    def note_heard(self, seq: int) -> None:
        self.heard.add(seq)

    def call(self, seq: int) -> Call | None:
        return self.given.get(seq)

    def engine(self) -> Engine:
        return self.chosen

    def diction(self) -> Diction:
        return Diction()

    def languages(self) -> tuple[str, ...]:
        return self.tongues


def engine_named(name: str, folder: Path) -> Engine:
    """Make an engine; the clips are recorded in a moment, as tones."""
    if name != "clips":
        return Chime() if name == "chime" else Browser()
    wanted = prompts(WORDS, range(1, 7))
    clips = Clips(folder, lambda: wanted)
    for prompt in wanted:
        record(clips, prompt)
    return clips


def record(clips: Clips, prompt: Prompt) -> None:
    """Record one clip as a tone of a fitting length."""
    faults = clips.keep(prompt.name, tone(max(prompt.least_s * 1.2, 0.2)))
    assert faults == (), json.dumps([one.zh for one in faults], ensure_ascii=False)


def tone(seconds: float, *, level: float = 0.3, hertz: float = 220, rate: int = sound.RATE) -> bytes:
    """Make a recording of a tone, with a breath of silence before and after it."""
    silence = [0] * (rate // 5)
    samples = [round(level * 32767 * sin(2 * pi * hertz * n / rate)) for n in range(int(seconds * rate))]
    return wav([*silence, *samples, *silence], rate)


def wav(samples: list[int], rate: int = sound.RATE) -> bytes:
    """Write samples as a WAV file of a rate."""
    return sound.write(array("h", samples), rate)
