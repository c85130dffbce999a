"""What is printed after a simulated day, and when it counts as clean."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from kiosk.simulation import report
from kiosk.simulation.api import About
from kiosk.simulation.figures import Day
from kiosk.simulation.people import Visit
from kiosk.simulation.record import End, Person, Record

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ABOUT = About("sample", "样例", "1", True, NINE, 1000, None, {"recalls": 2}, {"elder": "老年人"}, (), 0)


def somebody(number: str, *, taken: float, called: float | None, **more: object) -> Person:
    """A person who took his number and was called so many minutes after nine."""
    person = Person(
        Visit(1, timedelta(0), (), number[0]), id=number, number=number, queue=number[0], window=4
    )
    person.taken_at = NINE + timedelta(minutes=taken)
    person.called_at = None if called is None else NINE + timedelta(minutes=called)
    person.end = End.DONE
    for name, value in more.items():
        setattr(person, name, value)
    return person


def printed(record: Record) -> str:
    console = Console(file=io.StringIO(), width=80)
    report.tables(console, record, ABOUT)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_last_line_sums_the_day_up_in_both_languages() -> None:
    people = [
        somebody("D001", taken=0, called=10),
        somebody("D002", taken=0, called=20),
        somebody("D003", taken=0, called=None, end=End.ABANDONED),
        Person(Visit(2, timedelta(0), (), "D"), end=End.CROWD),
    ]

    line = report.summary(Record(people, real_s=36.44), seed=7, day=Day.PEAK)

    assert line == (
        "高峰日 种子 7：取号 3，办毕 2，过号未回 1，取消 0，过夜失效 0，差错 0，滞留 0；"
        "平均等候 15.0 分；用时 36.4 秒 / "
        "peak day, seed 7: 3 numbers, 2 served, 1 missed, 0 cancelled, 0 expired, 0 faults, 0 stuck; "
        "mean wait 15.0 min; 36.4 s: 正常 clean"
    )


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (Record(faults=["E001: 500 fault"]), "1 faults"),
        (Record([somebody("E001", taken=0, called=None, end=None, state="waiting")]), "1 stuck"),
    ],
)
def test_a_fault_or_a_number_that_never_ends_is_not_clean(record: Record, verdict: str) -> None:
    line = report.summary(record, seed=1, day=Day.NORMAL)

    assert not record.is_clean
    assert verdict in line
    assert line.endswith("异常 NOT clean")


def test_a_day_is_not_over_while_somebody_stands_at_the_kiosk() -> None:
    at_the_kiosk = Record([Person(Visit(1, timedelta(0), (), "B"))])

    assert not at_the_kiosk.is_over
    assert at_the_kiosk.stuck == []


def test_what_went_wrong_is_named() -> None:
    stuck = somebody("E001", taken=0, called=None, end=None, state="held")

    shown = printed(Record([stuck], faults=["E002: 500 fault POST /tickets"]))

    assert "E002: 500 fault" in shown
    assert "E001 held" in shown


def test_waits_are_shown_by_class_queue_and_window() -> None:
    elder = Person(Visit(3, timedelta(0), (), "D", priority="elder"), id="x", queue="D", window=1)
    elder.taken_at, elder.called_at = NINE, NINE + timedelta(minutes=2)

    shown = printed(Record([somebody("D001", taken=0, called=10), elder]))

    rows = {line.split()[0]: line.split() for line in shown.splitlines() if line.strip()}
    assert rows["普通"][2:7] == ["1", "10.0", "10.0", "10.0", "10.0"]
    assert rows["elder"][1:6] == ["1", "2.0", "2.0", "2.0", "2.0"]
    assert rows["D"][1:3] == ["2", "6.0"]
    assert rows["4"][1:3] == ["1", "10.0"]
    assert rows["1"][1:3] == ["1", "2.0"]


def test_promises_are_compared_with_what_came() -> None:
    early = somebody("D001", taken=0, called=1, ahead=0, promise=(0, 0))
    kept = somebody("D002", taken=0, called=8, ahead=1, promise=(300, 600))
    late = somebody("D003", taken=2, called=40, ahead=1, promise=(300, 600))

    shown = printed(Record([early, kept, late]))

    assert report.went_first(late, [early, kept, late]) == 1
    assert "within 67%" in shown
    assert "later 33%" in shown


def test_a_machine_that_is_too_busy_is_named_as_such() -> None:
    people = [somebody("D001", taken=0, called=10)]

    assert "too busy" not in printed(Record(people, answer_s=0.005))
    assert "too busy" in printed(Record(people, answer_s=0.5))


def test_a_quantile_is_a_value_that_was_there() -> None:
    assert [report.quantile([1, 2, 3, 4], share) for share in (0.0, 0.5, 0.9, 1.0)] == [1, 3, 4, 4]
