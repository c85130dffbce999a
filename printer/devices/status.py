"""What a printer says of itself: real-time status, and that a paper is out (Epson ESC/POS reference)."""

from dataclasses import dataclass
from enum import StrEnum

from printer.devices.address import Device

ASK_S = 1.0
OFFLINE, COVER, OUT, NEAR_END = 0x08, 0x04, 0x60, 0x0C


class Condition(StrEnum):
    """How a printer is."""

    READY = "ready"
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    SILENT = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """A printer's condition, and whether it may be sent a paper."""

    condition: Condition

    @property
    def may_print(self) -> bool:
        """Tell whether a paper would come out; one that cannot be asked is believed."""
        return self.condition in {Condition.READY, Condition.NEAR_END, Condition.SILENT}


def ask(device: Device) -> Status:
    """Ask for paper, cover and line (DLE EOT 4, 2, 1); the answers overtake what is being printed."""
    paper = _answer(device, 4)
    if paper is None:
        return Status(Condition.SILENT)
    if paper & OUT:
        return Status(Condition.PAPER_OUT)
    cause = _answer(device, 2) or 0
    if cause & COVER:
        return Status(Condition.COVER_OPEN)
    if (_answer(device, 1) or 0) & OFFLINE:
        return Status(Condition.OFFLINE)
    return Status(Condition.NEAR_END if paper & NEAR_END else Condition.READY)


def request_mark(mark: int) -> bytes:
    """Write the request to answer a mark when everything before it is printed (GS ( H, function 48)."""
    return b"\x1d(H\x06\x0000" + f"{mark:04d}".encode()


def confirmed(device: Device, mark: int, within: float) -> bool:
    """Tell whether the printer has answered a mark in time."""
    wanted = b"7\x22" + f"{mark:04d}".encode() + b"\x00"
    got = device.read(len(wanted), within)
    while got and not got.startswith(b"7\x22"):
        got = got[1:] + device.read(1, within / 4)
    return got == wanted


def _answer(device: Device, kind: int) -> int | None:
    device.write(bytes([0x10, 0x04, kind]))
    got = device.read(1, ASK_S)
    return got[0] if got and got[0] & 0x93 == 0x12 else None  # the fixed bits of a real-time answer
