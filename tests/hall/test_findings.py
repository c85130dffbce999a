"""What an assistant found: who decided, when it ended, and how a batch goes through the hall."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.hall import delegation as rules
from kiosk.hall.delegation import Batch, BatchReceivedAlready, Commission, WrongCommissionDay
from kiosk.hall.delegation_terms import BatchState, FindingState, Given, Report, Standing, Way
from tests.hall.halls import NINE
from tests.hall.test_delegation import TODAY, WANG, found, handed_in

BATCH = Batch("RZ1", "C01", "20261123-F001", "zhang", 30, NINE)


@pytest.mark.parametrize(
    ("report", "standing", "ended"),
    [
        (Report.DIED, Standing.DIED, TODAY),
        (Report.MOVED, Standing.MOVED, TODAY),
        (Report.UNREACHABLE, Standing.UNREACHABLE, None),
    ],
)
def test_who_died_or_moved_is_managed_until_the_day_it_was_confirmed(
    report: Report, standing: Standing, ended: date | None
) -> None:
    retiree, finding = rules.confirm(WANG, handed_in(report), by="li", today=TODAY)

    assert (retiree.standing, retiree.ended_on) == (standing, ended)
    assert (finding.decided_by, finding.before) == ("li", WANG)


def test_who_was_not_reached_and_is_seen_again_is_managed_again() -> None:
    lost = replace(WANG, standing=Standing.UNREACHABLE, ended_on=date(2026, 1, 31))

    retiree, _ = rules.confirm(lost, handed_in(Way.SEEN), by="li", today=TODAY)

    assert (retiree.standing, retiree.ended_on) == (Standing.MANAGED, None)


def test_whoever_decides_signs() -> None:
    confirmed, finding = rules.confirm(WANG, handed_in(), by="li", today=TODAY)

    assert rules.reject(handed_in(), by="li").decided_by == "li"
    assert rules.reverse(confirmed, finding, reason="认错人了", by="sun")[1].decided_by == "sun"


def test_what_is_handed_in_lies_in_its_batch_and_what_was_decided_stays_out() -> None:
    decided = replace(handed_in(), id="H0", state=FindingState.CONFIRMED, batch="RZ0")

    (given,) = rules.hand_in((decided, found()), "RZ1")

    assert (given.id, given.batch, given.state) == ("H1", "RZ1", FindingState.HANDED_IN)


def test_a_note_after_a_decision_is_a_new_one() -> None:
    rejected = replace(rules.reject(handed_in(), by="li"), id="H0")

    assert found(earlier=rejected).id == "H1"


def test_a_commission_holds_from_its_day_to_the_same_day_of_the_next_year() -> None:
    def note(on: date) -> None:
        commission = Commission(Given.PAPER, on)
        rules.note(WANG, None, new_id="H1", what=Way.SEEN, commission=commission, by="zhang", today=TODAY)

    note(TODAY)
    note(date(2025, 11, 23))
    with pytest.raises(WrongCommissionDay):
        note(date(2025, 11, 22))
    assert rules.next_due(date(2023, 2, 28)) == date(2024, 2, 28)
    assert rules.next_due(date(2027, 2, 28)) == date(2028, 2, 28)
    assert rules.next_due(date(2023, 3, 31)) == date(2024, 3, 31)


def test_a_batch_is_received_by_one_window_and_checked_when_all_is_decided() -> None:
    received = rules.receive(BATCH, window=6, due_at=NINE, part="20261123-F001-1")

    assert received == replace(
        BATCH, state=BatchState.RECEIVED, window=6, due_at=NINE, part="20261123-F001-1"
    )
    assert rules.checked(received) == replace(received, state=BatchState.CHECKED)
    with pytest.raises(BatchReceivedAlready):
        rules.receive(received, window=1, due_at=NINE, part="")


def test_a_word_is_a_way_or_a_report() -> None:
    assert [rules.what_of(one) for one in (*Way, *Report)] == [*Way, *Report]
    with pytest.raises(ValueError, match="nobody"):
        rules.what_of("nobody")
