"""代办的纸: what follows from what village assistants and their clerks do."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.delegation import Batch
from kiosk.hall.delegation_events import (
    AccessRenewed,
    AccessReset,
    AssistantAppointed,
    BatchChecked,
    BatchHandedIn,
    BatchReceived,
    DelegationEvent,
    DutyDone,
    FindingConfirmed,
    FindingNoted,
    FindingRejected,
    FindingReversed,
    RetireeErased,
    RosterImported,
    VerificationsConfirmed,
    VillageListExported,
    VillageMade,
)
from kiosk.hall.delegation_terms import Report, Way
from kiosk.hall.floor import printer_at
from kiosk.hall.jobs import Job, Paper
from kiosk.storage.store import Work
from printer.document import to_json
from printer.papers import roster
from printer.papers.roster import Principal, Roster
from printer.words import Say

COPIES = ("assistant", "hall")  # of a roster: each side keeps one


def of_delegation(event: DelegationEvent, work: Work, at: datetime, say: Say) -> Iterator[Job]:
    """Yield the roster that assistant and clerk sign when a batch is taken."""
    match event:
        case BatchReceived():
            catalogue, batch = work.catalogue(at), work.batches.get(event.batch)
            document = roster.lay_out(roster_of(batch, work, catalogue, say, at), say)
            printer = printer_at(catalogue.hall, f"window {event.window}")
            for copy in COPIES:
                yield Paper(f"roster-{copy}", to_json(document), printer, batch.ticket)
        case (
            VillageMade()
            | AssistantAppointed()
            | AccessReset()
            | AccessRenewed()
            | RosterImported()
            | FindingNoted()
            | DutyDone()
            | BatchHandedIn()
            | VerificationsConfirmed()
            | FindingConfirmed()
            | FindingRejected()
            | FindingReversed()
            | BatchChecked()
            | VillageListExported()
            | RetireeErased()
        ):
            return
        case _:
            assert_never(event)


def roster_of(batch: Batch, work: Work, catalogue: Catalogue, say: Say, at: datetime) -> Roster:
    """Say for whom an assistant acts, and what she found of each."""
    findings = work.findings.of_batch(batch.id)
    people = work.retirees.some(one.retiree for one in findings)
    account = work.accounts.get(batch.by)
    service = say("资格认证")
    found = {
        Way.SEEN: say("当面见到"),
        Way.MATCH: say("数据比对"),
        Way.VIDEO: say("视频"),
        Way.RELATIVE: say("亲属承诺"),
        Report.MOVED: say("报迁出"),
        Report.DIED: say("报去世"),
        Report.UNREACHABLE: say("报失联"),
    }
    return Roster(
        hall=catalogue.hall.name.zh,
        village=work.villages.get(batch.village).name,
        assistant=account.name if account else "",
        ticket=work.tickets.get(batch.ticket).number,
        principals=tuple(
            Principal(people[one.retiree][1].name, people[one.retiree][1].id_number, service, found[one.what])
            for one in findings
        ),
        date=f"{at.astimezone(ZoneInfo(catalogue.hall.timezone)):%Y-%m-%d %H:%M}",
        reference=batch.id,
    )
