"""Which hall it is, what time it is there, and a fast clock that is put forward."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from kiosk.app import build
from kiosk.clock import FastClock
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.loading import load
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from tests.web import api_hall
from tests.web.api_hall import SampleHall, StoppedClock

hall = api_hall.hall
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def fast_hall(tmp_path: Path) -> Iterator[SampleHall]:
    """A sample hall whose clock runs a thousand times as fast."""
    settings = Settings(data=tmp_path / "data", clock_rate=1000)
    program = build(settings, clock=FastClock(NINE, 1000))
    token = accounts.add_token(program.store, role=Role.MANAGER, label="", at=NINE)
    yield SampleHall(program, StoppedClock(), {Role.MANAGER: token})
    program.store.close()


def test_anybody_may_know_the_hall_its_time_and_its_rules(hall: SampleHall) -> None:
    about = hall.as_("").get("/hall").json

    assert about["id"] == "sample"
    assert about["sample"] is True
    assert about["at"] == "2026-11-23T09:00:00+08:00"
    assert (about["clock_rate"], about["always_open"], about["opens_at"]) == (1.0, True, None)
    assert about["calls"]["revive_within_min"] == 30
    assert [one["rank"] for one in about["priorities"]] == [0, 1, 2, 3, 4]


def test_a_real_clock_is_never_put_forward(hall: SampleHall) -> None:
    answer = hall.as_("manager").put("/hall/clock", {"at": "2026-11-24T08:30:00+08:00"})

    assert (answer.status_code, answer.json["type"]) == (409, "urn:yichuang:clock-is-real")
    assert hall.as_("").get("/hall").json["at"] == "2026-11-23T09:00:00+08:00"


def test_a_fast_clock_skips_the_night_and_never_goes_back(fast_hall: SampleHall) -> None:
    manager = fast_hall.as_("manager")

    morning = manager.put("/hall/clock", {"at": "2026-11-24T08:30:00+08:00"}).json["at"]
    again = manager.put("/hall/clock", {"at": "2026-11-24T07:00:00+08:00"}).json["at"]

    assert morning.startswith("2026-11-24T08:3")
    assert again >= morning


@pytest.mark.parametrize("at", [None, "tomorrow", "2026-11-24T08:30:00", "9999-12-31T23:59:59Z", 7])
def test_a_clock_is_put_to_a_time_with_its_zone(fast_hall: SampleHall, at: object) -> None:
    assert fast_hall.as_("manager").put("/hall/clock", {"at": at}).status_code == 422


def test_a_hall_with_hours_says_when_it_opens(tmp_path: Path) -> None:
    folder = Path(copytree(SAMPLE_HALL, tmp_path / "hall"))
    file = folder / "hall.toml"
    words = file.read_text("utf-8").replace("always_open = true", "always_open = false")
    hours = "[[hours]]\ndays = [1, 2, 3, 4, 5]\nstart = 08:30:00\nend = 17:00:00\n"
    file.write_text(words.replace("# 叫号的规矩\n", hours + "# 叫号的规矩\n"), "utf-8")
    opened = api_hall.open_hall(tmp_path / "data", hall=folder)

    about = opened.as_("").get("/hall").json

    opened.program.store.close()
    assert about["opens_at"] == "2026-11-24T08:30:00+08:00"


def test_content_is_sample_data_until_the_hall_or_one_service_is_somebodys_own() -> None:
    sample = load(SAMPLE_HALL)
    confirmed = replace(sample.services[0], confirmed_by="窗口负责人", confirmed_on=date(2026, 12, 1))

    assert sample.is_sample
    assert not replace(sample, hall=replace(sample.hall, id="town")).is_sample
    assert not replace(sample, services=(confirmed, *sample.services[1:])).is_sample


def test_a_fast_clock_shows_the_time_it_began_with() -> None:
    clock = FastClock(NINE, 1000)

    assert NINE <= clock() < NINE + timedelta(hours=8)
