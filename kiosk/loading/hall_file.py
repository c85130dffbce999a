"""大厅文件: the shapes of hall.toml, windows.toml and days.toml."""

from datetime import date, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from kiosk.hall.floor import (
    Need,
    Opening,
    Panel,
    Printer,
    PriorityClass,
    Queue,
    Window,
    Zone,
)
from kiosk.hall.words import Words
from kiosk.loading.hall_rules import BoardShape, CallRulesShape, Minutes, ReasonShape, VoiceShape
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
Weekday = Annotated[int, Field(ge=1, le=7)]
Millimetres = Annotated[float, Field(ge=0, le=3000)]
DeviceUrl = Annotated[
    str,
    matching(
        r"(tcp://[^/\s]+|usb://|serial:///|file:///|memory://)\S*",
        "打印机地址写 tcp://主机:9100、usb://04b8:0e15、serial:///dev/ttyUSB0 或 file:///dev/usb/lp0。",
        "A printer's address is tcp://host:9100, usb://04b8:0e15, serial:///dev/ttyUSB0 or file:///dev/usb/lp0.",
    ),
]


class OpeningShape(Shape):
    """[[hours]] and [[queue.schedule]]."""

    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    start: time
    end: time

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if time(0) < self.end <= self.start:
            raise refuse(
                "结束时间要晚于开始时间（00:00:00 表示午夜）。",
                "It must end after it starts (00:00:00 is midnight).",
            )
        return self

    def built(self) -> Opening:
        """Make the opening hours."""
        return Opening(tuple(sorted(set(self.days))), self.start, self.end)


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

    def built(self) -> Need:
        """Make the need."""
        return Need(self.code, self.pair("name"))


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
    supervision_phone: Phone
    phones_share_network: bool = False
    wifi: Said = ""
    place: Said = ""
    place_en: Said = ""
    notice: Said = ""
    notice_en: Said = ""
    hours_text: Said = ""
    hours_text_en: Said = ""
    hours: list[OpeningShape] = Field(default_factory=list)
    elder_age: Annotated[int, Field(ge=50, le=100)] = 70
    calls: CallRulesShape = CallRulesShape()
    voice: VoiceShape = VoiceShape()
    board: BoardShape = BoardShape()
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

    number: Annotated[int, Field(ge=1, le=999)]
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


class YearShape(Shape):
    """[[year]] of days.toml."""

    year: Annotated[int, Field(ge=2000, le=2200)]
    holidays: list[date]
    make_up: list[date]

    @model_validator(mode="after")
    def _own_year_only(self) -> Self:
        strangers = [day for day in (*self.holidays, *self.make_up) if day.year != self.year]
        both = set(self.holidays) & set(self.make_up)
        if strangers or both:
            day = min(strangers or both)
            raise refuse(
                f"{day} 不属于这一年，或同时写成放假和上班。",
                f"{day} is not in this year, or is both a holiday and a make-up day.",
            )
        return self


class DaysShape(Shape):
    """days.toml: the hall's own table of holidays; a year given here replaces the library's."""

    year: list[YearShape] = Field(default_factory=list)
