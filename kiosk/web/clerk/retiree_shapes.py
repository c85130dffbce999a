"""退休认证的页面用语: batches, their lines and the villages as a clerk sees them; people behind masks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.delegation import Batch, Finding, Retiree
from kiosk.hall.delegation_terms import FindingState, Report
from kiosk.hall.principal import Principal
from kiosk.operations.batches import Principals
from kiosk.operations.delegation import Listed
from kiosk.operations.villages import Line
from kiosk.storage.villages import Village
from kiosk.web.context import Masks
from kiosk.web.parts.delegation_words import (
    BATCH_WORDS,
    FINDING_WORDS,
    GIVEN_WORDS,
    STANDING_WORDS,
    WHAT_WORDS,
)

Json = dict[str, Any]


def village_line(line: Line) -> Json:
    """Write one village."""
    return {
        "code": line.village.code,
        "name": line.village.name,
        "assistant": line.assistant,
        "managed": line.counted.managed,
        "due": line.counted.due,
    }


def export_row(line: Listed, language: str, mask: Masks) -> list[object]:
    """Write one retiree as a row of a village's workbook."""
    retiree, found = line.retiree, line.finding
    return [
        line.who.name,
        mask.id_number(line.who.id_number),
        STANDING_WORDS[retiree.standing].said(language),
        retiree.due_on.isoformat(),
        retiree.certified_on.isoformat() if retiree.certified_on else "",
        WHAT_WORDS[found.what].said(language) if found else "",
    ]


def batch_line(batch: Batch, village: Village, number: str, catalogue: Catalogue, language: str) -> Json:
    """Write one batch of a list."""
    return {
        "id": batch.id,
        "village": village.name,
        "number": number,
        "principals": batch.principals,
        "state": BATCH_WORDS[batch.state].said(language),
        "standing": batch.state.value,
        "due": _local(batch.due_at, catalogue),
        "handed_in": _local(batch.handed_in_at, catalogue),
    }


def batch_json(found: Principals, catalogue: Catalogue, language: str, mask: Masks) -> Json:
    """Write a batch for its page: who was verified, and each report to be decided by itself."""
    rows = [_row(one, *found.people[one.retiree], language, mask) for one in found.findings]
    return {
        **batch_line(found.batch, found.village, found.number, catalogue, language),
        "verified": [row for row in rows if not row["report"]],
        "reports": [row for row in rows if row["report"]],
        "to_confirm": sum(1 for row in rows if not row["report"] and row["waits"]),
        "may_decide": found.batch.window is not None,
    }


def retiree_line(
    retiree: Retiree, who: Principal, villages: Sequence[Json], language: str, mask: Masks
) -> Json:
    """Write one retiree who was found by name."""
    village = next((one["name"] for one in villages if one["code"] == retiree.village), "")
    standing = STANDING_WORDS[retiree.standing].said(language)
    return {"name": mask.name(who.name), "last": who.last_digits, "village": village, "standing": standing}


def _row(one: Finding, retiree: Retiree, who: Principal, language: str, mask: Masks) -> Json:
    return {
        "id": one.id,
        "name": mask.name(who.name) if who.name else "—",
        "last": who.last_digits,
        "what": WHAT_WORDS[one.what].said(language),
        "on": one.on.isoformat(),
        "commission": GIVEN_WORDS[one.commission.given].said(language),
        "commissioned_on": one.commission.on.isoformat(),
        "report": one.is_report,
        "died": one.what is Report.DIED,
        "state": FINDING_WORDS[one.state].said(language),
        "waits": one.state is FindingState.HANDED_IN,
        "confirmed": one.state is FindingState.CONFIRMED,
        "due": retiree.due_on.isoformat(),
    }


def _local(at: datetime | None, catalogue: Catalogue) -> str:
    return f"{at.astimezone(ZoneInfo(catalogue.hall.timezone)):%m-%d %H:%M}" if at else ""
