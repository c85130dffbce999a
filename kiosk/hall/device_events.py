"""设备与登录的事实: which machines were let in or shut out, and whose sign-ins were ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceApproved:
    """A manager let a machine in by the code on its screen."""

    device: str  # id of its token
    role: str
    place: str  # the name that it was given
    by: str


@dataclass(frozen=True, slots=True)
class DeviceRefused:
    """A manager did not let a machine in."""

    role: str
    by: str


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """A machine's token opens nothing any more."""

    device: str
    role: str
    by: str


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """Somebody has another password; every sign-in with the old one has ended."""

    account: str


@dataclass(frozen=True, slots=True)
class SignInsEnded:
    """Somebody signed out everywhere at once."""

    account: str


@dataclass(frozen=True, slots=True)
class AccountLocked:
    """Somebody may not sign in any more, and is signed in nowhere."""

    account: str


@dataclass(frozen=True, slots=True)
class AccountUnlocked:
    """Somebody may sign in again."""

    account: str


DeviceEvent = (
    DeviceApproved
    | DeviceRefused
    | DeviceRevoked
    | PasswordChanged
    | SignInsEnded
    | AccountLocked
    | AccountUnlocked
)
