"""Kinds of printers are data, and a wrong value is named."""

from pathlib import Path

import pytest

from printer.profiles import PROFILES, Confirms, WrongProfile, read

MAKES = ("generic", "epson", "xprinter", "gprinter", "rongta", "gb18030", "raster", "silent")


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("width", [58, 80])
def test_each_make_has_both_widths(make: str, width: int) -> None:
    profile = PROFILES[f"{make}-{width}"]

    assert profile.width == width
    assert profile.columns * 12 == profile.dots  # a half character is twelve dots wide


def test_only_what_can_be_asked_confirms() -> None:
    for profile in PROFILES.values():
        assert profile.answers or profile.confirms is Confirms.NONE


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('rom = "big5"', "rom"),
        ("dots = 575", "dots"),
        ("colour = true", "colour"),
        ('confirms = "perhaps"', "confirms"),
    ],
)
def test_a_wrong_value_is_named_with_file_profile_and_key(tmp_path: Path, line: str, said: str) -> None:
    given = {"width": "80", "dots": "576", "columns": "48"}
    given.pop(line.split()[0], None)
    text = "\n".join(['["mine-80"]', *(f"{key} = {value}" for key, value in given.items()), line])
    (tmp_path / "mine.toml").write_text(text, "utf-8")

    with pytest.raises(WrongProfile, match=rf"mine.toml \[mine-80\] .*{said}"):
        read(tmp_path)
