"""What follows when machines are let in or shut out and sign-ins end: sockets close, nothing is printed."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.hall.device_events import (
    AccountLocked,
    AccountUnlocked,
    DeviceApproved,
    DeviceEvent,
    DeviceRefused,
    DeviceRevoked,
    PasswordChanged,
    SignInsEnded,
)
from kiosk.hall.jobs import Job


def of_device(event: DeviceEvent) -> Iterator[Job]:
    """Nothing on paper and nothing to be heard; `web.doors` closes the sockets."""
    match event:
        case DeviceApproved() | DeviceRefused() | DeviceRevoked():
            yield from ()
        case PasswordChanged() | SignInsEnded() | AccountLocked() | AccountUnlocked():
            yield from ()
        case _:
            assert_never(event)
