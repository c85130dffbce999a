"""事项目录: the hall and everything it handles, as its officials wrote it down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.hall.bundle import Bundle, UnknownBundle
from kiosk.hall.condition import Condition
from kiosk.hall.deposit import CustodyRules
from kiosk.hall.errors import HallError, UnknownService, UnknownWindow
from kiosk.hall.floor import (
    CallRules,
    DayTable,
    Hall,
    Need,
    Opening,
    Panel,
    Printer,
    PriorityClass,
    Queue,
    Reasons,
    Season,
    VoiceRules,
    Window,
)
from kiosk.hall.service import (
    Limit,
    LimitUnit,
    Material,
    MaterialSource,
    NoVisit,
    NoVisitWay,
    OneOfGroup,
    Option,
    Proxy,
    Question,
    Quota,
    Service,
    ServiceKind,
)
from kiosk.hall.words import Words

__all__ = [
    "CallRules",
    "Catalogue",
    "Condition",
    "CustodyRules",
    "DayTable",
    "Hall",
    "Limit",
    "LimitUnit",
    "Material",
    "MaterialSource",
    "Need",
    "NoVisit",
    "NoVisitWay",
    "OneOfGroup",
    "Opening",
    "Option",
    "Panel",
    "Printer",
    "PriorityClass",
    "Proxy",
    "Question",
    "Queue",
    "Quota",
    "Reasons",
    "Season",
    "Service",
    "ServiceKind",
    "UnknownQueue",
    "VoiceRules",
    "Window",
]

CONSULTATION_MIN = 5.0
SAMPLE = "sample"  # the id that the sample hall has until somebody makes it his own


class UnknownQueue(HallError):
    """The hall has no queue of this letter."""

    status = 404
    zh = "本厅没有 {0} 队列。"
    en = "This hall has no queue {0}."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The hall and its services; of several texts of one service the latest counts."""

    hall: Hall
    services: tuple[Service, ...]
    version: str = ""
    bundles: tuple[Bundle, ...] = ()
    _services: Mapping[str, Service] = field(init=False, repr=False, compare=False)
    _queues: Mapping[str, Queue] = field(init=False, repr=False, compare=False)
    _windows: Mapping[int, Window] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_age = sorted(self.services, key=lambda service: service.effective_from)
        object.__setattr__(self, "_services", {service.code: service for service in by_age})
        object.__setattr__(self, "_queues", {queue.letter: queue for queue in self.hall.queues})
        object.__setattr__(self, "_windows", {window.number: window for window in self.hall.windows})

    def service(self, code: str) -> Service:
        """Find a service by its code.

        Raises:
            UnknownService: the catalogue has none of this code.
        """
        try:
            return self._services[code]
        except KeyError:
            raise UnknownService(code) from None

    def name_of(self, code: str) -> Words:
        """Name a service; one that the content has lost since by its code."""
        service = self._services.get(code)
        return service.name if service else Words(code, code)

    def queue(self, letter: str) -> Queue:
        """Find a queue by its letter.

        Raises:
            UnknownQueue: the hall has none of this letter.
        """
        try:
            return self._queues[letter]
        except KeyError:
            raise UnknownQueue(letter) from None

    def window(self, number: int) -> Window:
        """Find a window by its number.

        Raises:
            UnknownWindow: the hall has none of this number.
        """
        try:
            return self._windows[number]
        except KeyError:
            raise UnknownWindow(number) from None

    def bundle(self, code: str) -> Bundle:
        """Find a joint matter by its code.

        Raises:
            UnknownBundle: the catalogue has none of this code.
        """
        for one in self.bundles:
            if one.code == code:
                return one
        raise UnknownBundle(code)

    def usual_minutes(self, codes: Iterable[str]) -> float:
        """Add up the usual minutes of services; one that is not known, or none, counts as a consultation."""
        known = self._services
        return sum(known[code].usual_minutes if code in known else CONSULTATION_MIN for code in codes) or (
            CONSULTATION_MIN
        )

    @property
    def is_sample(self) -> bool:
        """Whether nobody has made this content his own: neither the hall's id nor any service is a hall's."""
        return self.hall.id == SAMPLE and all(one.is_sample for one in self.services)

    def in_force(self, day: date) -> "Catalogue":
        """Keep the texts that apply on a day, the latest of each service, and the bundles made of them."""
        kept = {
            one.code: one
            for one in sorted(self.services, key=lambda one: one.effective_from)
            if one.in_force(day)
        }
        services = tuple(one for one in self.services if kept.get(one.code) is one)
        if services == self.services:
            return self
        bundles = tuple(one for one in self.bundles if kept.keys() >= set(one.services))
        return replace(self, services=services, bundles=bundles)

    def batch(self, number: int) -> tuple[Service, ...]:
        """List the services of a batch, in the order of their codes."""
        return tuple(sorted((one for one in self.services if one.batch == number), key=lambda one: one.code))
