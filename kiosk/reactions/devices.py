"""What follows when machines are let in or shut out and sign-ins end: sockets close, nothing is printed."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.hall.device_events import (
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
        case DeviceApproved() | DeviceRefused() | DeviceRevoked() | PasswordChanged() | SignInsEnded():
            yield from ()
        case _:
            assert_never(event)
