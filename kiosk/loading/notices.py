"""提醒: what the content still lacks, though the hall can open with it."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.words import Words
from kiosk.loading.faults import Notice
from kiosk.loading.files import DAYS
from kiosk.loading.shape import ENGLISH, Shape


def untranslated(file: str, shape: Shape, place: str = "") -> Iterator[Notice]:
    """Find the texts that have no English."""
    for name in type(shape).english_of():
        if getattr(shape, name) and not getattr(shape, name + ENGLISH):
            zh = f"缺少英文 {name}{ENGLISH}，英文界面将显示中文。"
            en = f"The English {name}{ENGLISH} is missing; the Chinese will be shown instead."
            yield Notice(file, f"{place}{name}", Words(zh, en))
    for name in type(shape).model_fields:
        for key, inner in _inner(getattr(shape, name)):
            if isinstance(inner, Shape):
                yield from untranslated(file, inner, f"{place}{name}{key}.")


def _inner(value: object) -> Sequence[tuple[str, object]]:
    if isinstance(value, BaseModel):
        return [("", value)]
    return [(f"[{index}]", one) for index, one in enumerate(value, 1)] if isinstance(value, list) else []


def unconfirmed(files: dict[str, str], catalogue: Catalogue) -> Iterator[Notice]:
    """List the services that nobody of the hall has confirmed; they are shown as sample data."""
    for service in catalogue.services:
        if service.is_sample:
            zh = f"{service.code} {service.name.zh}：还没有确认人和确认日期，屏幕和单据会标注“样例数据”。"
            en = f"{service.code} {service.name.said('en')}: not confirmed, so marked as sample data."
            yield Notice(files[f"{service.code} {service.effective_from}"], "confirmed_by", Words(zh, en))


def holidays_known(catalogue: Catalogue) -> Iterator[Notice]:
    """Say up to which year the holidays are known."""
    last = max(catalogue.hall.days.years, default=None)
    zh = f"节假日表到 {last} 年为止，以后按周一至周五计算工作日。新一年的放假安排公布后，请写进 {DAYS}。"
    en = f"Holidays are known up to {last}; later years count Monday to Friday. Add new years to {DAYS}."
    yield Notice(DAYS, "year", Words(zh, en))
