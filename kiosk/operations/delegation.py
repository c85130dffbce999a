"""代办委托: what a village assistant does on her phone: her roster, who is due, and one ticket for many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.hall import delegation as rules
from kiosk.hall.calendar import local_day
from kiosk.hall.delegation import Batch, Commission, Finding, Retiree
from kiosk.hall.delegation_events import (
    BatchHandedIn,
    DutyDone,
    FindingNoted,
    RosterImported,
    VillageListExported,
)
from kiosk.hall.delegation_terms import OPEN, STILL_MANAGED, Certification, Duty, FindingState, Report, Way
from kiosk.hall.principal import NOBODY, Line, Principal, elsewhere, roster
from kiosk.operations import intake
from kiosk.operations.intake import Press, Visit
from kiosk.storage.findings import Done
from kiosk.storage.retirees import UnknownRetiree
from kiosk.storage.store import Reading, Store, Work
from kiosk.storage.villages import UnknownVillage, Village

BATCHES_SHOWN, DUTIES_SHOWN = 12, 20
PLACE = "assistant"


@dataclass(frozen=True, slots=True)
class Listed:
    """One retiree on a village's list."""

    retiree: Retiree
    who: Principal
    finding: Finding | None
    certification: Certification


@dataclass(frozen=True, slots=True)
class Sheet:
    """A village as its assistant sees it: who is on this month's list, and the batches handed in."""

    village: Village
    listed: tuple[Listed, ...]
    managed: int
    batches: tuple[Batch, ...]

    @property
    def to_hand_in(self) -> int:
        """How many were noted since the last batch."""
        return sum(1 for one in self.listed if one.finding and one.finding.state is FindingState.NOTED)


@dataclass(frozen=True, slots=True)
class Card:
    """One retiree, with what was found of him and done for him."""

    village: Village
    listed: Listed
    findings: tuple[Finding, ...]
    duties: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a roster."""

    added: int
    known: int


def village_of(store: Store, *, account: str) -> Village:
    """Find the village of an assistant.

    Raises:
        UnknownVillage: she has none (any more).
    """
    with store.read() as reading:
        found = reading.villages.of_assistant(account)
    if found is None:
        raise UnknownVillage
    return found


def sheet(store: Store, *, village: str, at: datetime) -> Sheet:
    """Show who of a village is due this month, whoever was due longest first."""
    with store.read() as reading:
        today = local_day(reading.catalogue(at), at)
        until = rules.due_until(today)
        open_now = reading.findings.open(village)
        due = reading.retirees.due(village, until)
        counted = reading.retirees.counts(until).get(village)
        return Sheet(
            reading.villages.get(village),
            tuple(_listed(retiree, who, open_now.get(retiree.id), today) for retiree, who in due),
            counted.managed if counted else 0,
            reading.batches.of_village(village, BATCHES_SHOWN),
        )


def everybody(store: Store, *, village: str, at: datetime) -> tuple[Listed, ...]:
    """List all whom a village manages, due or not."""
    with store.read() as reading:
        today, open_now = local_day(reading.catalogue(at), at), reading.findings.open(village)
        every = reading.retirees.of_village(village)
        return tuple(_listed(retiree, who, open_now.get(retiree.id), today) for retiree, who in every)


def export(store: Store, *, village: str, by: str, at: datetime) -> tuple[Listed, ...]:
    """Give the list of a village for a file; who took it is written down.

    Raises:
        UnknownVillage: there is none.
    """
    with store.begin() as work:
        work.villages.get(village)
        today, open_now = local_day(work.catalogue(at), at), work.findings.open(village)
        every = work.retirees.of_village(village)
        work.record(VillageListExported(village, len(every), by), at)
        return tuple(_listed(retiree, who, open_now.get(retiree.id), today) for retiree, who in every)


def card(store: Store, *, village: str, retiree: str, at: datetime) -> Card:
    """Show one retiree of a village.

    Raises:
        UnknownRetiree: nobody of this village has the id.
    """
    with store.read() as reading:
        today = local_day(reading.catalogue(at), at)
        found, who = own(reading, village, retiree)
        findings = reading.findings.of_retiree(retiree)
        now = next((one for one in findings if one.state in OPEN), None)
        return Card(
            reading.villages.get(village),
            _listed(found, who, now, today),
            findings,
            reading.findings.duties(retiree, DUTIES_SHOWN),
        )


def import_roster(
    store: Store, *, village: str, rows: Iterable[Sequence[str]], by: str, at: datetime
) -> Imported:
    """Take a village's roster in, all of it or nothing; whoever is on it already keeps how he stands.

    Raises:
        NoRoster, RosterTooLong: there is nothing to read, or too much.
        RosterFaults: lines are wrong, or name somebody of another village.
        UnknownVillage: there is none.
    """
    with store.begin() as work:
        work.tickets.lock_queue()  # two villages that bring one person at once: one of them hears of it
        catalogue = work.catalogue(at)
        today = local_day(catalogue, at)
        work.villages.get(village)
        lines = roster(rows, area_code=catalogue.hall.area_code, today=today)
        known = {line.number: work.retirees.by_number(line.who.id_number) for line in lines}
        elsewhere(lines, lambda line: _is_elsewhere(known[line.number], village))
        for line in lines:
            _take_in(work, village, line, known[line.number], today)
        old = sum(1 for one in known.values() if one is not None)
        done = Imported(len(lines) - old, old)
        work.record(RosterImported(village, done.added, done.known, by), at)
        return done


def note(
    store: Store,
    *,
    village: str,
    retiree: str,
    what: Way | Report,
    commission: Commission,
    by: str,
    at: datetime,
) -> Finding:
    """Note how somebody was verified, or what was heard of him; nothing follows until a clerk confirms it.

    Raises:
        UnknownRetiree: nobody of this village has the id.
        NoLongerManaged, HandedInAlready, WrongCommissionDay: see `hall.delegation.note`.
    """
    with store.begin() as work:
        found, _ = own(work, village, retiree)
        noted = rules.note(
            found,
            work.findings.open(village).get(retiree),
            new_id=work.findings.next_id(),
            what=what,
            commission=commission,
            by=by,
            today=local_day(work.catalogue(at), at),
        )
        work.findings.put(noted)
        given = commission.given.value
        work.record(FindingNoted(noted.id, retiree, village, what.value, given, by), at)
        return noted


def do_duty(
    store: Store, *, village: str, retiree: str, kind: Duty, words: str, by: str, at: datetime
) -> Done:
    """Write down a visit, help or another duty; no retiree where it was for the whole village.

    Raises:
        UnknownRetiree: nobody of this village has the id.
    """
    with store.begin() as work:
        if retiree:
            own(work, village, retiree)
        today = local_day(work.catalogue(at), at)
        done = Done(work.findings.next_id("D"), village, retiree, kind, today, by, words.strip()[:200])
        work.findings.add_duty(done)
        work.record(DutyDone(done.id, village, retiree, kind.value, by), at)
        return done


def hand_in(store: Store, *, village: str, by: str, press: Press, at: datetime) -> Batch:
    """Take one ticket for all that was noted; the same press is the same ticket.

    Raises:
        NothingToHandIn: nobody was noted since the last batch.
        NobodyServes, FullUntilClosing: there is no number for it now.
        PressReused: the press was used for another wish.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        if earlier := work.presses.earlier(press.key, press.digest):
            return work.batches.get(earlier)
        name = work.batches.next_id(local_day(work.catalogue(at), at))
        given = rules.hand_in(tuple(work.findings.open(village).values()), name)
        visit = Visit((rules.SERVICE,), place=PLACE, principals=len(given))
        ticket = intake.give_number(work, visit, at).ticket
        batch = Batch(name, village, ticket.id, by, len(given), at)
        work.batches.add(batch)
        for one in given:
            work.findings.put(one)
        work.presses.keep(press.key, press.digest, batch.id, at)
        work.record(BatchHandedIn(batch.id, village, ticket.id, batch.principals), at)
        return batch


def own(reading: Reading, village: str, retiree: str) -> tuple[Retiree, Principal]:
    """Find a retiree of a village; one of another village is as unknown as nobody.

    Raises:
        UnknownRetiree: nobody of this village has the id.
    """
    found, who = reading.retirees.get(retiree)
    if found.village != village:
        raise UnknownRetiree(retiree[:16])
    return found, who


def _listed(retiree: Retiree, who: Principal, finding: Finding | None, today: date) -> Listed:
    return Listed(retiree, who, finding, rules.certification(retiree, finding, today))


def _is_elsewhere(known: Retiree | None, village: str) -> bool:
    """Whoever has moved away may come onto another village's roster."""
    return known is not None and known.village != village and known.standing in STILL_MANAGED


def _take_in(work: Work, village: str, line: Line, known: Retiree | None, today: date) -> None:
    if known is not None and known.village == village:
        work.retirees.set_person(known.id, line.who)
        return
    if known is not None:
        work.retirees.set_person(known.id, NOBODY)
    fresh = Retiree(work.retirees.next_id(), village, line.due_on(today), certified_on=line.certified_on)
    work.retirees.add(fresh, line.who)
