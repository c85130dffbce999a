"""交接的事实: what went from one clerk or window to another, and what a forgotten window gave up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WindowHandedOver:
    """Another clerk came to a window and took over what the one before left there; both are account ids."""

    window: int
    tickets: tuple[str, ...]
    before: str
    by: str


@dataclass(frozen=True, slots=True)
class TicketHandedOver:
    """A held ticket went to another window; `was_stuck` when that window took it from a forgotten one."""

    ticket: str
    number: str
    from_window: int
    to_window: int
    by: str
    was_stuck: bool = False


@dataclass(frozen=True, slots=True)
class TicketFreed:
    """A ticket that was forgotten at a window went back to its place in the line."""

    ticket: str
    number: str
    window: int
    by: str


HandoverEvent = WindowHandedOver | TicketHandedOver | TicketFreed
