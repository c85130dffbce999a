"""开放时间的说法: when the hall is open, in words for screens, refusals and the board."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import (
    Span,
    duty_today,
    hall_is_open,
    hall_opens_next,
    hall_spans,
    is_open,
    opens_next,
)
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.words import NO_WORDS, Words

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def said_when(catalogue: Catalogue, moment: datetime, at: datetime) -> Words:
    """Name a moment as somebody who stands in the hall now would."""
    zone = ZoneInfo(catalogue.hall.timezone)
    then, now = moment.astimezone(zone), at.astimezone(zone)
    zh_hour, en_hour = (f" {then:%H:%M}", f" at {then:%H:%M}") if then.time() != time(0) else ("", "")
    days = (then.date() - now.date()).days
    if days == 0:
        return Words(f"今天{zh_hour}", f"today{en_hour}")
    zh_day, en_day = f"{then:%m月%d日}", f"{then.day} {then:%b}"
    if days == 1:
        return Words(f"明天 {zh_day}{zh_hour}", f"tomorrow, {en_day}{en_hour}")
    return Words(f"{WEEKDAYS[then.weekday()]} {zh_day}{zh_hour}", f"on {then:%a} {en_day}{en_hour}")


def said_clock(catalogue: Catalogue, moment: datetime, at: datetime) -> Words:
    """Name a moment by the clock alone while it is today, else with its day."""
    zone = ZoneInfo(catalogue.hall.timezone)
    then = moment.astimezone(zone)
    today = at.astimezone(zone).date()
    if then.time() == time(0) and then.date() == today + timedelta(days=1):
        return Words("24:00", "midnight")
    if then.date() == today:
        return Words(f"{then:%H:%M}", f"{then:%H:%M}")
    return said_when(catalogue, moment, at)


def hours_line(catalogue: Catalogue, at: datetime) -> Words:
    """Say the hall's hours: in its own words where it wrote some, else what today's table says."""
    hall = catalogue.hall
    if hall.hours_text or hall.always_open:
        return hall.hours_text or Words("全天开放", "Always open")
    spans, duty = hall_spans(catalogue, at), duty_today(catalogue, at)
    if not spans and not duty:
        return _closed(catalogue, at)
    zh = "今天 " + "，".join(map(_span, spans)) if spans else "今天只有值班窗口"
    en = "Today " + ", ".join(map(_span, spans)) if spans else "Today only windows on duty"
    for span, windows in duty:
        numbers = [str(number) for number in windows]
        zh += f"；{_span(span)} {'、'.join(numbers)} 号窗口值班"
        en += f"; {_span(span)} window{'s' if len(numbers) > 1 else ''} {', '.join(numbers)} only"
    opens = hall_opens_next(catalogue, at)
    if opens and all(span.end <= at for span in (*spans, *(one for one, _ in duty))):
        again = said_when(catalogue, opens, at)
        return Words(f"{zh}；{again.zh} 再开门", f"{en}; opens again {again.en}")
    return Words(zh, en)


def calls_begin(catalogue: Catalogue, at: datetime, *, queue: str = "") -> Words:
    """Say from when numbers are called, before the hall or a queue opens and at noon; nothing while open."""
    opened = is_open(catalogue, queue, at) if queue else hall_is_open(catalogue, at)
    opens = opens_next(catalogue, queue, at) if queue else hall_opens_next(catalogue, at)
    if opened or opens is None:
        return NO_WORDS
    begin = said_clock(catalogue, opens, at)
    return Words(f"现在不是办理时间，{begin.zh} 开始叫号", f"Closed now; calls begin {begin.en}")


def _closed(catalogue: Catalogue, at: datetime) -> Words:
    opens = hall_opens_next(catalogue, at)
    if opens is None:
        return Words("今天不开放", "Closed today")
    again = said_when(catalogue, opens, at)
    return Words(f"今天不开放，{again.zh} 开门", f"Closed today; opens {again.en}")


def _span(span: Span) -> str:
    last = span.end - timedelta(microseconds=1)
    end = "24:00" if last.date() < span.end.date() else f"{span.end:%H:%M}"
    return f"{span.start:%H:%M}–{end}"
