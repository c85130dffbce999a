"""Whatever the doctor finds, he says what happened and what to do, in Chinese and in English."""

import os
import resource
import shutil
import time
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from kiosk.app import Content, open_hall
from kiosk.doctor import examine, hall, machine
from kiosk.doctor.findings import Finding, Sign
from kiosk.hall.voicing import Heard
from kiosk.operations import printers
from kiosk.operations.printers import PRINTING
from kiosk.web.agents import PrinterStatus
from tests.backup.halls import KeptHall, kept_hall
from tests.hall.halls import NINE

PRINTER = '[[printer]]\nname = "front"\nurl = "tcp://192.0.2.50:9100"\n'
OUTLET = '[outlet]\nurl = "https://gateway.example/hall"\npeople_ahead = 3\n'
YEARS = timedelta(days=5 * 365)
ABOUT = ("节假日表", "YICHUANG_PUBLIC_URL", "密钥", "打印机 front", "网关的密钥", "备份", "大屏", "证书")
CONDITIONS = set(get_args(PrinterStatus.model_fields["state"].annotation))
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def kept(tmp_path: Path) -> KeptHall:
    """A hall of its own with a printer and a gateway, neither of which was ever heard of."""
    made = kept_hall(tmp_path / "hall")
    for name, more in (("windows.toml", PRINTER), ("hall.toml", OUTLET)):
        file = made.settings.hall / name
        text = file.read_text("utf-8").replace("sample = true", "sample = false")
        file.write_text(f"{text}\n{more}", "utf-8")
    made.take(NINE)
    return made


def told(finding: Finding) -> bool:
    """Tell whether it says in both languages what happened, and what to do where it is not well."""
    what, do = finding.words, finding.remedy
    return bool(what.zh and what.en and (finding.sign is Sign.WELL or (do.zh and do.en)))


def test_processes_that_each_have_a_gateway_key_of_their_own_are_warned_of(kept: KeptHall) -> None:
    shared = kept.settings.data.parent / "outlet.key"
    several = kept.settings.model_copy(update={"database_url": "postgresql://hall@192.0.2.7/hall"})
    one_key = several.model_copy(update={"outlet_key_file": shared})
    store = open_hall(kept.settings, Content(kept.settings))

    about = [
        [str(one) for one in hall.outlet(store, each, NINE)] for each in (kept.settings, several, one_key)
    ]

    store.close()
    assert ["YICHUANG_OUTLET_KEY_FILE" in "".join(said) for said in about] == [False, True, False]


def test_a_hall_where_nothing_is_in_place_is_told_what_to_do_about_each(kept: KeptHall) -> None:
    at_home = kept.settings.model_copy(update={"key_file": None, "public_url": "", "host": "0.0.0.0"})
    (at_home.data / "session.key").write_bytes(kept.settings.key_path.read_bytes())

    findings = [*examine(at_home, NINE + YEARS)]

    said = "\n".join(map(str, findings))
    assert [str(one) for one in findings if not told(one)] == []
    for about in ABOUT:
        assert any(about in one.words.zh and one.remedy for one in findings), (about, said)


def test_faulty_files_are_told_with_a_way_out(kept: KeptHall) -> None:
    (kept.settings.hall / "hall.toml").write_text("id = ", "utf-8")

    findings = [*examine(kept.settings, NINE)]

    assert {one.sign for one in findings} == {Sign.FAULT}
    assert all(told(one) and "yichuang check" in one.remedy.en for one in findings)


def test_another_key_is_told_with_a_way_out(kept: KeptHall) -> None:
    kept.open().close()
    kept.settings.key_path.write_bytes(b"the key of quite another hall")

    *_, last = examine(kept.settings, NINE)

    assert last.sign is Sign.FAULT
    assert told(last)
    assert "YICHUANG_KEY_FILE" in last.remedy.zh


def test_each_condition_of_a_printer_is_told_with_what_to_do(kept: KeptHall) -> None:
    store = kept.open()
    for condition in sorted(CONDITIONS):
        printers.note(store, printer="front", condition=condition, at=NINE)

        (now,), (later,) = hall.papers(store, NINE), hall.papers(store, NINE + timedelta(hours=1))

        assert (now.sign is Sign.WELL) is (condition in PRINTING)
        assert told(now)
        assert told(later)
        assert condition not in now.words.zh
        assert "打印程序没有消息" in later.words.zh
    store.close()
    assert set(hall.CONDITIONS) >= CONDITIONS - PRINTING


def test_nothing_that_is_heard_lacks_a_remedy() -> None:
    assert all(hall.HEARD[one][1].zh and hall.HEARD[one][1].en for one in Heard if one is not Heard.SPEECH)


@pytest.mark.parametrize(
    ("total_gib", "free_mib", "sign"),
    [(500, 100_000, Sign.WELL), (500, 900, Sign.WARNING), (500, 20_000, Sign.WARNING), (500, 90, Sign.FAULT)],
)
def test_little_space_is_told_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total_gib: int, free_mib: int, sign: Sign
) -> None:
    usage = Usage(total_gib * 2**30, 0, free_mib * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    space, _ = machine.disk(tmp_path)

    assert space.sign is sign
    assert told(space)
    assert f"{usage.free / 2**30:.1f} GiB" in str(space)


def test_a_disk_that_is_slow_to_keep_what_is_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: time.sleep(machine.SLOW_SYNC_S + 0.01))

    _, sync = machine.disk(tmp_path)

    assert sync.sign is Sign.WARNING
    assert told(sync)
    assert "SSD" in sync.remedy.en


@pytest.mark.parametrize(
    ("answer", "sign", "words"),
    [
        ("yes", Sign.WELL, "时钟已同步"),
        ("no", Sign.WARNING, "没有和网络时间同步"),
        ("", Sign.WELL, "没有 timedatectl"),
    ],
)
def test_a_clock_that_nobody_keeps_right_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, sign: Sign, words: str
) -> None:
    if answer:
        program = tmp_path / "timedatectl"
        program.write_text(f"#!/bin/sh\necho {answer}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    (found,) = machine.clock(NINE, NINE)

    assert found.sign is sign
    assert words in str(found)
    assert told(found)


def test_a_full_set_of_open_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 256))

    found = machine.sockets()

    assert (found.sign, told(found)) == (Sign.WARNING, True)
    assert "LimitNOFILE" in found.remedy.en
