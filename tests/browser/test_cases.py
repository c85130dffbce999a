"""Cases on the clerks' screens: a clock that ends is an alarm; a hall that only follows needs few keys."""

import re
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import expect

from kiosk.app import Content, open_hall
from kiosk.clock import now
from kiosk.config import SAMPLE_HALL
from kiosk.hall.calendar import after_working_days, local_day
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.person import Person
from kiosk.operations import casework
from tests.accessibility import violations
from tests.browser.desks import no_scroll_bar, take
from tests.people import DESK, Clerk, Open
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser


def test_a_clock_of_a_case_that_ends_is_an_alarm_that_names_it(
    hall_server: HallServer, new_page: Open
) -> None:
    clerk = Clerk(hall_server, new_page(DESK))
    clerk.open_window(5)
    expect(clerk.page.locator("#cases-due .notice")).to_have_count(0)

    case = receive_five_working_days_ago(hall_server)

    band = clerk.page.locator("#cases-due[role=alert] .notice")
    # on a day off the five days are over already: it counts as accepted, and its promised day is over too
    said = re.compile(f"(一次性告知期限今天到|承诺办结已过)：{case}（1 件）。 ?按 C 办理")
    expect(band).to_have_text(said, use_inner_text=True)
    assert no_scroll_bar(clerk.page)
    assert violations(clerk.page) == []


def test_a_hall_that_only_follows_scans_the_number_and_says_the_outcome(
    tmp_path: Path, new_page: Open
) -> None:
    content = tmp_path / "content"
    copytree(SAMPLE_HALL, content)
    rules = (content / "hall.toml").read_text("utf-8")
    (content / "hall.toml").write_text(rules.replace("follow = false", "follow = true"), "utf-8")
    with serving(tmp_path):
        pass  # the sample hall's first start makes the sign-ins
    with serving(tmp_path, hall=str(content)) as hall:
        (number,) = take(hall, "E05")
        clerk = Clerk(hall, new_page(DESK))
        clerk.open_window(5)
        for key in ("Enter", "F7"):
            clerk.press(key)
            clerk.expect_in_hand(number)
        expect(clerk.page.locator("#hand .head-state [data-when=serving]")).to_be_visible()

        clerk.press("c")  # one
        expect(clerk.page.locator("[name=elsewhere_id]")).to_be_focused()
        clerk.page.wait_for_load_state()
        clerk.page.keyboard.type("33078220261123001\n")  # the scanner's own Enter
        title = clerk.page.locator("#case-title")
        expect(title).to_contain_text("材料核验中")
        clerk.page.wait_for_load_state()
        assert violations(clerk.page) == []
        clerk.press("1")  # two: all is there unless the clerk says what is not

        expect(title).to_contain_text("已受理")
        expect(clerk.page.locator("main")).to_contain_text("33078220261123001")


def receive_five_working_days_ago(hall: HallServer) -> str:
    """Receive an application that must be answered by today; returns its number."""
    settings = hall.chosen()
    store = open_hall(settings, Content(settings))
    with store.read() as reading:
        catalogue = reading.catalogue(now())
    today = local_day(catalogue, now())
    ago = next(n for n in range(5, 30) if due(catalogue, today - timedelta(days=n)) <= today)
    case = casework.open_case(
        store,
        service="E05",
        ticket="",
        applicant=Person("王小明", ""),
        window=5,
        clerk="window5",
        at=now() - timedelta(days=ago),
    )
    store.close()
    return case.id


def due(catalogue: Catalogue, received_on: date) -> date:
    return after_working_days(catalogue.hall.days, received_on, 5)
