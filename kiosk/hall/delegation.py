"""代办委托: a village assistant verifies the retirees of her village, and hands what she found in for many.

Nobody is told to come by a date: concentrated certification ended in 2018, and any way of verifying counts.
What she found changes nothing until a clerk confirms it.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.hall.delegation_terms import (
    OPEN,
    STILL_MANAGED,
    BatchState,
    Certification,
    FindingState,
    Given,
    Report,
    Standing,
    Way,
)
from kiosk.hall.errors import HallError

SERVICE = "F02"  # 领取养老金资格认证, for which the one ticket of a batch is taken
CHECK_DAYS = 1  # working days in which a window checks a batch
KEEP_DAYS = 90  # after which nothing identifies who is no longer managed; until then it can be reversed


class NoLongerManaged(HallError):
    """A retiree has moved away or died."""

    zh = "这个人已不在管理名册里，不用再认证。"
    en = "This person is not on the roster any more; there is nothing to verify."


class HandedInAlready(HallError):
    """What was found is with the clerk."""

    zh = "这个人的情况已经交给窗口，等窗口核对。"
    en = "What was found of this person has been handed in; the window is checking it."


class NotToDecide(HallError):
    """A finding was decided already, or was never handed in."""

    zh = "这一条现在不能这样处理：已经处理过，或还没有交来。请刷新页面。"
    en = "This line cannot be decided so: it was decided already, or never handed in. Reload the page."


class OvertakenSince(HallError):
    """Something later was confirmed of the same retiree."""

    zh = "这个人后来又有新的确认，请先撤销后面的那一条。"
    en = "Something later was confirmed of this person. Please reverse that first."


class WhyReverse(HallError):
    """A confirmed finding is reversed for a reason."""

    status = 422
    zh = "撤销要写明原因。"
    en = "Please write why it is reversed."


class WrongCommissionDay(HallError):
    """A commission cannot have been given then."""

    status = 422
    zh = "委托日期不对：不能晚于今天，也不能早于一年前。"
    en = "The day of the commission is wrong: it is neither after today nor more than a year ago."


class NothingToHandIn(HallError):
    """Nobody was verified or reported since the last batch."""

    zh = "还没有记下一个人，没有可以交的。"
    en = "Nobody has been noted yet, so there is nothing to hand in."


class BatchReceivedAlready(HallError):
    """A window has the batch."""

    zh = "这一批已经收下了。"
    en = "This batch has been received already."


@dataclass(frozen=True, slots=True)
class Commission:
    """How and when a principal commissioned the assistant."""

    given: Given
    on: date


@dataclass(frozen=True, slots=True)
class Retiree:
    """One retiree of one village, without his name."""

    id: str
    village: str
    due_on: date
    standing: Standing = Standing.MANAGED
    certified_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What an assistant found of one retiree; `before` is how he stood when a clerk confirmed it."""

    id: str
    retiree: str
    village: str
    what: Way | Report
    on: date
    by: str
    commission: Commission
    state: FindingState = FindingState.NOTED
    batch: str = ""
    before: Retiree | None = None
    decided_by: str = ""

    @property
    def is_report(self) -> bool:
        """Whether a clerk must look at it by itself."""
        return isinstance(self.what, Report)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one ticket for many hands in; `part` is its work in the back office, due at `due_at`."""

    id: str
    village: str
    ticket: str
    by: str
    principals: int
    handed_in_at: datetime
    state: BatchState = BatchState.WAITING
    window: int | None = None
    due_at: datetime | None = None
    part: str = ""


def what_of(word: str) -> Way | Report:
    """Read a way or a report.

    Raises:
        ValueError: it is neither.
    """
    return Way(word) if word in set(Way) else Report(word)


def next_due(on: date) -> date:
    """Say when somebody verified on a day is due again: twelve months later."""
    last = calendar.monthrange(on.year + 1, on.month)[1]
    return date(on.year + 1, on.month, min(on.day, last))


def due_until(today: date) -> date:
    """Return the last day of what is on this month's list."""
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def certification(retiree: Retiree, finding: Finding | None, today: date) -> Certification:
    """Say how a retiree stands on the list, with the open finding if there is one."""
    if finding is not None and finding.state in OPEN:
        return Certification.REPORTED if finding.is_report else Certification.VERIFIED
    if retiree.standing not in STILL_MANAGED or retiree.due_on > due_until(today):
        return Certification.LATER
    return Certification.OVERDUE if retiree.due_on < today else Certification.DUE


def note(
    retiree: Retiree,
    earlier: Finding | None,
    *,
    new_id: str,
    what: Way | Report,
    commission: Commission,
    by: str,
    today: date,
) -> Finding:
    """Note what was found of a retiree; a note that is not handed in yet is written over.

    Raises:
        NoLongerManaged, HandedInAlready: there is nothing to note.
        WrongCommissionDay: the commission cannot be of that day.
    """
    if retiree.standing not in STILL_MANAGED:
        raise NoLongerManaged
    if earlier is not None and earlier.state is FindingState.HANDED_IN:
        raise HandedInAlready
    if not commission.on <= today <= next_due(commission.on):
        raise WrongCommissionDay
    name = earlier.id if earlier and earlier.state is FindingState.NOTED else new_id
    return Finding(name, retiree.id, retiree.village, what, today, by, commission)


def hand_in(findings: tuple[Finding, ...], batch: str) -> tuple[Finding, ...]:
    """Put all that was noted into one batch.

    Raises:
        NothingToHandIn: nobody was.
    """
    noted = (one for one in findings if one.state is FindingState.NOTED)
    given = tuple(replace(one, state=FindingState.HANDED_IN, batch=batch) for one in noted)
    if not given:
        raise NothingToHandIn
    return given


def receive(batch: Batch, *, window: int, due_at: datetime, part: str) -> Batch:
    """Take a batch at a window.

    Raises:
        BatchReceivedAlready: some window has it.
    """
    if batch.state is not BatchState.WAITING:
        raise BatchReceivedAlready
    return replace(batch, state=BatchState.RECEIVED, window=window, due_at=due_at, part=part)


def checked(batch: Batch) -> Batch:
    """End a batch whose every finding is decided."""
    return replace(batch, state=BatchState.CHECKED)


def confirm(retiree: Retiree, finding: Finding, *, by: str, today: date) -> tuple[Retiree, Finding]:
    """Let a finding count from now on.

    Raises:
        NotToDecide: it is not with the clerk.
    """
    _must_be(finding, FindingState.HANDED_IN)
    decided = replace(finding, state=FindingState.CONFIRMED, before=retiree, decided_by=by)
    match finding.what:
        case Report.MOVED:
            return replace(retiree, standing=Standing.MOVED, ended_on=today), decided
        case Report.DIED:
            return replace(retiree, standing=Standing.DIED, ended_on=today), decided
        case Report.UNREACHABLE:
            return replace(retiree, standing=Standing.UNREACHABLE), decided
        case _:
            due = next_due(finding.on)
            return replace(
                retiree, standing=Standing.MANAGED, certified_on=finding.on, due_on=due, ended_on=None
            ), decided


def reject(finding: Finding, *, by: str) -> Finding:
    """Leave the retiree as he is.

    Raises:
        NotToDecide: it is not with the clerk.
    """
    _must_be(finding, FindingState.HANDED_IN)
    return replace(finding, state=FindingState.REJECTED, decided_by=by)


def reverse(retiree: Retiree, finding: Finding, *, reason: str, by: str) -> tuple[Retiree, Finding]:
    """Put a retiree back to where he stood before a finding was confirmed.

    Raises:
        NotToDecide: it is not confirmed.
        WhyReverse: there is no reason.
        OvertakenSince: something later was confirmed of him.
    """
    _must_be(finding, FindingState.CONFIRMED)
    if not reason.strip():
        raise WhyReverse
    before = finding.before
    undone = replace(finding, state=FindingState.REVERSED, decided_by=by)
    if (
        before is None
        or confirm(before, replace(finding, state=FindingState.HANDED_IN), by=by, today=_end(retiree))[0]
        != retiree
    ):
        raise OvertakenSince
    return before, undone


def _end(retiree: Retiree) -> date:
    return retiree.ended_on or date.max


def _must_be(finding: Finding, state: FindingState) -> None:
    if finding.state is not state:
        raise NotToDecide
