"""代办的页面用语: one retiree as his assistant's list and his own page show him."""

from typing import Any

from kiosk.hall.delegation import Finding
from kiosk.hall.delegation_terms import FindingState
from kiosk.operations.delegation import Card, Listed
from kiosk.storage.findings import Done
from kiosk.web.parts.delegation_words import (
    CERTIFICATION_WORDS,
    DUTY_WORDS,
    FINDING_WORDS,
    GIVEN_WORDS,
    STANDING_WORDS,
    WHAT_WORDS,
)

Json = dict[str, Any]


def listed_json(one: Listed, language: str) -> Json:
    """Write one line of a list; the assistant knows her people by name."""
    finding = one.finding
    return {
        "id": one.retiree.id,
        "name": one.who.name,
        "last": one.who.last_digits,
        "stands": one.certification.value,
        "said": CERTIFICATION_WORDS[one.certification].said(language),
        "what": WHAT_WORDS[finding.what].said(language) if finding else "",
        "report": bool(finding and finding.is_report),
        "noted": bool(finding and finding.state is FindingState.NOTED),
        "finding": FINDING_WORDS[finding.state].said(language) if finding else "",
        "open": finding is None or finding.state is FindingState.NOTED,
        "last_time": one.retiree.certified_on.isoformat() if one.retiree.certified_on else "",
    }


def card_json(card: Card, language: str) -> Json:
    """Write one retiree's page."""
    return {
        **listed_json(card.listed, language),
        "phone": card.listed.who.phone,
        "standing": STANDING_WORDS[card.listed.retiree.standing].said(language),
        "findings": [_finding(one, language) for one in reversed(card.findings)],
        "duties": [_duty(one, language) for one in card.duties],
    }


def _finding(one: Finding, language: str) -> Json:
    return {
        "on": one.on.isoformat(),
        "what": WHAT_WORDS[one.what].said(language),
        "state": FINDING_WORDS[one.state].said(language),
        "commission": GIVEN_WORDS[one.commission.given].said(language),
        "commissioned_on": one.commission.on.isoformat(),
    }


def _duty(one: Done, language: str) -> Json:
    return {"on": one.on.isoformat(), "kind": DUTY_WORDS[one.kind].said(language), "note": one.note}
