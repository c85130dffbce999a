"""小键盘: one USB number pad works a window whatever program has the focus, through the desk's own API."""

import fcntl
import io
import math
import shutil
import struct
import subprocess
import sys
import time
import uuid
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

import httpx

INPUT_EVENT = struct.Struct("llHHi")  # struct input_event of <linux/input.h>: time, type, code, value
EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int): the keys of the device go to this program alone
EV_KEY, PRESSED = 1, 1
BY_ID = Path("/dev/input/by-id")
GUARD_S = 0.8  # as on the desk's page: a second press of the same key within it is a slip of the finger
AGAIN_S = 2.0  # after the pad was pulled out
TIMEOUT_S = 5.0
RATE = 16_000

# Keys by their place (<linux/input-event-codes.h>), so NumLock does not matter; as in static/clerk/keys.js.
DIGITS = {82: "0", 79: "1", 80: "2", 81: "3", 75: "4", 76: "5", 77: "6", 71: "7", 72: "8", 73: "9"}
ENTERS, PLUS, BACKSPACE, SLASH, STAR = (28, 96), 78, 14, 98, 55
ACTS = {83: "recall", 60: "recall", 74: "miss", 62: "miss", 65: "start", 67: "finish", 68: "hold"}


class Tone(Enum):
    """What the clerk hears: two rising notes when it was done, a low one when it was refused."""

    ACCEPTED = ((880, 0.09), (1320, 0.12))
    REFUSED = ((220, 0.35),)


class NoPad(Exception):
    """Which device is the number pad is not clear."""


@dataclass
class Window:
    """One window, worked through the API with a desk's token; each act says whether it was done."""

    http: httpx.Client
    number: int
    last: str = ""  # the ticket of the last act, which can be taken back

    def call_next(self) -> bool:
        """Call whose turn it is."""
        return self._call({})

    def call(self, typed: str) -> bool:
        """Call a given number: of the window's own queues first, then of those it helps."""
        here = self._here()
        for letter in (*here["queues"], *here["helps"]):
            query = {"number": f"{letter}{int(typed):03d}", "state": "waiting"}
            for ticket in self.http.get("/tickets", params=query).raise_for_status().json()["tickets"]:
                return self._call({"ticket": ticket["id"]})
        return False

    def act(self, name: str, **more: int) -> bool:
        """Do something with the ticket in hand."""
        ticket = self._here()["ticket"]
        if not ticket:
            return False
        self.last = ticket
        return self._post(f"/tickets/{ticket}/{name}", more).is_success

    def pause(self) -> bool:
        """Pause the window, or open it again."""
        state = "paused" if self._here()["state"] == "open" else "open"
        return self.http.put(f"/windows/{self.number}", json={"state": state}).is_success

    def undo(self) -> bool:
        """Take back the last act that was done here."""
        ticket, self.last = self.last, ""
        return bool(ticket) and self._post(f"/tickets/{ticket}/undo", {}).is_success

    def _here(self) -> dict[str, Any]:
        return self.http.get(f"/windows/{self.number}").raise_for_status().json()  # type: ignore[no-any-return]

    def _call(self, wanted: dict[str, str]) -> bool:
        answer = self._post(f"/windows/{self.number}/calls", wanted)
        if answer.status_code != httpx.codes.OK:
            return False
        self.last = answer.json()["id"]
        return True

    def _post(self, path: str, body: object) -> httpx.Response:
        return self.http.post(path, json=body, headers={"Idempotency-Key": uuid.uuid4().hex})


class Keypad:
    """Turns keys into acts of a window: digits and Enter call a number, / digits Enter sends the ticket on."""

    def __init__(self, window: Window, clock: Callable[[], float] = time.monotonic) -> None:
        self._window, self._clock = window, clock
        self._typed, self._sends = "", False
        self._last = (0, -GUARD_S)

    def press(self, code: int) -> Tone | None:
        """Do what a key stands for; keys that only type, or mean nothing, make no sound."""
        if code in DIGITS:
            self._typed += DIGITS[code]
            return None
        act = self._meaning(code)
        if act is None or (code == self._last[0] and self._clock() - self._last[1] < GUARD_S):
            return None
        try:
            done = act()
        except httpx.HTTPError:  # away, or refused before it was an act: nothing was done
            done = False
        self._last = (code, self._clock())
        return Tone.ACCEPTED if done else Tone.REFUSED

    def _meaning(self, code: int) -> Callable[[], bool] | None:
        typed, sends = self._typed, self._sends
        if code in ENTERS and typed:
            self._forget()
            return lambda: (
                self._window.act("transfer", window=int(typed)) if sends else self._window.call(typed)
            )
        if code == BACKSPACE and (typed or sends):
            self._forget()
            return None
        if code == SLASH:
            self._typed, self._sends = "", True
            return None
        self._forget()
        if code in ACTS:
            return lambda: self._window.act(ACTS[code])
        plain = {PLUS: self._window.call_next, STAR: self._window.pause, BACKSPACE: self._window.undo}
        plain |= dict.fromkeys(ENTERS, self._window.call_next)
        return plain.get(code)

    def _forget(self) -> None:
        self._typed, self._sends = "", False


def keys(device: BinaryIO) -> Iterator[int]:
    """Read the codes of the keys that are pressed, until the device ends; a key held down counts once."""
    while len(event := device.read(INPUT_EVENT.size)) == INPUT_EVENT.size:
        _, _, kind, code, value = INPUT_EVENT.unpack(event)
        if (kind, value) == (EV_KEY, PRESSED):
            yield code


def find(folder: Path = BY_ID) -> Path:
    """Find the number pad: the only USB keyboard that says so, else the only one there is.

    Raises:
        NoPad: there is none, or which one is not clear.
    """
    boards = sorted(folder.glob("*-event-kbd"))
    pads = [one for one in boards if "pad" in one.name.lower()] or boards
    if len(pads) == 1:
        return pads[0]
    known = "\n".join(f"  {one}" for one in boards) or "  —"
    raise NoPad(f"请用 --device 写明小键盘 / please name the pad with --device:\n{known}")


def run(window: Window, device: Path, play: Callable[[Tone], None]) -> None:
    """Work a window from a pad until it is stopped; a pad that was pulled out is waited for."""
    keypad = Keypad(window)
    while True:
        try:
            with device.open("rb", buffering=0) as opened:
                if device.is_char_device():
                    fcntl.ioctl(opened, EVIOCGRAB, 1)
                for code in keys(opened):
                    if tone := keypad.press(code):
                        play(tone)
        except OSError as fault:
            print(f"{device}: {fault.strerror}", file=sys.stderr)
        if not device.is_char_device() and device.exists():
            return  # a file that was played to its end
        time.sleep(AGAIN_S)


def sound(tone: Tone) -> None:
    """Play a tone without waiting for its end: by aplay where it is, else as the terminal's bell."""
    player = shutil.which("aplay")
    if player is None:
        print("\a" if tone is Tone.ACCEPTED else "\a\a\a", end="", flush=True)
        return
    playing = subprocess.Popen([player, "-q", "-"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    if playing.stdin:
        playing.stdin.write(wav(tone))
        playing.stdin.close()


def wav(tone: Tone) -> bytes:
    """Write a tone as a WAV file."""
    samples = bytearray()
    for hertz, seconds in tone.value:
        for n in range(int(RATE * seconds)):
            fade = min(1.0, n / 200, (RATE * seconds - n) / 200)  # no click at either end
            samples += struct.pack("<h", int(12_000 * fade * math.sin(2 * math.pi * hertz * n / RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
    return file.getvalue()


def work(server: str, token: str, number: int, device: Path | None) -> int:
    """Run the keypad agent of one window; returns 2 when it is not clear which pad is meant."""
    try:
        pad = device or find()
    except NoPad as doubt:
        print(doubt, file=sys.stderr)
        return 2
    base, headers = f"{server.rstrip('/')}/api/v1", {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=base, headers=headers, timeout=TIMEOUT_S) as http:
        print(f"{pad} → {number}", flush=True)
        run(Window(http, number), pad, sound)
    return 0
