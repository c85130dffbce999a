"""The keypad agent: keys of a pretended pad, a real server, and what the clerk hears."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.keypad import EV_KEY, INPUT_EVENT, Keypad, NoPad, Tone, Window, find, keys, run, wav
from tests.servers import HallServer

KEYS = {
    **{str(n): code for n, code in enumerate((82, 79, 80, 81, 75, 76, 77, 71, 72, 73))},
    "Enter": 96, "+": 78, "-": 74, ".": 83, "/": 98, "*": 55, "Back": 14, "F7": 65, "NumLock": 69,
}


class Hand:
    """A hand on a pad: presses keys and hears the tones."""

    def __init__(self, hall: HallServer, http: httpx.Client) -> None:
        self.hall, self.http = hall, http
        self.now = 0.0
        self.keypad = Keypad(Window(http, 5), lambda: self.now)

    def press(self, *names: str) -> Tone | None:
        heard = None
        for name in names:
            self.now += 1
            heard = self.keypad.press(KEYS[name])
        return heard

    def take(self, *codes: str, **more: object) -> None:
        with self.hall.api("kiosk") as kiosk:
            for code in codes:
                kiosk.post("/tickets", json={"services": [code], **more}).raise_for_status()

    @property
    def window(self) -> dict[str, Any]:
        return dict(self.http.get("/windows/5").json())


@pytest.fixture
def hand(hall_server: HallServer) -> Iterator[Hand]:
    with hall_server.api("desk") as http:
        http.put("/windows/5", json={"state": "open"}).raise_for_status()
        yield Hand(hall_server, http)


def test_a_day_at_the_pad(hand: Hand) -> None:
    hand.take("E01", "E01", "E01")

    assert hand.press("+") is Tone.ACCEPTED
    assert hand.window["number"] == "E001"
    assert hand.press(".") is Tone.ACCEPTED
    assert hand.press("-") is Tone.ACCEPTED
    assert hand.press("-") is Tone.REFUSED  # nobody in hand
    assert hand.press("Back") is Tone.ACCEPTED or hand.window["number"] is None
    assert hand.press("3", "Enter") is Tone.ACCEPTED
    assert hand.window["number"] == "E003"
    assert hand.press("F7") is Tone.ACCEPTED
    assert hand.press("/", "1", "Enter") is Tone.ACCEPTED
    assert hand.press("*") is Tone.ACCEPTED
    assert hand.window["state"] == "paused"
    assert hand.press("+") is Tone.REFUSED  # the window is paused


def test_a_call_is_taken_back(hand: Hand) -> None:
    hand.take("E01")
    hand.press("Enter")

    assert hand.press("Back") is Tone.ACCEPTED
    assert hand.window["number"] is None
    assert hand.press("Back") is Tone.REFUSED


def test_what_was_typed_wrongly_is_forgotten(hand: Hand) -> None:
    hand.take("E01", "E01")

    assert hand.press("9", "9", "Back", "NumLock", "Enter") is Tone.ACCEPTED
    assert hand.window["number"] == "E001"
    assert hand.press("9", "9", "Enter") is Tone.REFUSED


def test_nobody_who_cannot_hear_is_missed_from_the_pad(hand: Hand) -> None:
    hand.take("E01", needs=["hearing"])
    hand.press("+")

    assert hand.press("-") is Tone.REFUSED
    assert hand.window["number"] == "E001"


def test_a_hasty_double_press_calls_one(hand: Hand) -> None:
    hand.take("E01", "E01")

    hand.press("+")
    hand.now += 0.1 - 1
    assert hand.press("+") is None

    assert hand.window["number"] == "E001"


def test_a_server_that_is_away_is_heard(hand: Hand) -> None:
    hand.hall.stop()

    assert hand.press("+") is Tone.REFUSED


def written(*names: str) -> bytes:
    """Write what the kernel would: each key goes down, repeats once and comes up, with a report after each."""
    events = ((EV_KEY, KEYS[name], value) for name in names for value in (1, 2, 0))
    return b"".join(INPUT_EVENT.pack(0, 0, *event) + INPUT_EVENT.pack(0, 0, 0, 0, 0) for event in events)


def test_a_key_held_down_counts_once(tmp_path: Path) -> None:
    pad = tmp_path / "event7"
    pad.write_bytes(written("1", "Enter") + b"torn")

    with pad.open("rb", buffering=0) as opened:
        assert list(keys(opened)) == [KEYS["1"], KEYS["Enter"]]


def test_the_agent_plays_a_pad_to_its_end(hand: Hand, tmp_path: Path) -> None:
    hand.take("E01")
    pad, heard = tmp_path / "event7", list[Tone]()
    pad.write_bytes(written("+", "F7", "-"))

    run(Window(hand.http, 5), pad, heard.append)

    assert heard == [Tone.ACCEPTED, Tone.ACCEPTED, Tone.REFUSED]  # who is served cannot be missed


def test_the_command_works_a_window(hall_server: HallServer, tmp_path: Path) -> None:
    pad = tmp_path / "event7"
    pad.write_bytes(written("*"))
    token = hall_server.token("desk")

    command = ["keypad", "--server", hall_server.url, "--token", token, "--window", "5", "--device", str(pad)]
    done = subprocess.run([sys.executable, "-m", "kiosk", *command], capture_output=True, timeout=60)

    assert done.returncode == 0, done.stderr
    with hall_server.api("desk") as http:
        assert http.get("/windows/5").json()["state"] == "paused"


def test_the_pad_is_found_where_only_one_can_be_meant(tmp_path: Path) -> None:
    (tmp_path / "usb-Maker_Keyboard-event-kbd").touch()
    assert find(tmp_path).name == "usb-Maker_Keyboard-event-kbd"

    (tmp_path / "usb-Maker_USB_Keypad-event-kbd").touch()
    assert find(tmp_path).name == "usb-Maker_USB_Keypad-event-kbd"

    (tmp_path / "usb-Other_Keypad-event-kbd").touch()
    with pytest.raises(NoPad, match="--device"):
        find(tmp_path)


@pytest.mark.parametrize("tone", list(Tone))
def test_a_tone_is_a_sound_file(tone: Tone) -> None:
    assert wav(tone)[:4] == b"RIFF"
