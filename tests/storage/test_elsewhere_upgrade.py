"""Cases from before the other system's number had an index are found by it when they are upgraded."""

from kiosk.hall.case import Case, CaseState
from kiosk.hall.person import NOBODY
from tests.databases import go_back, open_test_store
from tests.hall.halls import NINE


def test_a_case_of_before_is_found_by_its_number_elsewhere(database_url: str) -> None:
    store = open_test_store(database_url)
    other = open_test_store(database_url, hall="other")
    for one, number in ((store, "zj-100%_1"), (other, "ZJ-2")):
        with one.begin() as work:
            for case, elsewhere in (("BJ20261123-001", number), ("BJ20261123-002", "")):
                opened = Case(case, "E05", CaseState.RECEIVED, NINE, 5, "小李", elsewhere_id=elsewhere)
                work.cases.add(opened, NOBODY, None)
    store.close()
    other.close()

    go_back(database_url, "0017")
    store = open_test_store(database_url)

    with store.read() as reading:
        found = reading.cases.of_elsewhere("ZJ-100%_1")
        assert found
        assert (found.id, found.elsewhere_id) == ("BJ20261123-001", "zj-100%_1")
        assert reading.cases.of_elsewhere("ZJ-2") is None  # another hall's
    store.close()
