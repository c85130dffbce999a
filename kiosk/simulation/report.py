"""结果: what the day was like: waits by class and window, promises kept, and one line that sums it up."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table

from kiosk.simulation.api import About
from kiosk.simulation.figures import Day
from kiosk.simulation.record import End, Person, Record

DAYS = {Day.NORMAL: "平日", Day.PEAK: "高峰日"}
ROUNDED_S = 60  # ranges are told in whole minutes
ORDINARY = "普通 ordinary"
FAULTS_SHOWN = 10
TOO_BUSY = (
    "机器太忙：一次应答合大厅时间 {0:.0f} 秒，等候时间偏长；要比较请把时钟放慢 / this machine was too busy: "
    "an answer took {0:.0f} s of the hall's time, so waits are too long; compare at a slower clock"
)
LATE_S = 30  # of the hall's time; a clerk takes as long from one person to the next
COLUMNS = (
    "取号\nn",
    "平均\nmean",
    "\np50",
    "\np90",
    "最长\nmax",
    "办毕\nserved",
    "未回\nmissed",
    "取消\nleft",
)


def head(console: Console, about: About, *, seed: int, day: Day) -> None:
    """Say which hall, which day, and which rules are in force."""
    rules = "  ".join(f"{name}={value}" for name, value in about.rules.items())
    classes = "  ".join(f"{code}={name}" for code, name in about.priorities.items()) or "-"
    _say(
        console,
        f"{about.name} {about.version}，{DAYS[day]} {day.value} day，种子 seed {seed}，{about.rate:g}×",
    )
    _say(console, f"规则 rules  {rules}")
    _say(console, f"优先 classes  {classes}")


def tables(console: Console, record: Record, about: About) -> None:
    """Print the waits in minutes by class, queue and window, and how good the promises were."""
    people = [one for one in record.people if one.has_number]
    called = [one for one in people if one.window is not None]
    table = Table(Column("", no_wrap=True), box=SIMPLE, pad_edge=False, padding=0, collapse_padding=True)
    for column in COLUMNS:
        table.add_column(column, justify="right", min_width=8)
    _add(table, "优先 class", people, lambda one: one.visit.priority or ORDINARY)
    _add(table, "队列 queue", people, lambda one: one.queue)
    _add(table, "窗口 window", called, lambda one: str(one.window))
    _say(console, "等候分钟 waits in minutes")
    console.print(table)
    _promises(console, called)
    _others(console, record)
    if (late := record.answer_s * about.rate) > LATE_S:
        _say(console, TOO_BUSY.format(late))
    for fault in record.faults[:FAULTS_SHOWN]:
        _say(console, f"差错 fault  {fault}")
    for person in record.stuck[:FAULTS_SHOWN]:
        _say(console, f"滞留 stuck  {person.number} {person.state}")


def summary(record: Record, *, seed: int, day: Day) -> str:
    """Sum the day up in one line."""
    numbers = sum(one.has_number for one in record.people)
    waits = _waits(record.people)
    mean = f"{fmean(waits):.1f}" if waits else "-"
    done, missed = record.count(End.DONE), record.count(End.ABANDONED)
    left, night = record.count(End.CANCELLED), record.count(End.EXPIRED)
    faults, stuck, took = len(record.faults), len(record.stuck), f"{record.real_s:.1f}"
    verdict = (
        "中断 interrupted" if record.is_interrupted else "正常 clean" if record.is_clean else "异常 NOT clean"
    )
    zh = (
        f"{DAYS[day]} 种子 {seed}：取号 {numbers}，办毕 {done}，过号未回 {missed}，取消 {left}，"
        f"过夜失效 {night}，差错 {faults}，滞留 {stuck}；平均等候 {mean} 分；用时 {took} 秒"
    )
    en = (
        f"{day.value} day, seed {seed}: {numbers} numbers, {done} served, {missed} missed, {left} cancelled, "
        f"{night} expired, {faults} faults, {stuck} stuck; mean wait {mean} min; {took} s"
    )
    return f"{zh} / {en}: {verdict}"


def _add(table: Table, name: str, people: Iterable[Person], of: Callable[[Person], str]) -> None:
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(of(person), []).append(person)
    table.add_row(name)
    for key in sorted(groups, key=lambda one: (one != ORDINARY, one)):
        members = groups[key]
        ends = (End.DONE, End.ABANDONED, End.CANCELLED)
        counts = [str(sum(one.end is end for one in members)) for end in ends]
        table.add_row(f"  {key}", str(len(members)), *_statistics(_waits(members)), *counts)
    table.add_section()


def _waits(people: Iterable[Person]) -> list[float]:
    return sorted(one.waited.total_seconds() / 60 for one in people if one.called_at is not None)


def _statistics(minutes: Sequence[float]) -> list[str]:
    if not minutes:
        return ["-"] * 4
    return [
        f"{value:.1f}"
        for value in (fmean(minutes), quantile(minutes, 0.5), quantile(minutes, 0.9), minutes[-1])
    ]


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that this share of all does not exceed."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _promises(console: Console, called: Sequence[Person]) -> None:
    """Compare what was said with the number with what came: people ahead, and the range of the wait."""
    if not called:
        return
    pairs = [(one.ahead, went_first(one, called)) for one in called]
    close = sum(abs(promised - real) <= 1 for promised, real in pairs) / len(pairs)
    promised, real = fmean(one for one, _ in pairs), fmean(one for _, one in pairs)
    _say(
        console,
        f"前面人数 people ahead: 所报 promised {promised:.1f}，实际 real {real:.1f}，"
        f"相差 ≤1 within one {close:.0%}",
    )
    told = [(one.promise, one.waited.total_seconds()) for one in called if one.promise]
    if told:
        early = sum(waited < range_[0] - ROUNDED_S for range_, waited in told) / len(told)
        late = sum(waited > range_[1] + ROUNDED_S for range_, waited in told) / len(told)
        _say(
            console,
            f"预计等候 expected wait: 在所报范围内 within {1 - early - late:.0%}，"
            f"早于 earlier {early:.0%}，晚于 later {late:.0%}",
        )


def went_first(person: Person, called: Iterable[Person]) -> int:
    """Count who was called between his taking a number and his call, from the same queue."""
    return sum(
        other is not person
        and other.queue == person.queue
        and bool(person.taken_at and person.called_at and other.called_at)
        and person.taken_at < other.called_at < person.called_at  # type: ignore[operator]  # none is None here
        for other in called
    )


def _others(console: Console, record: Record) -> None:
    """Say who took no number, and what the run cost."""
    home = record.count(End.LIST)
    _say(
        console,
        f"来 came {len(record.people)}；电话办 by phone {record.count(End.PHONE)}，"
        f"拿清单回去 home with a list {home}，"
        f"嫌人多 left the crowd {record.count(End.CROWD)}，停号 no number {record.count(End.NO_NUMBER)}；"
        f"请求 requests {record.asked}，最慢 slowest {record.slowest_s * 1000:.0f} ms",
    )


def _say(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)
