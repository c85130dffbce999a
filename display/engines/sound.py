"""声音: recorded sound as plain samples: 16 bit, one channel, 24,000 a second; measured, trimmed, joined."""

import io
import wave
from array import array
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

RATE = 24_000  # samples a second: enough for speech, half the bytes of 48,000
FULL = 32_767
FRAME = RATE // 100  # ten milliseconds
MARGIN_S = 0.03
TARGET_RMS = 0.1  # -20 dB: speech as loud as from other announcements, with room for its peaks
PEAK_AT_MOST = 0.95
FLOOR = 0.01  # below it a frame is taken for the room's own noise


class NotSound(Exception):
    """The bytes are no uncompressed 16-bit WAV."""


@dataclass(frozen=True, slots=True)
class Level:
    """How a recording is: its length, mean and highest level (0 to 1), and its longest inner gap."""

    seconds: float
    rms: float
    peak: float
    gap_s: float


def read(wav: bytes) -> "array[int]":
    """Read a WAV file of one or two channels and any rate.

    Raises:
        NotSound: it is something else.
    """
    try:
        with wave.open(io.BytesIO(wav)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise NotSound(str(error)) from None
    if width != 2 or channels not in {1, 2} or not 8_000 <= rate <= 96_000:
        raise NotSound(f"{width * 8} bit, {channels} channels, {rate} Hz")
    samples = array("h", frames[: len(frames) // 2 * 2])
    return at_our_rate(samples[::channels], rate)


def write(samples: "array[int]", rate: int = RATE) -> bytes:
    """Write samples of a rate as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def measure(samples: "array[int]") -> Level:
    """Measure a recording; an empty one is silent."""
    if not samples:
        return Level(0.0, 0.0, 0.0, 0.0)
    peak = max(max(samples), -min(samples)) / FULL
    rms = sqrt(sum(one * one for one in samples) / len(samples)) / FULL
    loud = _loud_frames(samples)
    gap = max((later - earlier - 1 for earlier, later in pairwise(loud)), default=0)
    return Level(len(samples) / RATE, rms, min(peak, 1.0), gap * FRAME / RATE)


def trimmed(samples: "array[int]") -> "array[int]":
    """Cut the silence before and after the voice, but for a breath of 30 ms."""
    loud = _loud_frames(samples)
    if not loud:
        return array("h")
    margin = int(MARGIN_S * RATE)
    return samples[max(0, loud[0] * FRAME - margin) : (loud[-1] + 1) * FRAME + margin]


def levelled(samples: "array[int]") -> "array[int]":
    """Bring a voice to the level of all others, never so loud that it is cut off."""
    level = measure(samples)
    if not level.rms:
        return samples
    factor = min(TARGET_RMS / level.rms, PEAK_AT_MOST / level.peak)
    return array("h", [round(one * factor) for one in samples])


def joined(parts: "list[array[int]]", gap_s: float = 0.0) -> "array[int]":
    """Put parts one after the other, with silence between them."""
    silence = array("h", bytes(2 * int(gap_s * RATE)))
    whole = array("h")
    for n, part in enumerate(parts):
        if n:
            whole.extend(silence)
        whole.extend(part)
    return whole


def _loud_frames(samples: "array[int]") -> list[int]:
    """Number the frames of ten milliseconds in which somebody speaks."""
    levels = [_frame_level(samples[at : at + FRAME]) for at in range(0, len(samples) - FRAME + 1, FRAME)]
    threshold = max(FLOOR, 0.08 * max(levels, default=0.0))
    return [n for n, level in enumerate(levels) if level >= threshold]


def _frame_level(frame: "array[int]") -> float:
    return sqrt(sum(one * one for one in frame) / len(frame)) / FULL


def at_our_rate(samples: "array[int]", rate: int) -> "array[int]":
    """Bring samples of a rate to ours by straight lines between them; good enough for one voice."""
    if rate == RATE or len(samples) < 2:
        return samples
    step = rate / RATE
    count = int((len(samples) - 1) / step)
    return array("h", [_between(samples, n * step) for n in range(count)])


def _between(samples: "array[int]", at: float) -> int:
    left = int(at)
    share = at - left
    return round(samples[left] * (1 - share) + samples[left + 1] * share)
