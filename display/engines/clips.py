"""同事录的音: calls put together from clips that a colleague has recorded once."""

import json
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from display.board import Call, Label
from display.engines import sound
from display.engines.sound import Level, NotSound
from display.voice import Prompt, clips

MANIFEST = "manifest.json"
JOIN_S = 0.02  # between two clips of a clause
BREATH_S = 0.3  # between number and window
QUIET, LOUD = 0.015, 0.985  # mean and highest level of a recording that is usable
GAP_AT_MOST_S = 0.35
NAMED_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip as the recording page shows it; `seconds` is 0 until it was recorded."""

    prompt: Prompt
    seconds: float

    @property
    def name(self) -> str:
        """Its name in the folder."""
        return self.prompt.name

    @property
    def text(self) -> str:
        """The words to be said."""
        return self.prompt.text

    @property
    def position(self) -> str:
        """Where a digit stands in its number; "" for other clips."""
        return self.prompt.position

    @property
    def is_there(self) -> bool:
        """Whether it was recorded, with the words that are wanted now."""
        return self.seconds > 0


class Clips:
    """A folder of WAV files with a manifest; what is wanted follows the hall's queues and windows."""

    name = "clips"
    reads_aloud = True  # English has no clips

    def __init__(self, folder: Path, wanted: Callable[[], tuple[Prompt, ...]]) -> None:
        self._folder = folder
        self._wanted = wanted
        self._heard: dict[str, array[int]] = {}
        self._read_at = -1

    def sound(self, call: Call, language: str) -> bytes | None:
        """Join the clips of a call; nothing when one is missing, or in another language than Chinese."""
        if language != "zh":
            return None
        try:
            number, window = ([self._samples(name) for name in names] for names in clips(call))
        except (OSError, NotSound, KeyError):
            return None
        clauses = [sound.joined(number, JOIN_S), sound.joined(window, JOIN_S)]
        return sound.write(sound.joined(clauses, BREATH_S))

    def lacks(self) -> tuple[Label, ...]:
        """Name the clips that are not recorded."""
        missing = [clip.prompt.text for clip in self.all() if not clip.is_there]
        if not missing:
            return ()
        some = "、".join(missing[:NAMED_AT_MOST]) + ("……" if len(missing) > NAMED_AT_MOST else "")
        zh = f"还缺 {len(missing)} 段录音（{some}），缺录音的号只响提示音。"
        en = f"{len(missing)} clips are not recorded ({some}); their calls are chimes only."
        return (Label(zh, en),)

    def all(self) -> tuple[Clip, ...]:
        """List every clip that is wanted, recorded or not."""
        known = self._manifest()
        return tuple(Clip(prompt, _seconds(known.get(prompt.name), prompt)) for prompt in self._wanted())

    def keep(self, name: str, wav: bytes) -> tuple[Label, ...]:
        """Keep a recording, trimmed and brought to level; one that would not be understood is refused.

        Returns what is wrong with it; nothing means that it was kept.

        Raises:
            KeyError: no clip of this name is wanted.
        """
        prompt = {one.name: one for one in self._wanted()}[name]
        try:
            raw = sound.read(wav)
        except NotSound as reason:
            return (
                Label(
                    "这不是能用的录音（要 16 位 WAV）。", f"Not a usable recording (16-bit WAV): {reason}."
                ),
            )
        cut = sound.trimmed(raw)
        level = sound.measure(cut)
        faults = tuple(_faults(level, prompt))
        if faults:
            return faults
        self._folder.mkdir(parents=True, exist_ok=True)
        _put(self._folder / f"{name}.wav", sound.write(sound.levelled(cut)))
        entry = {"text": prompt.text, "seconds": round(level.seconds, 3), "rms": round(level.rms, 4)}
        known = {**self._manifest(), name: {**entry, "peak": round(level.peak, 4)}}
        text = json.dumps({"clips": known}, ensure_ascii=False, indent=1, sort_keys=True)
        _put(self._folder / MANIFEST, text.encode())
        return ()

    def wav(self, name: str) -> bytes:
        """Return a recorded clip.

        Raises:
            KeyError: it is not there.
        """
        if name not in self._manifest():
            raise KeyError(name)
        return (self._folder / f"{name}.wav").read_bytes()

    def _samples(self, name: str) -> "array[int]":
        changed = (self._folder / MANIFEST).stat().st_mtime_ns
        if changed != self._read_at:
            self._heard, self._read_at = {}, changed
        if name not in self._heard:
            self._heard[name] = sound.read(self.wav(name))
        return self._heard[name]

    def _manifest(self) -> dict[str, dict[str, object]]:
        try:
            known = json.loads((self._folder / MANIFEST).read_text("utf-8"))["clips"]
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return known if isinstance(known, dict) else {}


def _seconds(entry: dict[str, object] | None, prompt: Prompt) -> float:
    """Return how long a clip is; one that says other words than are wanted now is not there."""
    if not entry or entry.get("text") != prompt.text:
        return 0.0
    seconds = entry.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def _faults(level: Level, prompt: Prompt) -> list[Label]:
    found = []
    if level.rms < QUIET:
        found.append(
            Label("声音太轻，请靠近话筒再说一遍。", "Too quiet: please speak closer to the microphone.")
        )
    if level.peak > LOUD:
        found.append(
            Label(
                "声音太响，破音了，请离远一点再说一遍。",
                "Too loud, it is cut off: please move back a little.",
            )
        )
    if level.rms >= QUIET and not prompt.least_s <= level.seconds <= prompt.most_s:
        zh = f"长了或短了（{level.seconds:.1f} 秒，应在 {prompt.least_s}–{prompt.most_s} 秒）。"
        en = f"Too long or too short ({level.seconds:.1f} s; wanted {prompt.least_s}–{prompt.most_s} s)."
        found.append(Label(zh, en))
    if level.gap_s > GAP_AT_MOST_S:
        found.append(
            Label("中间停顿太长，请一口气说完。", "There is a long gap in it: please say it in one breath.")
        )
    return found


def _put(path: Path, content: bytes) -> None:
    """Replace a file whole, so that nobody ever reads half of it."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)
