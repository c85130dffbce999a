"""放号: whether a visit still gets a number today, by what is left of the day and of a service's quota."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import MIDNIGHT, closed_for_today, ends_today, is_open, local_day, opens_next
from kiosk.hall.catalogue import Catalogue, Quota, Service
from kiosk.hall.errors import NotToday
from kiosk.hall.hours import said_when
from kiosk.hall.routing import AS_ANNOUNCED, Conditions
from kiosk.hall.wait import Outlook
from kiosk.hall.words import Words

Given = Mapping[tuple[str, Quota], int]


class FullUntilClosing(NotToday):
    """Even with luck this visit would be called after closing."""

    zh = "{0}排队的人已排到下班（{4}），现在取号今天也轮不到您。请{2} 再来，或请工作人员帮忙、留下电话。"
    en = (
        "The line for {1} already reaches past closing ({4}), so a number would not be called today. "
        "Please come {3}, or ask the staff, who can take your request and phone."
    )

    @property
    def short(self) -> Words:
        """The same on a tile."""
        return Words("今天已排满", "Full today")


class QuotaUsed(NotToday):
    """All numbers of a service for this part of the day are given."""

    zh = "{0}{2}已满：{6} 个号都取完了。请{4} 再来，或请工作人员帮忙、留下电话。"
    en = (
        "{1} is full {3}: all {6} numbers are taken. Please come {5}, or ask the staff, who can take your "
        "request and phone."
    )

    @property
    def short(self) -> Words:
        """The same on a tile."""
        return Words(f"{self.details[2]}已满", f"Full {self.details[3]}")


def quotas_now(
    catalogue: Catalogue, services: Sequence[Service], at: datetime
) -> tuple[tuple[str, Quota], ...]:
    """List the quotas that count at this moment, by the code of their service."""
    now = at.astimezone(ZoneInfo(catalogue.hall.timezone)).time()
    return tuple((one.code, quota) for one in services for quota in one.quotas if now in quota)


def span_of(catalogue: Catalogue, quota: Quota, day: date) -> tuple[datetime, datetime]:
    """Say from when until when the numbers of a quota count on a local day."""
    zone = ZoneInfo(catalogue.hall.timezone)
    last = day + timedelta(days=1) if quota.end == MIDNIGHT else day
    return datetime.combine(day, quota.start, zone), datetime.combine(last, quota.end, zone)


def refuse_used_up(catalogue: Catalogue, queue: str, given: Given, at: datetime) -> None:
    """Refuse a visit when a quota of one of its services is used up.

    Raises:
        QuotaUsed: it names the service, the part of the day, and when there are numbers again.
    """
    for (code, quota), count in given.items():
        if count >= quota.count:
            name, period = catalogue.service(code).name, quota.period
            again = _numbers_again(catalogue, queue, quota, at)
            words = (name.zh, name.said("en"), period.zh, period.en, again.zh, again.en, quota.count)
            raise QuotaUsed(*words)


def refuse_hopeless(catalogue: Catalogue, queue: str, outlook: Outlook, conditions: Conditions) -> None:
    """Refuse a visit that even with luck would be called after closing.

    The low end decides, since a refusal must be sure: nine of ten such visits would be called too late.
    Between the two ends the citizen is told and decides himself (`may_run_late`).

    Raises:
        FullUntilClosing: it says when to come again.
    """
    closing, wait = ends_today(catalogue, queue, conditions.at), outlook.expected_wait
    if not catalogue.hall.stop_when_full or conditions.stop_lifted or closing is None or wait is None:
        return
    if conditions.at + timedelta(seconds=wait.low) >= closing:
        name, opens = catalogue.queue(queue).name, opens_next(catalogue, queue, closing)
        again = said_when(catalogue, opens, conditions.at) if opens else AS_ANNOUNCED
        raise FullUntilClosing(name.zh, name.said("en"), again.zh, again.en, f"{closing:%H:%M}")


def may_run_late(catalogue: Catalogue, queue: str, outlook: Outlook, at: datetime) -> bool:
    """Tell whether closing may come before the call."""
    closing, wait = ends_today(catalogue, queue, at), outlook.expected_wait
    return bool(closing and wait and at + timedelta(seconds=wait.high) > closing)


def _numbers_again(catalogue: Catalogue, queue: str, quota: Quota, at: datetime) -> Words:
    day = local_day(catalogue, at)
    end = span_of(catalogue, quota, day)[1]
    later_today = end.date() == day and not closed_for_today(catalogue, queue, end)
    opens = end if later_today or is_open(catalogue, queue, end) else opens_next(catalogue, queue, end)
    return said_when(catalogue, opens, at) if opens else AS_ANNOUNCED
