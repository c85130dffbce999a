"""内容读取: a folder of content files becomes the catalogue, or every fault in it is named at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from kiosk.hall.catalogue import Catalogue, Hall
from kiosk.loading.bundles_file import BundlesShape, check_bundles
from kiosk.loading.courier_file import CourierShape, post_file
from kiosk.loading.faults import ContentFaults, Fault, Notice, Report
from kiosk.loading.files import BUNDLES, COURIER, DAYS, HALL, WINDOWS, Files, read
from kiosk.loading.hall_checks import check_hall
from kiosk.loading.hall_file import HallShape, WindowsShape
from kiosk.loading.hall_rules import reasons
from kiosk.loading.holidays import day_table
from kiosk.loading.hours_file import DaysShape
from kiosk.loading.notices import holidays_known, unconfirmed, untranslated
from kiosk.loading.remedies import faults_of
from kiosk.loading.service_checks import check_services
from kiosk.loading.service_file import ServiceShape
from kiosk.loading.shape import Shape

__all__ = ["ContentFaults", "Fault", "Notice", "Report", "check", "load"]

S = TypeVar("S", bound=Shape)
BY_RANK = attrgetter("rank")


def load(folder: Path) -> Catalogue:
    """Make the catalogue of a hall from its folder.

    Raises:
        ContentFaults: something in the files is wrong; it holds every fault of all files.
    """
    found = _look(folder)
    if found.catalogue is None:
        raise ContentFaults(found.report.faults)
    return found.catalogue


def check(folder: Path) -> Report:
    """Find every fault of a hall's folder, and what it still lacks, without using it."""
    return _look(folder).report


@dataclass(frozen=True, slots=True)
class _Found:
    report: Report
    catalogue: Catalogue | None


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The files that have the right form, by name."""

    hall: HallShape | None
    windows: WindowsShape | None
    days: DaysShape | None
    bundles: BundlesShape | None
    courier: CourierShape | None
    services: Mapping[str, ServiceShape]

    def every(self) -> Mapping[str, Shape]:
        """All of them."""
        single: dict[str, Shape | None] = {HALL: self.hall, WINDOWS: self.windows, BUNDLES: self.bundles}
        return {**{name: one for name, one in single.items() if one}, **self.services}


def _look(folder: Path) -> _Found:
    files = read(folder)
    faults = list(files.faults)
    shapes = _shapes(files, faults)
    faults += [*check_hall(files), *check_services(files), *check_bundles(files)]
    notices = [notice for file, shape in shapes.every().items() for notice in untranslated(file, shape)]
    if faults or shapes.hall is None or shapes.windows is None:
        return _Found(Report(tuple(_ordered(faults)), tuple(notices)), None)
    catalogue = _built(shapes.hall, shapes.windows, shapes)
    sources = {f"{one.code} {one.effective_from}": file for file, one in shapes.services.items()}
    notices += [*unconfirmed(sources, catalogue), *holidays_known(catalogue)]
    return _Found(Report((), tuple(notices)), catalogue)


def _shapes(files: Files, faults: list[Fault]) -> _Shapes:
    services = {file: _shape(ServiceShape, file, files, faults) for file in files.services}
    return _Shapes(
        _shape(HallShape, HALL, files, faults),
        _shape(WindowsShape, WINDOWS, files, faults),
        _shape(DaysShape, DAYS, files, faults),
        _shape(BundlesShape, BUNDLES, files, faults),
        _shape(CourierShape, COURIER, files, faults),
        {file: one for file, one in services.items() if one},
    )


def _shape(shape: type[S], file: str, files: Files, faults: list[Fault]) -> S | None:
    if file not in files.tables:
        return None
    try:
        return shape.model_validate(files.tables[file])
    except ValidationError as error:
        faults.extend(faults_of(file, shape, error))
        return None


def _ordered(faults: list[Fault]) -> list[Fault]:
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.file)


def _built(hall: HallShape, windows: WindowsShape, shapes: _Shapes) -> Catalogue:
    services = sorted(
        (one.built() for one in shapes.services.values()), key=lambda one: (one.code, one.effective_from)
    )
    bundles = tuple(one.built() for one in shapes.bundles.bundle) if shapes.bundles else ()
    return Catalogue(
        _hall(hall, windows, shapes.days, shapes.courier), tuple(services), hall.version, bundles
    )


def _hall(hall: HallShape, windows: WindowsShape, days: DaysShape | None, post: CourierShape | None) -> Hall:
    return Hall(
        id=hall.id,
        name=hall.pair("name"),
        queues=tuple(one.built() for one in windows.queue),
        windows=tuple(one.built() for one in windows.window),
        timezone=hall.timezone,
        always_open=hall.always_open,
        hours=tuple(one.built() for one in hall.hours),
        open_on_make_up_days=hall.open_on_make_up_days,
        stop_before_min=hall.stop_before_min,
        stop_when_full=hall.stop_when_full,
        windows_start_open=hall.windows_start_open,
        priorities=tuple(sorted((one.built(hall.elder_age) for one in hall.priority), key=BY_RANK)),
        needs=tuple(one.built() for one in hall.need),
        calls=hall.calls.built(),
        cases=hall.cases.built(),
        custody=hall.custody.built(),
        escalation=hall.escalation.built(),
        personal=hall.personal.built(),
        inspection=hall.inspection.built(),
        courier=hall.courier.built(post_file(post)),
        reasons=reasons(hall.reason),
        voice=hall.voice.built(),
        outlet=hall.outlet.built() if hall.outlet else None,
        zones=tuple(one.built() for one in windows.zone),
        elder_boards=hall.board.size == "elder",
        printers=tuple(one.built() for one in windows.printer),
        panels=tuple(one.built() for one in windows.panel),
        notice=hall.pair("notice"),
        hours_text=hall.pair("hours_text"),
        supervision_phone=hall.supervision_phone,
        area_code=hall.area_code,
        phones_share_network=hall.phones_share_network,
        wifi=hall.wifi,
        scanners=hall.scanners,
        place=hall.pair("place"),
        days=day_table(days),
    )
