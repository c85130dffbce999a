"""取号机上的工作人员: a short number opens the paper drawer of a kiosk, and nothing else."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from kiosk.hall.errors import BadRequest, HallError
from kiosk.hall.floor_events import StaffPinChanged
from kiosk.storage.store import Store

PIN = "staff-pin"
SHORTEST, LONGEST = 4, 8

_hasher = PasswordHasher()


class WrongPin(HallError):
    """The number does not open the kiosk's drawer."""

    status = 403
    zh = "工作人员口令不对，请重试。"
    en = "The staff PIN is wrong. Please try again."
    retry = True


class NoPin(HallError):
    """Nobody has set a staff PIN yet."""

    status = 403
    zh = "还没有设工作人员口令。请管理员在 /manage/printers 设一个。"
    en = "No staff PIN is set yet. The manager sets one at /manage/printers."


def set_pin(store: Store, *, pin: str, by: str, at: datetime) -> None:
    """Set the staff PIN of all kiosks; takes some tens of milliseconds by design.

    Raises:
        BadRequest: it is not four to eight digits.
    """
    if not (pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST):
        raise BadRequest(f"PIN: {SHORTEST}–{LONGEST} 0-9")
    hashed = _hasher.hash(pin)
    with store.begin() as work:
        work.settings.put(PIN, hashed)
        work.record(StaffPinChanged(by), at)


def has_pin(store: Store) -> bool:
    """Tell whether a staff PIN is set."""
    with store.read() as reading:
        return bool(reading.settings.get(PIN))


def check_pin(store: Store, *, pin: str) -> None:
    """Let staff through who know the PIN; takes some tens of milliseconds by design.

    Raises:
        NoPin: none is set.
        WrongPin: it is another one.
    """
    with store.read() as reading:
        hashed = reading.settings.get(PIN)
    if not hashed:
        raise NoPin
    try:
        _hasher.verify(hashed, pin)
    except VerificationError:
        raise WrongPin from None
