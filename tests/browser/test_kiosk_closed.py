"""The kiosk of a hall that gives no numbers today: within reach, whole, and useful all the same."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from kiosk.config import SAMPLE_HALL
from tests.accessibility import violations
from tests.browser.glass import measure, panels
from tests.browser.kiosk_screens import SHAPES, stand_before
from tests.browser.test_kiosk_screens import faults
from tests.servers import HallServer, serving

pytestmark = pytest.mark.browser

CLOSED = {"home": "/kiosk", "more": "/kiosk/more", "no number": "/kiosk/visit?s=B01"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """A hall that opens three days from now."""
    folder = Path(copytree(SAMPLE_HALL, tmp_path_factory.mktemp("closed") / "hall"))
    day = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)).isoweekday()
    text = (folder / "hall.toml").read_text("utf-8").replace("always_open = true", "always_open = false")
    hours = f"[[hours]]\ndays = [{day}]\nstart = 08:30:00\nend = 17:00:00\n"
    (folder / "hall.toml").write_text(text.replace("\n[calls]", f"\n{hours}\n[calls]"), "utf-8")
    with serving(tmp_path_factory.mktemp("data"), hall=str(folder)) as server:
        yield server


@pytest.mark.parametrize(
    ("shape", "looks"), list(product(SHAPES, ("", "elder", "low", "elder.contrast.low")))
)
def test_the_screens_of_a_closed_hall_are_open_to_everybody(
    hall: HallServer, page: Page, shape: str, looks: str
) -> None:
    stand_before(page, hall, shape, looks)

    found = {}
    for name, address in CLOSED.items():
        page.goto(hall.url + address)
        faulty = [*faults(measure(page, panels()[shape]), low="low" in looks), *violations(page)]
        if faulty:
            found[name] = faulty

    assert found == {}


def test_without_a_number_one_goes_home_with_the_way_that_needs_no_visit(
    hall: HallServer, page: Page
) -> None:
    stand_before(page, hall, "portrait")
    page.goto(f"{hall.url}/kiosk")

    page.locator(".tile").filter(has_text="数字电视缴费").click()
    expect(page.locator("h1")).to_have_text("今天已停号")
    page.locator(".tile").filter(has_text="不用跑的办法").click()

    expect(page).to_have_url(f"{hall.url}/kiosk/no-visit/B01")
