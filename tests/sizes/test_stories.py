"""Stories that are told of one process, told again of three; `make prove ONLY=sizes` tells all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import test_desk, test_desk_dialogs, test_phone
from tests.journeys import test_drainage
from tests.one_hall import HallServer
from tests.sizes.halls import many_processes

pytestmark = [pytest.mark.browser, pytest.mark.postgres]


@pytest.fixture
def hall_server(tmp_path: Path) -> Iterator[HallServer]:
    """Serve the sample hall with fresh data, by three processes."""
    with many_processes(tmp_path) as hall:
        yield hall


test_a_drainage_permit = test_drainage.test_a_drainage_permit_from_the_tap_to_the_end
test_two_clerks_who_press_at_once = test_desk.test_two_clerks_who_press_at_once_get_two_people
test_a_button_of_the_phone_page = test_phone.test_the_last_in_line_reads_that_nobody_is_behind_him
test_a_sentence_of_a_clerk = test_desk_dialogs.test_a_sentence_is_for_one_phone_only_and_taken_away_by_key
