"""A setting with a mistake is told at once and by its name, one that does not exist is not passed over."""

import json

import pytest

from kiosk.cli import main
from kiosk.config import Settings
from kiosk.doctor import unknown_names
from tests.backup.halls import KeptHall
from tests.doctor.test_troubles import hall, typed

__all__ = ["hall"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PUBLIC_URL", "hall.example"),
        ("PUBLIC_URL", "https://hall.example:99999"),
        ("PRINTER_URL", "192.0.2.50:9100"),
        ("PRINTER_WIDTH", "57"),
        ("BACKUP_AT", "25:00"),
    ],
)
def test_a_wrong_setting_is_a_fault_for_the_doctor_too(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"YICHUANG_{name}", value)

    assert main(["doctor", "--json"]) == 2
    (said,) = json.loads(capsys.readouterr().out)
    assert main(["voice", "check"]) == 1

    assert said["state"] == "fault"
    assert f"YICHUANG_{name}" in said["zh"]
    assert f"YICHUANG_{name}" in said["en"]
    assert said["remedy_zh"]
    assert f"YICHUANG_{name}" in capsys.readouterr().err


def test_a_setting_that_is_left_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty address would let everybody in, an empty folder is whichever one stands in."""
    for name in Settings.model_fields:
        monkeypatch.setenv(f"YICHUANG_{name.upper()}", "")

    assert Settings() == Settings.model_construct()


def test_an_address_of_no_database_is_a_fault_for_the_doctor_too(
    hall: KeptHall, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed(hall, "doctor", "--database-url", "mysql://hall:secret@192.0.2.7/hall")) == 2

    said = capsys.readouterr()
    assert "mysql" in said.out
    assert "secret" not in said.out + said.err


def test_a_setting_with_a_slip_of_the_pen_is_named_with_what_was_meant() -> None:
    typed_wrong = {"YICHUANG_BACKUP_FOLER": "/mnt", "YICHUANG_XYZ": "1", "YICHUANG_DATA": "/x", "HOME": "/"}

    found = [str(one) for one in unknown_names(typed_wrong)]

    assert len(found) == 2
    assert "YICHUANG_BACKUP_FOLDER" in found[0]
    assert "README" in found[1]
    assert all("→" in one for one in found)
