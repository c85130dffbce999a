"""Files that are broken, missing or empty, and what is only told."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.hall.service import Proxy
from kiosk.loading import Fault, check, load
from tests.hall.content_sample import CONTENT
from tests.loading.conftest import DRAINAGE, Edit


def _only(folder: Path) -> Fault:
    (fault,) = check(folder).faults
    return fault


def test_broken_toml_is_named_with_its_line(folder: Path, edit: Edit) -> None:
    edit(DRAINAGE, 'short = "排水许可"', 'short = "排水许可')

    fault = _only(folder)

    line = (folder / DRAINAGE).read_text("utf-8").splitlines().index('short = "排水许可') + 1
    assert (fault.file, fault.key) == (DRAINAGE, f"line {line}")
    assert "排水许可" in fault.value
    assert "引号" in fault.remedy.zh


def test_a_file_in_another_encoding_is_named_with_its_line(folder: Path) -> None:
    path = folder / DRAINAGE
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))

    fault = _only(folder)

    assert (fault.file, fault.key) == (DRAINAGE, "line 1")
    assert "UTF-8" in fault.remedy.zh


def test_a_byte_order_mark_is_no_mistake(folder: Path) -> None:
    path = folder / DRAINAGE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert check(folder).sound


@pytest.mark.parametrize("text", ["", "# 只有说明\n"])
def test_an_empty_file_is_named(folder: Path, text: str) -> None:
    (folder / DRAINAGE).write_text(text, "utf-8")

    assert (_only(folder).file, _only(folder).remedy.zh[:5]) == (DRAINAGE, "文件是空的")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "hall.toml").unlink()

    assert (_only(folder).file, _only(folder).remedy.zh[:6]) == ("hall.toml", "缺少这个文件")


def test_a_folder_in_the_place_of_a_file_is_named(folder: Path) -> None:
    (folder / DRAINAGE).unlink()
    (folder / DRAINAGE).mkdir()

    assert (_only(folder).file, _only(folder).remedy.zh[:5]) == (DRAINAGE, "文件打不开")


def test_a_hall_without_services_is_named(folder: Path) -> None:
    for path in (folder / "services").iterdir():
        path.unlink()

    assert _only(folder).file == "services/"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "yichuang init" in _only(tmp_path / "nowhere").remedy.zh


def test_a_text_without_english_is_a_notice_and_no_fault(folder: Path, edit: Edit) -> None:
    edit(DRAINAGE, 'label_en = "Ordinary discharger"\n', "")

    report = check(folder)

    assert report.sound
    assert (DRAINAGE, "question[1].option[1].label") in {(one.file, one.key) for one in report.notices}


def test_services_that_nobody_confirmed_are_listed(folder: Path, edit: Edit) -> None:
    edit(DRAINAGE, "# confirmed_by", "confirmed_by")
    edit(DRAINAGE, "# confirmed_on", "confirmed_on")

    unconfirmed = [one.file for one in check(folder).notices if one.key == "confirmed_by"]

    assert len(unconfirmed) == 26
    assert DRAINAGE not in unconfirmed
    assert not load(folder).service("E05").is_sample


def test_the_last_year_of_known_holidays_is_told(folder: Path, edit: Edit) -> None:
    before = load(folder).hall.days
    edit("days.toml", "year = []", "[[year]]\nyear = 2027\nholidays = [2027-01-01]\nmake_up = []")
    after = load(folder).hall.days

    (notice,) = [one for one in check(folder).notices if one.file == "days.toml"]
    assert "2027" in notice.text.zh
    assert date(2027, 1, 1) in after.holidays
    assert 2027 not in before.years
    assert 2027 in after.years


def test_the_hall_s_own_year_replaces_the_library_s(folder: Path, edit: Edit) -> None:
    edit("days.toml", "year = []", "[[year]]\nyear = 2026\nholidays = [2026-10-01]\nmake_up = []")

    days = load(folder).hall.days

    assert {day for day in days.holidays if day.year == 2026} == {date(2026, 10, 1)}
    assert not [day for day in days.make_up if day.year == 2026]


def test_two_texts_of_one_service_may_follow_each_other(folder: Path, edit: Edit) -> None:
    text = (folder / DRAINAGE).read_text("utf-8")
    older = text.replace("2023-02-01", "2017-06-01\neffective_until = 2023-01-31").replace("n = 15", "n = 20")
    (folder / "services/E05-2017.toml").write_text(older, "utf-8")

    catalogue = load(folder)

    legal = catalogue.in_force(date(2020, 1, 1)).service("E05").legal
    assert legal is not None
    assert legal.n == 20
    assert len(catalogue.in_force(date(2026, 11, 23)).services) == 27


def test_the_sample_hall_is_read_as_it_is_written() -> None:
    catalogue = load(CONTENT)

    hall = catalogue.hall
    assert (hall.name.zh, hall.always_open, hall.windows_start_open) == (
        "经济开发区行政服务中心（样例）",
        True,
        True,
    )
    assert [one.code for one in hall.priorities] == ["military", "disabled", "elder", "pregnant", "infant"]
    assert [one.code for one in hall.priorities if one.by_law] == ["military", "disabled"]
    assert [one.code for one in hall.needs] == ["hearing", "sight", "wheelchair", "interpreter"]
    assert catalogue.service("E05").proxy == (Proxy.AGENT_WITH_POWER,)
    assert catalogue.version == "2026.11"
    assert check(CONTENT).sound
