"""大厅现场的事实: what has happened to windows, queues and the hall itself, never with a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WindowChanged:
    """A window opened, paused or closed."""

    window: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class QueueSuspended:
    """A queue calls nobody and takes nobody, until a time or until it is resumed."""

    queue: str
    reason: str
    until: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class QueueResumed:
    """A suspended queue takes visits again; `by` is nobody when its time was over."""

    queue: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class NoticeChanged:
    """The notice line was written anew, or given back to the hall's file."""

    by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class StopLifted:
    """Numbers are given after hours too, until a time (延时服务); no time ends it."""

    until: str
    by: str


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """Somebody at a kiosk asked for a member of staff."""

    call: int
    place: str


@dataclass(frozen=True, slots=True)
class HelpAcknowledged:
    """A member of staff is on the way to the kiosk."""

    call: int


@dataclass(frozen=True, slots=True)
class StaffPinChanged:
    """The number that opens a kiosk's paper drawer was set."""

    by: str


@dataclass(frozen=True, slots=True)
class RolesChanged:
    """An account has other roles now; the first is the one its sign-in leads to."""

    account: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataRestored:
    """The hall goes on from a backup: numbers in people's hands are skipped; `head` was its last event."""

    copied_at: str
    head: int
    numbers: int
    lasting_numbers: int


FloorEvent = (
    WindowChanged
    | QueueSuspended
    | QueueResumed
    | NoticeChanged
    | StopLifted
    | HelpCalled
    | HelpAcknowledged
    | StaffPinChanged
    | RolesChanged
    | DataRestored
)
