"""What follows when a window goes to a colleague: whoever was called and is free again is called no more."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.hall.handover_events import HandoverEvent, TicketFreed, TicketHandedOver, WindowHandedOver
from kiosk.hall.jobs import Job, Withdrawal


def of_handover(event: HandoverEvent) -> Iterator[Job]:
    """The calls that are taken back."""
    match event:
        case TicketFreed():
            yield Withdrawal(event.ticket)
        case WindowHandedOver() | TicketHandedOver():
            return
        case _:
            assert_never(event)
