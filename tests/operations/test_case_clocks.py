"""What a clock of a case rings, where, and from which day."""

from datetime import timedelta

from kiosk.hall.case import CaseState
from kiosk.operations import case_files, desk, moment
from kiosk.storage.store import Store
from tests.hall.halls import NINE
from tests.operations import test_casework
from tests.operations.test_casework import opened

store = test_casework.store


def test_the_day_by_which_he_must_be_told_is_an_alarm_at_the_window_of_the_service(store: Store) -> None:
    case = opened(store)

    def alarm(days: int, window: int = 5) -> list[tuple[str, CaseState, bool]]:
        with store.read() as reading:
            seen = desk.desk(moment.look(reading, NINE + timedelta(days=days)), window)
        return [(one.case.id, one.case.state, one.is_late) for one in seen.cases_due]

    assert alarm(4) == []  # the fourth working day
    assert alarm(7) == [(case.id, CaseState.RECEIVED, False)]  # the fifth, after a weekend
    assert alarm(7, window=1) == []
    assert alarm(8) == [(case.id, CaseState.RECEIVED, True)]
    case_files.run_clocks(store, at=NINE + timedelta(days=8))
    assert all(state is CaseState.ACCEPTED for _, state, _ in alarm(8))  # its next clock, if it is over too
