"""The doctor looks at everything, says what to do, and changes nothing."""

import json
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kiosk import running
from kiosk.cli import main
from kiosk.config import Settings
from kiosk.doctor import certificates, examine, machine
from kiosk.doctor.findings import Finding, Sign
from tests.backup.halls import KeptHall, kept_hall
from tests.doctor.certificates import certificate
from tests.hall.halls import NINE


@pytest.fixture
def hall(tmp_path: Path) -> KeptHall:
    """A hall that has given one number."""
    made = kept_hall(tmp_path / "hall")
    made.take(NINE)
    return made


def words(findings: Iterator[Finding]) -> str:
    return "\n".join(map(str, findings))


def migration_of(hall: KeptHall, becomes: str = "") -> str:
    engine = create_engine(hall.settings.database)
    with engine.begin() as connection:
        if becomes:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": becomes})
        found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    engine.dispose()
    return found


def test_a_well_hall_is_said_to_be_well(hall: KeptHall) -> None:
    findings = [*examine(hall.settings, NINE)]

    said = "\n".join(map(str, findings))
    assert not [one for one in findings if one.sign is Sign.FAULT]
    for about in (
        "内容没有错误",
        "磁盘剩",
        "写盘",
        "够多",
        "没有在这里运行",
        "数据表",
        "没有损坏",
        "密钥",
    ):
        assert about in said
    assert all(one.words.zh and one.words.en for one in findings)


def test_tables_of_another_version_are_named_and_left_alone(hall: KeptHall) -> None:
    migration_of(hall, "0011")

    older = [*examine(hall.settings, NINE)]

    assert migration_of(hall) == "0011"
    assert "数据表是旧的" in str(older[-1])
    assert "先备份" in str(older[-1])
    migration_of(hall, "9999")
    newer = [*examine(hall.settings, NINE)]
    assert newer[-1].sign is Sign.FAULT
    assert migration_of(hall) == "9999"


def test_a_clock_that_went_back_is_a_fault() -> None:
    findings = [*machine.clock(NINE + timedelta(hours=3), NINE)]

    assert findings[0].sign is Sign.FAULT
    assert "时钟倒退" in str(findings[0])
    assert all(one.sign is not Sign.FAULT for one in machine.clock(NINE - timedelta(seconds=1), NINE))


def test_a_damaged_database_is_a_fault_with_a_way_out(hall: KeptHall) -> None:
    path = hall.settings.data / "hall.db"
    hall.open().close()
    whole = bytearray(path.read_bytes())
    for page in range(3 * 4096, len(whole), 7 * 4096):
        whole[page : page + 600] = os.urandom(600)
    path.write_bytes(whole)

    findings = [*examine(hall.settings, NINE)]

    assert any(one.sign is Sign.FAULT and "恢复" in one.remedy.zh for one in findings), words(iter(findings))


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    (found,) = machine.disk(tmp_path / "file" / "data")

    assert found.sign is Sign.FAULT
    assert found.remedy


def test_a_hall_that_does_not_answer_is_named(tmp_path: Path) -> None:
    running.note(tmp_path)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]  # bound and not listening

        found = machine.answering(Settings(data=tmp_path, port=port))

    assert found.sign is Sign.WARNING
    assert str(port) in str(found)


@pytest.mark.parametrize(
    ("days", "sign"), [(200, Sign.WELL), (20, Sign.WARNING), (1, Sign.WARNING), (-1, Sign.FAULT)]
)
def test_a_certificate_that_ends_is_named_in_time(tmp_path: Path, days: int, sign: Sign) -> None:
    file = certificate(tmp_path, days)

    (found,) = certificates.certificate(Settings(data=tmp_path, certificate_file=file), NINE)

    assert found.sign is sign
    assert bool(found.remedy) is (sign is not Sign.WELL)


def test_the_certificate_that_phones_are_shown_is_looked_at(tmp_path: Path) -> None:
    file = certificate(tmp_path, 5)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()

        def shake() -> None:
            for _ in range(2):  # the second one asks whether it is to be trusted
                one, _ = door.accept()
                with suppress(OSError), context.wrap_socket(one, server_side=True) as wrapped:
                    wrapped.recv(1)

        threading.Thread(target=shake, daemon=True).start()
        url = f"https://127.0.0.1:{door.getsockname()[1]}"

        ends, trust = certificates.certificate(Settings(data=tmp_path, public_url=url), NINE)

    assert "还有 5 天" in str(ends)
    assert (trust.sign, "手机不信任" in str(trust)) == (Sign.WARNING, True)


def test_no_certificate_at_all_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "broken.pem").write_text("not a certificate")

    for file in (tmp_path / "broken.pem", tmp_path / "nowhere.pem"):
        (found,) = certificates.certificate(Settings(data=tmp_path, certificate_file=file), NINE)
        assert found.sign is Sign.WARNING
    assert not [*certificates.certificate(Settings(data=tmp_path), NINE)]


def test_the_exit_code_and_the_json_tell_a_monitor(
    hall: KeptHall, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YICHUANG_KEY_FILE", str(hall.settings.key_path))
    typed = ["doctor", "--json", "--data", str(hall.settings.data), "--hall", str(hall.settings.hall)]

    assert main(typed) == 1  # nobody has made a backup
    said = json.loads(capsys.readouterr().out)
    assert {one["state"] for one in said} == {"ok", "warning"}
    assert any(one["remedy_en"] for one in said if one["state"] == "warning")
    (hall.settings.hall / "hall.toml").write_text("id = ", "utf-8")
    assert main(typed) == 2
