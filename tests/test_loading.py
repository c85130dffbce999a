import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hall.service import Proxy
from kiosk.loading import ContentFaults, Fault, check, load
from tests.hall.content_sample import CONTENT

DRAINAGE = "services/E05.toml"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample hall that a test may spoil."""
    return Path(copytree(CONTENT, tmp_path / "hall"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace the first place of a text in a file of the hall, below the comments at its head."""

    def replace(file: str, before: str, after: str) -> None:
        path = folder / file
        head, blank, body = path.read_text("utf-8").partition("\n\n")
        assert before in body
        path.write_text(head + blank + body.replace(before, after, 1), "utf-8")

    return replace


MISTAKES = [
    # file, what stands, what is written instead, key, value, part of the remedy
    pytest.param(
        DRAINAGE, 'queue = "E"', 'queue = "G"', "queue", '"G"', "A, B, C, D, E, F", id="unknown queue"
    ),
    pytest.param(DRAINAGE, 'queue = "E"', "", "queue", "", "缺少", id="missing key"),
    pytest.param(DRAINAGE, "postable", "postabel", "postabel", "true", "postable", id="misspelt key"),
    pytest.param(DRAINAGE, "batch = 1", 'batch = "1"', "batch", '"1"', "整数", id="number in quotes"),
    pytest.param(
        DRAINAGE, "postable = true", 'postable = "是"', "postable", '"是"', "true 或 false", id="no boolean"
    ),
    pytest.param(
        DRAINAGE,
        "effective_from = 2023-02-01",
        'effective_from = "2023.2.1"',
        "effective_from",
        "2023.2.1",
        "日期",
        id="date in quotes",
    ),
    pytest.param(
        DRAINAGE,
        'short = "排水许可"',
        'short = "城镇污水排入排水管网许可"',
        "short",
        "城镇污水",
        "最多 10 个字",
        id="name too long for its tile",
    ),
    pytest.param(DRAINAGE, 'code = "E05"', 'code = "排水"', "code", "排水", "如 E05", id="no code"),
    pytest.param(
        DRAINAGE,
        'unit = "working_day"',
        'unit = "天"',
        "legal.unit",
        "天",
        "'working_day', 'at_once' or 'season'",
        id="unknown unit",
    ),
    pytest.param(DRAINAGE, "n = 5", "n = 25", "promised.n", "25", "法定时限（15）", id="promise over law"),
    pytest.param(
        DRAINAGE,
        'when = { kind = ["key"] }',
        'when = { sort = ["key"] }',
        "material[12].when.sort",
        "sort",
        "agent, kind, pretreat",
        id="condition on an unknown question",
    ),
    pytest.param(
        DRAINAGE,
        'when = { kind = ["key"] }',
        'when = { kind = ["keys"] }',
        "material[12].when.kind",
        "keys",
        "construction, general, key, managed",
        id="condition on an unknown option",
    ),
    pytest.param(
        "services/E03.toml",
        'when = { kind = ["building", "extension"] }',
        'when = { agent = ["self"] }',
        "question[2].when.agent",
        "agent",
        "排在后面",
        id="condition on a later question",
    ),
    pytest.param(
        DRAINAGE,
        'code = "pretreat"',
        'code = "kind"',
        "question[2].code",
        "kind",
        "question[1]",
        id="question twice",
    ),
    pytest.param(
        DRAINAGE,
        'code = "managed"',
        'code = "key"',
        "question[1].option[4].code",
        "key",
        "option[2]",
        id="option twice",
    ),
    pytest.param(
        DRAINAGE,
        'code = "drainage-drawings"',
        'code = "drainage-form"',
        "material[6].code",
        "drainage-form",
        "material[1]",
        id="material twice",
    ),
    pytest.param(
        DRAINAGE,
        'group = "water-quality"',
        'group = "water"',
        "material[10].group",
        "water",
        "hidden-works, water-quality",
        id="unknown one-of group",
    ),
    pytest.param(
        DRAINAGE,
        'originals = 1\nsource = "applicant"\ngroup = "water-quality"',
        'originals = 1\nsource = "applicant"',
        "group[2].code",
        "water-quality",
        "两种材料",
        id="one-of group of one",
    ),
    pytest.param(
        DRAINAGE,
        'exempt_source = "公安部门共享"\n',
        "",
        "material[3]",
        "",
        "exempt_source",
        id="exempt without its source",
    ),
    pytest.param(
        DRAINAGE, 'condition = "重点排水户"\n', "", "material[12]", "", "condition", id="condition unsaid"
    ),
    pytest.param(DRAINAGE, "originals = 1\n", "", "material[1]", "", "要几份", id="material without a count"),
    pytest.param(
        DRAINAGE,
        'name = "营业执照"',
        'name = "营业执照正本"',
        "material[2].name",
        "营业执照正本",
        "services/E01.toml",
        id="one code for two papers",
    ),
    pytest.param(
        DRAINAGE, "# confirmed_on", "confirmed_on", "confirmed_by", "", "一起写", id="confirmed by nobody"
    ),
    pytest.param(
        DRAINAGE,
        "effective_from = 2023-02-01",
        "effective_from = 2023-02-01\neffective_until = 2022-01-01",
        "effective_until",
        "2022-01-01",
        "早于",
        id="ends before it begins",
    ),
    pytest.param(
        DRAINAGE,
        "postable = true",
        "postable = true\nin_person = true",
        "proxy",
        "agent_with_power",
        "本人到场",
        id="in person and by proxy",
    ),
    pytest.param(
        "services/E04.toml",
        'code = "E04"',
        'code = "E05"',
        "code",
        "E05",
        "services/E04.toml",
        id="code twice",
    ),
    pytest.param(
        "services/B01.toml",
        '  "账号编号查询（电话）",\n',
        "",
        "no_visit",
        "",
        "条数要相同",
        id="lines differ",
    ),
    pytest.param(
        "windows.toml",
        'queues = ["E"]',
        'queues = ["G"]',
        "window[5].queues[1]",
        "G",
        "没有这个队列",
        id="window",
    ),
    pytest.param(
        "windows.toml",
        'queues = ["E"]',
        'queues = ["D"]',
        "queue[5].letter",
        "E",
        "没有窗口",
        id="unserved queue",
    ),
    pytest.param(
        "windows.toml",
        "number = 6",
        "number = 5",
        "window[6].number",
        "5",
        "window[5]",
        id="window number twice",
    ),
    pytest.param(
        "windows.toml", 'letter = "F"', 'letter = "O"', "queue[6].letter", "O", "I、O、Q、Z", id="letter O"
    ),
    pytest.param(
        "windows.toml", "comprehensive = true", "", "queue.comprehensive", "", "有且只有一个", id="no general"
    ),
    pytest.param(
        "windows.toml",
        'phone = "0579-80000005"',
        'phone = "转 5"',
        "queue[5].phone",
        "转 5",
        "0579",
        id="phone",
    ),
    pytest.param(
        "windows.toml",
        "bottom_mm = 700",
        'bottom_mm = 700\nprinter = "kiosk-1"',
        "panel[1].printer",
        "kiosk-1",
        "打印机",
        id="unknown printer",
    ),
    pytest.param(
        "hall.toml",
        "always_open = true",
        "always_open = false",
        "hours",
        "",
        "[[hours]]",
        id="hall without hours",
    ),
    pytest.param(
        "hall.toml", "rank = 4", "rank = 3", "priority[5].rank", "3", "priority[4]", id="rank twice"
    ),
    pytest.param(
        "hall.toml", "Asia/Shanghai", "Asia/Yiwu", "timezone", "Asia/Yiwu", "Asia/Shanghai", id="time zone"
    ),
    pytest.param(
        "hall.toml", "recalls = 2", "recalls = -1", "calls.recalls", "-1", "不能小于 0", id="below the limit"
    ),
    pytest.param(
        "hall.toml",
        "phones_share_network = false",
        "phones_share_network = true",
        "wifi",
        "",
        "Wi-Fi",
        id="shared network without its name",
    ),
    pytest.param("days.toml", "year = []", "year = 2027", "year", "2027", "[[", id="no list"),
]


@pytest.mark.parametrize(("file", "before", "after", "key", "value", "remedy"), MISTAKES)
def test_a_mistake_is_named_with_its_file_key_value_and_remedy(
    folder: Path, edit: Edit, file: str, before: str, after: str, key: str, value: str, remedy: str
) -> None:
    edit(file, before, after)

    named = [fault for fault in check(folder).faults if fault.key == key and value in fault.value]

    assert named, check(folder).faults
    assert any(remedy in fault.remedy.zh for fault in named)
    assert all(fault.remedy.en and fault.file.endswith(".toml") for fault in named)


def test_all_mistakes_of_all_files_are_named_at_once(folder: Path, edit: Edit) -> None:
    edit("hall.toml", "rank = 4", "rank = 3")
    edit("windows.toml", "number = 6", 'number = "6"')
    edit(DRAINAGE, "batch = 1", 'batch = "1"')
    edit(DRAINAGE, 'when = { kind = ["key"] }', 'when = { kind = ["keys"] }')
    edit("services/F02.toml", 'queue = "F"', 'queue = "H"')
    (folder / "services/C01.toml").write_text("code = \n", "utf-8")

    with pytest.raises(ContentFaults) as refused:
        load(folder)

    assert {(fault.file, fault.key) for fault in refused.value.faults} == {
        ("hall.toml", "priority[5].rank"),
        ("windows.toml", "window[6].number"),
        (DRAINAGE, "batch"),
        (DRAINAGE, "material[12].when.kind"),
        ("services/F02.toml", "queue"),
        ("services/C01.toml", "line 1"),
    }
    assert refused.value.said("zh").startswith("内容文件有 6 处错误")
    assert "services/C01.toml  line 1" in refused.value.said("en")


WHATEVER = [
    "1",
    "-1",
    "1.5",
    '""',
    '"x"',
    "true",
    "[]",
    "[1]",
    '["x"]',
    "[[]]",
    "{}",
    "{ x = 1 }",
    "2026-01-01",
    "08:30:00",
]


@settings(max_examples=100, deadline=None)
@given(
    file=st.sampled_from(["hall.toml", "windows.toml", "days.toml", DRAINAGE]),
    place=st.integers(0, 10_000),
    value=st.sampled_from(WHATEVER),
)
def test_whatever_stands_in_a_file_it_is_checked_and_never_breaks_the_program(
    small_folder: Path, file: str, place: int, value: str
) -> None:
    path = small_folder / file
    sound = path.read_text("utf-8")
    lines = sound.splitlines()
    settable = [index for index, line in enumerate(lines) if re.match(r"[a-z_]+ = [^\[]", line)] or [
        len(lines) - 1
    ]
    index = settable[place % len(settable)]
    lines[index] = f"{lines[index].partition(' = ')[0]} = {value}"
    path.write_text("\n".join(lines), "utf-8")

    report = check(small_folder)

    path.write_text(sound, "utf-8")
    assert all(fault.remedy.zh and fault.remedy.en for fault in report.faults)
    assert not any("Input should" in fault.remedy.en for fault in report.faults), report.faults


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample hall with one service only, quick to check often."""
    folder = Path(copytree(CONTENT, tmp_path_factory.mktemp("small") / "hall"))
    for path in (folder / "services").glob("*.toml"):
        if path.stem != "E05":
            path.unlink()
    return folder


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
