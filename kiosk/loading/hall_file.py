"""大厅文件: the shapes of hall.toml and windows.toml."""

from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from kiosk.config import PRINTER_URL
from kiosk.hall.floor import (
    PAD,
    Need,
    Panel,
    Printer,
    PriorityClass,
    Queue,
    Window,
    Zone,
)
from kiosk.hall.words import Words
from kiosk.loading.hall_rules import (
    BoardShape,
    CallRulesShape,
    CaseRulesShape,
    CourierRulesShape,
    CustodyShape,
    EscalationShape,
    InspectionRulesShape,
    Minutes,
    OutletShape,
    PersonalShape,
    ReasonShape,
    VoiceShape,
)
from kiosk.loading.hours_file import HoursShape, OpeningShape, WindowNumber
from kiosk.loading.shape import Code, Letter, Phone, Said, Shape, Text, matching, refuse


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refuse(
            "没有这个时区。国内写 Asia/Shanghai。", "There is no such time zone. In China: Asia/Shanghai."
        ) from None
    return name


ELDER_AGE = "{elder_age}"  # stands in a name for the age

TimeZone = Annotated[str, AfterValidator(_known_zone)]
PadNumber = Annotated[int, Field(ge=0, le=9999)]
Millimetres = Annotated[float, Field(ge=0, le=3000)]
DeviceUrl = Annotated[
    str,
    matching(
        PRINTER_URL,
        "打印机地址写 tcp://主机:9100、usb://04b8:0e15、serial:///dev/ttyUSB0 或 file:///dev/usb/lp0。",
        "A printer's address is tcp://host:9100, usb://04b8:0e15, serial:///dev/ttyUSB0 or file:///dev/usb/lp0.",
    ),
]


class PriorityShape(Shape):
    """[[priority]]."""

    code: Code
    name: Text
    name_en: Said = ""
    rank: Annotated[int, Field(ge=0, le=99)]
    by_law: bool = False
    offered: bool = True

    def built(self, elder_age: int) -> PriorityClass:
        """Make the priority class; its name may speak of the hall's elder age."""
        name = self.pair("name")
        zh, en = (text.replace(ELDER_AGE, str(elder_age)) for text in (name.zh, name.en))
        return PriorityClass(self.code, Words(zh, en), self.rank, by_law=self.by_law, offered=self.offered)


class NeedShape(Shape):
    """[[need]]."""

    code: Code
    name: Text
    name_en: Said = ""
    sign_first: bool = False
    low_counter: bool = False

    def built(self) -> Need:
        """Make the need."""
        return Need(self.code, self.pair("name"), sign_first=self.sign_first, low_counter=self.low_counter)


class HallShape(Shape):
    """hall.toml."""

    id: Code
    name: Text
    name_en: Said = ""
    version: Text
    timezone: TimeZone = "Asia/Shanghai"
    always_open: bool = False
    windows_start_open: bool = False
    open_on_make_up_days: bool = True
    stop_before_min: Minutes = 15
    stop_when_full: bool = True
    supervision_phone: Phone
    area_code: Annotated[str, Field(pattern=r"^(0\d{2,3})?$")] = ""
    phones_share_network: bool = False
    wifi: Said = ""
    scanners: bool = True
    place: Said = ""
    place_en: Said = ""
    notice: Said = ""
    notice_en: Said = ""
    hours_text: Said = ""
    hours_text_en: Said = ""
    hours: list[HoursShape] = Field(default_factory=list)
    elder_age: Annotated[int, Field(ge=50, le=100)] = 70
    calls: CallRulesShape = CallRulesShape()
    cases: CaseRulesShape = CaseRulesShape()
    custody: CustodyShape = CustodyShape()
    escalation: EscalationShape = EscalationShape()
    inspection: InspectionRulesShape = InspectionRulesShape()
    courier: CourierRulesShape = CourierRulesShape()
    personal: PersonalShape = PersonalShape()
    voice: VoiceShape = VoiceShape()
    board: BoardShape = BoardShape()
    outlet: OutletShape | None = None
    priority: list[PriorityShape] = Field(default_factory=list)
    need: list[NeedShape] = Field(default_factory=list)
    reason: list[ReasonShape] = Field(default_factory=list)


class QueueShape(Shape):
    """[[queue]]."""

    letter: Letter
    name: Text
    name_en: Said = ""
    short: Text
    short_en: Said = ""
    department: Said = ""
    department_en: Said = ""
    phone: Phone
    comprehensive: bool = False
    spoken: Said = ""
    schedule: list[OpeningShape] = Field(default_factory=list)
    pad_from: PadNumber = PAD[0]
    pad_until: PadNumber = PAD[1]

    @model_validator(mode="after")
    def _pad_in_order(self) -> Self:
        if self.pad_from > self.pad_until:
            raise refuse(
                "应急号的 pad_from 不能大于 pad_until；不留应急号写 pad_from = 0。",
                "pad_from must not be greater than pad_until; pad_from = 0 reserves nothing.",
            )
        return self

    def built(self) -> Queue:
        """Make the queue."""
        return Queue(
            self.letter,
            self.pair("name"),
            self.pair("short"),
            self.pair("department"),
            self.phone,
            tuple(one.built() for one in self.schedule),
            comprehensive=self.comprehensive,
            spoken=self.spoken,
            pad_from=self.pad_from,
            pad_until=self.pad_until,
        )


class ZoneShape(Shape):
    """[[zone]]."""

    code: Code
    name: Text
    name_en: Said = ""

    def built(self) -> Zone:
        """Make the zone."""
        return Zone(self.code, self.pair("name"))


class WindowShape(Shape):
    """[[window]]."""

    number: WindowNumber
    name: Text
    name_en: Said = ""
    queues: Annotated[list[Letter], Field(min_length=1)]
    helps: list[Letter] = Field(default_factory=list)
    low_counter: bool = False
    place: Said = ""
    place_en: Said = ""
    phone: Phone = ""
    printer: Said = ""
    zone: Said = ""

    def built(self) -> Window:
        """Make the window."""
        return Window(
            self.number,
            self.pair("name"),
            tuple(self.queues),
            tuple(self.helps),
            low_counter=self.low_counter,
            place=self.pair("place"),
            phone=self.phone,
            printer=self.printer,
            zone=self.zone,
        )


class PrinterShape(Shape):
    """[[printer]]."""

    name: Code
    url: DeviceUrl
    width: Literal[58, 80] = 80
    profile: Said = ""
    label: Said = ""
    label_en: Said = ""
    backup: Said = ""
    agent: Said = ""

    def built(self) -> Printer:
        """Make the printer."""
        return Printer(
            self.name,
            self.url,
            self.width,
            self.profile,
            Words(self.label, self.label_en or self.label),
            self.backup,
            self.agent,
        )


class PanelShape(Shape):
    """[[panel]]."""

    name: Code
    diagonal_in: Annotated[float, Field(ge=5, le=120)]
    width_px: Annotated[int, Field(ge=320, le=16000)]
    height_px: Annotated[int, Field(ge=320, le=16000)]
    bottom_mm: Millimetres
    printer: Said = ""

    def built(self) -> Panel:
        """Make the panel."""
        return Panel(self.name, self.diagonal_in, self.width_px, self.height_px, self.bottom_mm, self.printer)


class WindowsShape(Shape):
    """windows.toml."""

    queue: Annotated[list[QueueShape], Field(min_length=1)]
    window: Annotated[list[WindowShape], Field(min_length=1)]
    zone: list[ZoneShape] = Field(default_factory=list)
    printer: list[PrinterShape] = Field(default_factory=list)
    panel: list[PanelShape] = Field(default_factory=list)
