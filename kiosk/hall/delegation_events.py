"""代办委托的事实: what village assistants and their clerks did, with ids and decisions and never a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VillageMade:
    """The hall knows one more village."""

    village: str
    by: str


@dataclass(frozen=True, slots=True)
class AssistantAppointed:
    """Somebody acts for the retirees of a village from now on; whoever did before does not any more."""

    village: str
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class AccessReset:
    """An assistant's password and sign-ins ended; a one-time code lets her choose a new one."""

    village: str
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class AccessRenewed:
    """An assistant used her one-time code."""

    village: str
    account: str


@dataclass(frozen=True, slots=True)
class RosterImported:
    """A village's list of retirees came in."""

    village: str
    added: int
    known: int
    by: str


@dataclass(frozen=True, slots=True)
class FindingNoted:
    """An assistant noted how she verified a retiree, or what she heard of him; nothing follows yet."""

    finding: str
    retiree: str
    village: str
    what: str
    commission: str
    by: str


@dataclass(frozen=True, slots=True)
class DutyDone:
    """An assistant did one of her five duties; no retiree where it was for the whole village."""

    duty: str
    village: str
    retiree: str
    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class BatchHandedIn:
    """An assistant took one ticket for many."""

    batch: str
    village: str
    ticket: str
    principals: int


@dataclass(frozen=True, slots=True)
class BatchReceived:
    """A window took a batch; checking it is work that nobody waits for."""

    batch: str
    ticket: str
    window: int
    due_at: str


@dataclass(frozen=True, slots=True)
class VerificationsConfirmed:
    """A clerk confirmed how the retirees of a batch were verified."""

    batch: str
    findings: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class FindingConfirmed:
    """A clerk confirmed one finding, and it counts from now on."""

    finding: str
    retiree: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class FindingRejected:
    """A clerk did not accept a finding; the retiree is as he was."""

    finding: str
    retiree: str
    by: str


@dataclass(frozen=True, slots=True)
class FindingReversed:
    """A confirmed finding was wrong; the retiree is as he was before it."""

    finding: str
    retiree: str
    by: str


@dataclass(frozen=True, slots=True)
class BatchChecked:
    """Every finding of a batch is decided."""

    batch: str


@dataclass(frozen=True, slots=True)
class VillageListExported:
    """Somebody took the list of a village's retirees home as a file."""

    village: str
    lines: int
    by: str


@dataclass(frozen=True, slots=True)
class RetireeErased:
    """What identified a retiree who is no longer managed was erased; the figures stay."""

    retiree: str


DelegationEvent = (
    VillageMade
    | AssistantAppointed
    | AccessReset
    | AccessRenewed
    | RosterImported
    | FindingNoted
    | DutyDone
    | BatchHandedIn
    | BatchReceived
    | VerificationsConfirmed
    | FindingConfirmed
    | FindingRejected
    | FindingReversed
    | BatchChecked
    | VillageListExported
    | RetireeErased
)
