"""What follows from what happens to windows, queues and the hall itself: nothing on paper."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.hall.floor_events import (
    DataRestored,
    FloorEvent,
    HelpAcknowledged,
    HelpCalled,
    NoticeChanged,
    QueueResumed,
    QueueSuspended,
    RolesChanged,
    StaffPinChanged,
    StopLifted,
    WindowChanged,
)
from kiosk.hall.jobs import Job


def of_floor(event: FloorEvent) -> Iterator[Job]:
    """Yield nothing, for every event by name: a new one must be thought about."""
    match event:
        case (
            WindowChanged()
            | QueueSuspended()
            | QueueResumed()
            | NoticeChanged()
            | StopLifted()
            | HelpCalled()
            | HelpAcknowledged()
            | StaffPinChanged()
            | RolesChanged()
            | DataRestored()
        ):
            yield from ()
        case _:
            assert_never(event)
