"""Village assistants: nothing follows from what they found until a clerk confirms it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall import delegation as rules
from kiosk.hall.delegation import (
    Commission,
    Finding,
    HandedInAlready,
    NoLongerManaged,
    NothingToHandIn,
    NotToDecide,
    OvertakenSince,
    Retiree,
    WhyReverse,
    WrongCommissionDay,
)
from kiosk.hall.delegation_terms import Certification, FindingState, Given, Report, Standing, Way
from kiosk.hall.principal import (
    LONGEST_ROSTER,
    NoRoster,
    RosterFaults,
    RosterTooLong,
    WrongIdNumber,
    id_number,
    roster,
)
from tests.retirees import HEADS, number_of

TODAY = date(2026, 11, 23)
WANG = Retiree("TX000001", "C01", due_on=date(2026, 11, 10))
BY_WORD = Commission(Given.WORD, TODAY)
WHATS = st.sampled_from([*Way, *Report])
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def found(what: Way | Report = Way.SEEN, retiree: Retiree = WANG, earlier: Finding | None = None) -> Finding:
    return rules.note(retiree, earlier, new_id="H1", what=what, commission=BY_WORD, by="zhang", today=TODAY)


def handed_in(what: Way | Report = Way.SEEN) -> Finding:
    return rules.hand_in((found(what),), "RZ1")[0]


@pytest.mark.parametrize(
    ("due", "stands"),
    [
        (date(2026, 11, 22), Certification.OVERDUE),
        (date(2026, 11, 23), Certification.DUE),
        (date(2026, 11, 30), Certification.DUE),
        (date(2026, 12, 1), Certification.LATER),
    ],
)
def test_a_retiree_is_on_the_list_of_his_month(due: date, stands: Certification) -> None:
    assert rules.certification(replace(WANG, due_on=due), None, TODAY) is stands


def test_who_was_seen_is_due_again_twelve_months_later() -> None:
    retiree, finding = rules.confirm(WANG, handed_in(), by="li", today=TODAY)

    assert retiree.due_on == date(2027, 11, 23)
    assert retiree.certified_on == TODAY
    assert finding.state is FindingState.CONFIRMED
    assert rules.next_due(date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("report", "stands"),
    [
        (Report.DIED, Standing.DIED),
        (Report.MOVED, Standing.MOVED),
        (Report.UNREACHABLE, Standing.UNREACHABLE),
    ],
)
def test_a_report_counts_only_when_a_clerk_confirms_it(report: Report, stands: Standing) -> None:
    noted = found(report)
    assert rules.certification(WANG, noted, TODAY) is Certification.REPORTED
    with pytest.raises(NotToDecide):
        rules.confirm(WANG, noted, by="li", today=TODAY)

    retiree, _ = rules.confirm(WANG, handed_in(report), by="li", today=TODAY)

    assert retiree.standing is stands
    assert retiree.due_on == WANG.due_on


def test_a_rejected_report_is_decided_once() -> None:
    rejected = rules.reject(handed_in(Report.DIED), by="li")

    assert rules.certification(WANG, rejected, TODAY) is Certification.OVERDUE
    with pytest.raises(NotToDecide):
        rules.confirm(WANG, rejected, by="li", today=TODAY)


@given(WHATS, DAYS, DAYS)
def test_what_was_confirmed_can_be_reversed_whatever_it_was(
    what: Way | Report, due: date, today: date
) -> None:
    retiree = replace(WANG, due_on=due)
    confirmed, finding = rules.confirm(retiree, handed_in(what), by="li", today=today)

    back, undone = rules.reverse(confirmed, finding, reason="认错人了", by="li")

    assert back == retiree
    assert undone.state is FindingState.REVERSED


def test_a_reversal_has_a_reason_and_does_not_pass_over_what_came_later() -> None:
    dead, finding = rules.confirm(WANG, handed_in(Report.DIED), by="li", today=TODAY)

    with pytest.raises(WhyReverse):
        rules.reverse(dead, finding, reason=" ", by="li")
    with pytest.raises(OvertakenSince):
        rules.reverse(replace(dead, standing=Standing.MOVED), finding, reason="错", by="li")


def test_a_note_may_be_changed_until_it_is_handed_in() -> None:
    first = found(Report.UNREACHABLE)

    second = found(Way.SEEN, earlier=first)

    assert (second.id, second.what) == (first.id, Way.SEEN)
    with pytest.raises(HandedInAlready):
        found(earlier=handed_in())


def test_nobody_acts_for_who_is_gone_or_without_a_commission_of_the_last_year() -> None:
    with pytest.raises(NoLongerManaged):
        found(retiree=replace(WANG, standing=Standing.MOVED))
    for day in (date(2026, 11, 24), date(2025, 11, 22)):
        late = Commission(Given.PAPER, day)
        with pytest.raises(WrongCommissionDay):
            rules.note(WANG, None, new_id="H1", what=Way.SEEN, commission=late, by="zhang", today=TODAY)


def test_an_empty_batch_takes_no_ticket() -> None:
    with pytest.raises(NothingToHandIn):
        rules.hand_in((handed_in(),), "RZ2")


def test_an_identity_number_is_checked_and_kept_in_one_form() -> None:
    assert id_number(" 110105 19491231 002x ") == "11010519491231002X"
    assert id_number("１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X"
    assert id_number(number_of(7)) == number_of(7)
    assert id_number("330782190001010008") == "330782190001010008"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "110105194912310021",
        "11010519491331002X",
        "11010519491231002",
        "一" * 18,
        "1.10105E+17",
        "0" * 18,
        "1101051949123100A5",  # its check digit fits, where A counts as ten
        "330782189912310003",  # the day before 1900
    ],
)
def test_wrong_digits_are_no_identity_number(text: str) -> None:
    with pytest.raises(WrongIdNumber):
        id_number(text)


@given(st.text(max_size=24))
def test_whatever_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        kept = id_number(text)
    except WrongIdNumber:
        return
    assert len(kept) == 18


def read(*rows: tuple[str, ...]) -> list[tuple[int, str]]:
    with pytest.raises(RosterFaults) as refused:
        roster((HEADS, *rows), area_code="0579", today=TODAY)
    return [(one.line, one.what.zh) for one in refused.value.faults]


def test_every_wrong_line_of_a_roster_is_named() -> None:
    faults = read(
        ("王小明", number_of(1), "13800002046", "2025-11-03"),
        ("", number_of(2), "", ""),
        ("李四", "330782195001010010", "", ""),
        ("赵六", number_of(3), "123", ""),
        ("钱七", number_of(4), "", "2027-01-01"),
        ("王小明", number_of(1), "", ""),
    )

    assert [line for line, _ in faults] == [3, 4, 5, 6, 7]
    assert "身份证号不对" in faults[1][1]
    assert "与第 2 行是同一个人" in faults[4][1]


def test_heads_may_stand_under_a_title_and_in_any_order() -> None:
    rows = (("退休人员名册",), ("身份证号码", "备注", "姓名"), ("", "", ""), (number_of(1), "x", "王小明"))

    (line,) = roster(rows, area_code="", today=TODAY)

    assert (line.number, line.who.name, line.due_on(TODAY)) == (4, "王小明", TODAY)


@pytest.mark.parametrize("rows", [(), (("",),), (HEADS,), (("姓名", "电话"), ("王小明", "1"))])
def test_a_file_without_people_is_no_roster(rows: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(NoRoster):
        roster(rows, area_code="", today=TODAY)


def test_a_roster_has_an_end() -> None:
    rows = (HEADS, *(("王", number_of(1)) for _ in range(LONGEST_ROSTER + 1)))

    with pytest.raises(RosterTooLong):
        roster(rows, area_code="", today=TODAY)
