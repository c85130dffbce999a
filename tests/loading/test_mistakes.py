"""Every mistake in the hall's files is named, all at once, and none breaks the program."""

import re
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.loading import ContentFaults, check, load
from tests.hall.content_sample import CONTENT
from tests.loading.conftest import DRAINAGE, Edit
from tests.loading.mistakes import MISTAKES


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


@given(
    file=st.sampled_from(["hall.toml", "windows.toml", "days.toml", "bundles.toml", DRAINAGE]),
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
