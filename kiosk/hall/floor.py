"""大厅: the place itself, with its queues, windows, kiosks and hours."""

from dataclasses import dataclass
from datetime import date, time

from kiosk.hall.case import USUAL_CASES, CaseRules
from kiosk.hall.deposit import USUAL_CUSTODY, CustodyRules
from kiosk.hall.personal import USUAL_PERSONAL, PersonalRules
from kiosk.hall.post_file import POSTING, CourierRules
from kiosk.hall.service import USUAL_INSPECTIONS, InspectionRules
from kiosk.hall.words import NO_WORDS, Words

MonthDay = tuple[int, int]
PAD = (901, 999)


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, both days included; it may go over the year's end."""

    first: MonthDay
    last: MonthDay

    def __contains__(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class Opening:
    """A span of hours on some days of the week (1 is Monday, 7 is Sunday).

    No season means all year; with `windows` only these are on duty (值班), without any all serve.
    """

    days: tuple[int, ...]
    start: time
    end: time
    season: Season | None = None
    windows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """A line of waiting people, named by the letter of its numbers; no schedule means always.

    The numbers from `pad_from` to `pad_until` stand on the emergency pad (应急号) and are never given out
    otherwise; 0 means that there is no pad.
    """

    letter: str
    name: Words
    short: Words
    department: Words
    phone: str
    schedule: tuple[Opening, ...] = ()
    comprehensive: bool = False
    spoken: str = ""  # what a loudspeaker says for the letter, where the hall wants a word
    pad_from: int = PAD[0]
    pad_until: int = PAD[1]

    @property
    def pad(self) -> range:
        """The numbers of its emergency pad."""
        return range(self.pad_from, self.pad_until + 1) if self.pad_from else range(0)


@dataclass(frozen=True, slots=True)
class Window:
    """A numbered place that serves its queues and may help others."""

    number: int
    name: Words
    queues: tuple[str, ...]
    helps: tuple[str, ...] = ()
    low_counter: bool = False
    place: Words = NO_WORDS
    phone: str = ""
    printer: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall with a board and a loudspeaker of its own."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """How calls are read out.

    `engine` is "browser", "clips", "onnx" or "chime"; `one` is how the digit 1 is read; with `queue_words`
    a queue's spoken word takes the place of its letter; `words` says how some words are pronounced, as
    pairs of what is written and what is said; `model` is the folder of an onnx voice.
    """

    engine: str = "browser"
    one: str = "一"
    english: bool = True
    times: int = 2
    late_s: int = 90
    queue_words: bool = False
    words: tuple[tuple[str, str], ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """People who are called earlier; rank 0 goes first."""

    code: str
    name: Words
    rank: int
    by_law: bool = False
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Reasons:
    """What people of the hall usually give as a reason, to be chosen with one key; others they write."""

    jump: tuple[Words, ...] = ()
    pause: tuple[Words, ...] = ()
    suspend: tuple[Words, ...] = ()

    def words(self, given: str) -> Words:
        """Find the English of a reason that was chosen; one that was written is as it was written."""
        every = (*self.jump, *self.pause, *self.suspend)
        return next((one for one in every if given in (one.zh, one.en)), Words(given, given))


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs at the window; it does not change the order.

    `sign_first`: a call cannot be heard, so nobody is missed before the clerk has shown him in person;
    `low_counter`: a window with a low counter serves him, where his queue has one.
    """

    code: str
    name: Words
    sign_first: bool = False
    low_counter: bool = False


@dataclass(frozen=True, slots=True)
class CallRules:
    """How numbers are called, missed and revived.

    At most every `priority_share`-th call of a window is out of turn, at most every `quick_share`-th a
    quick visit before longer ones (0: none). `alarm_after_min` is how long people may wait with no open
    window; `parts_offer_min` how much longer the comprehensive window must take than the specialist ones
    together before a visit is offered in parts (0: never). `next_finishes`: calling the next ticket finishes
    the one in hand. After `stuck_after_min` a ticket may have been forgotten; see `handover`.
    """

    recalls: int = 2
    recall_after_s: int = 20
    miss_after_s: int = 60
    revive_within_min: int = 30
    revive_places: int = 3
    revivals: int = 2
    delay_places: int = 3
    delays: int = 2
    ageing_min: int = 30
    priority_share: int = 2
    quick_share: int = 3
    alarm_after_min: int = 5
    parts_offer_min: int = 15
    next_finishes: bool = True
    stuck_after_min: int = 30


@dataclass(frozen=True, slots=True)
class EscalationRules:
    """In how many working days a problem is answered, by its class, and when it is erased after its end."""

    simple_days: int = 5
    ordinary_days: int = 10
    complex_days: int = 15
    erase_after_days: int = 365


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where messages to phones go out: a gateway of the hall's own, told when few people are ahead."""

    url: str
    people_ahead: int = 3


@dataclass(frozen=True, slots=True)
class Printer:
    """A device that papers come out of; width in millimetres.

    `label` says in words where it stands; when it is empty, open or away, its papers go to `backup`.
    `agent` names the print agent beside it (the label of its token); without one the server's own prints.
    """

    name: str
    url: str
    width: int = 80
    profile: str = ""
    label: Words = NO_WORDS
    backup: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A kiosk's screen and how high its lower edge hangs above the floor."""

    name: str
    diagonal_in: float
    width_px: int
    height_px: int
    bottom_mm: float
    printer: str = ""


@dataclass(frozen=True, slots=True)
class DayTable:
    """Holidays (no work on a weekday) and make-up days (work on a weekend) of the years that are known."""

    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Hall:
    """The place itself: its queues, windows, hours and rules."""

    id: str
    name: Words
    queues: tuple[Queue, ...]
    windows: tuple[Window, ...]
    timezone: str = "Asia/Shanghai"
    always_open: bool = False
    hours: tuple[Opening, ...] = ()
    open_on_make_up_days: bool = True
    stop_before_min: int = 15
    stop_when_full: bool = True
    windows_start_open: bool = False
    priorities: tuple[PriorityClass, ...] = ()
    needs: tuple[Need, ...] = ()
    calls: CallRules = CallRules()
    cases: CaseRules = USUAL_CASES
    custody: CustodyRules = USUAL_CUSTODY
    escalation: EscalationRules = EscalationRules()
    inspection: InspectionRules = USUAL_INSPECTIONS
    courier: CourierRules = POSTING
    personal: PersonalRules = USUAL_PERSONAL
    reasons: Reasons = Reasons()
    voice: VoiceRules = VoiceRules()
    outlet: Outlet | None = None
    zones: tuple[Zone, ...] = ()
    elder_boards: bool = False
    printers: tuple[Printer, ...] = ()
    panels: tuple[Panel, ...] = ()
    notice: Words = NO_WORDS
    hours_text: Words = NO_WORDS
    supervision_phone: str = ""
    area_code: str = ""
    phones_share_network: bool = False
    wifi: str = ""
    scanners: bool = True  # whether kiosks and desks have one, so that papers carry a code for them
    place: Words = NO_WORDS
    days: DayTable = DayTable()

    @property
    def sign_first(self) -> frozenset[str]:
        """The needs of people who cannot hear a call."""
        return frozenset(need.code for need in self.needs if need.sign_first)

    @property
    def low_counter(self) -> frozenset[str]:
        """The needs of people who sit lower than a usual counter."""
        return frozenset(need.code for need in self.needs if need.low_counter)


def printers_of(hall: Hall, agent: str) -> tuple[Printer, ...]:
    """List the printers of a print agent: those that name it; else those that name none."""
    own = tuple(one for one in hall.printers if one.agent and one.agent == agent)
    return own or tuple(one for one in hall.printers if not one.agent)


def printer_at(hall: Hall, place: str) -> str:
    """Name the printer of a kiosk or of a window ("window 3"); else the hall's first one, else none."""
    known = {printer.name for printer in hall.printers}
    named = {panel.name: panel.printer for panel in hall.panels}
    named |= {f"window {window.number}": window.printer for window in hall.windows}
    usual = hall.printers[0].name if hall.printers else ""
    return named[place] if named.get(place) in known else usual
