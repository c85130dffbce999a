"""今天的安排: what a manager decides for this day: the notice line, and numbers after hours (延时服务)."""

import json
from datetime import datetime

from kiosk.hall.calendar import local_day
from kiosk.hall.errors import BadRequest
from kiosk.hall.floor_events import NoticeChanged, StopLifted
from kiosk.hall.words import Words
from kiosk.operations import views
from kiosk.storage.store import Store


def write_notice(store: Store, *, notice: Words, by: str, at: datetime) -> None:
    """Show another notice line than the hall's file; no words show the file's again."""
    kept = json.dumps([notice.zh, notice.en], ensure_ascii=False) if notice else ""
    with store.begin() as work:
        if work.settings.get(views.NOTICE) != kept:
            work.settings.put(views.NOTICE, kept)
            work.record(NoticeChanged(by, is_own=bool(kept)), at)


def lift_stop(store: Store, *, until: datetime | None, by: str, at: datetime) -> None:
    """Give numbers after hours until a time today; no time ends it.

    Raises:
        BadRequest: the time is over, or on another day.
    """
    with store.begin() as work:
        catalogue = work.catalogue(at)
        if until is not None and not (at < until and local_day(catalogue, until) == local_day(catalogue, at)):
            raise BadRequest(f"{until:%H:%M}")
        kept = until.isoformat() if until else ""
        if work.settings.get(views.STOP_LIFTED) != kept:
            work.settings.put(views.STOP_LIFTED, kept)
            work.record(StopLifted(kept, by), at)
