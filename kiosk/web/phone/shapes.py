"""手机页的 JSON: what a citizen's phone is sent about his own ticket; no key of it names a person."""

from typing import Any
from zoneinfo import ZoneInfo

from kiosk.hall.calendar import local_day
from kiosk.hall.case import STATE_WORDS, UNDER_WAY, Case, CaseState
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.mail_number import masked
from kiosk.hall.parcel import STATE_WORDS as PARCEL_WORDS
from kiosk.hall.parcel import Parcel
from kiosk.hall.words import NO_WORDS, Words
from kiosk.operations.progress import Progress
from kiosk.operations.stages import Stage

Json = dict[str, Any]


def progress_json(seen: Progress, catalogue: Catalogue, language: str) -> Json:
    """Write one ticket as its owner sees it; each key is a section of its live stream."""
    wait, window, zone = seen.outlook.expected_wait, seen.window, ZoneInfo(catalogue.hall.timezone)
    return {
        "seq": seen.seq,
        "number": seen.ticket.number,
        "letter": seen.queue.letter,
        "queue": seen.queue.name.said(language),
        "state": seen.guidance.standing,
        "recalls": seen.guidance.ticket.recalls,
        "open": seen.is_open,
        "near": seen.is_near,
        "may_cancel": seen.may_cancel,
        "may_revive": seen.may_revive,
        "delays_left": seen.delays_left,
        "ticked": list(seen.ticket.ticked),
        "brought": seen.brought,
        "lacks_papers": seen.lacks_papers,
        "people_ahead": seen.outlook.people_ahead,
        "expected_wait": {"low": wait.low // 60, "high": -(-wait.high // 60)} if wait else None,  # minutes
        "window": {
            "id": window.number,
            "name": window.name.said(language),
            "place": window.place.said(language),
        }
        if window
        else None,
        "why": seen.why.said(language),
        "suspended": seen.suspended.said(language),
        "later_day": _later_day(seen, catalogue),
        "cases": "\n".join(
            _case(one, seen.parcels.get(one.id), catalogue).said(language) for one in seen.cases
        ),
        "parts": [_part(one, language) for one in seen.stages],
        "back_until": f"{seen.back_until.astimezone(zone):%H:%M}" if seen.back_until else "",
    }


def _case(case: Case, parcel: Parcel | None, catalogue: Catalogue) -> Words:
    """Say how a case stands, by when the next thing is done, and how far its parcel has come."""
    state, name = STATE_WORDS[case.state], catalogue.name_of(case.service)
    day = case.papers_until if case.state is CaseState.TOLERANT else case.promised_on
    by = Words(f"，最迟 {day:%m-%d}", f", by {day:%m-%d}") if day and case.state in UNDER_WAY else NO_WORDS
    sent = _parcel(parcel) if parcel else NO_WORDS
    return Words(
        f"{case.id} {name.zh}：{state.zh}{by.zh}{sent.zh}",
        f"{case.id} {name.said('en')}: {state.said('en')}{by.said('en')}{sent.said('en')}",
    )


def _parcel(parcel: Parcel) -> Words:
    """Say how far a parcel has come; of its number only the end."""
    state, number = PARCEL_WORDS[parcel.state], masked(parcel.mail_number)
    return Words(
        f"；{state.zh}{f'，邮件号 {number}' if number else ''}",
        f"; {state.en}{f', mail number {number}' if number else ''}",
    )


def _part(one: Stage, language: str) -> Json:
    return {
        "letter": one.queue.letter,
        "name": one.queue.short.said(language),
        "what": " · ".join(words.said(language) for words in one.services),
        "state": one.state.value,
        "said": one.said.said(language),
    }


def _later_day(seen: Progress, catalogue: Catalogue) -> str:
    """Name the day of a place that was given for a later one; nothing for a ticket of today."""
    day = seen.ticket.day
    return f"{day:%Y-%m-%d}" if seen.may_cancel and day > local_day(catalogue, seen.at) else ""
