"""`yichuang audit` and `yichuang user`, as a technician types them, on both databases."""

import io
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kiosk.cli import main
from kiosk.operations import accounts
from kiosk.operations.accounts import WrongSignIn
from tests.backup.halls import KeptHall, kept_hall
from tests.hall.halls import NINE


@pytest.fixture
def hall(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> KeptHall:
    """A hall that has given three numbers, one event each."""
    made = kept_hall(tmp_path / "hall", url=database_url)
    made.take(NINE, times=3)
    monkeypatch.setenv("YICHUANG_KEY_FILE", str(made.settings.key_path))
    return made


def typed(hall: KeptHall, *words: str) -> int:
    """Type a command with the hall's folders and database."""
    where = ("--data", hall.settings.data, "--hall", hall.settings.hall)
    return main([*words, *map(str, where), "--database-url", hall.settings.database_url])


def do(hall: KeptHall, statement: str) -> None:
    engine = create_engine(hall.settings.database)
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount
    engine.dispose()


def test_a_log_that_nobody_touched_passes_and_its_last_line_is_its_anchor(
    hall: KeptHall, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(hall, "audit", "verify") == 0

    said = capsys.readouterr().out.splitlines()
    assert "已核对 3 条日志" in said[0]
    assert "未见改动" in said[1]
    assert re.fullmatch(r"3:[0-9a-f]{64}", said[2])
    assert typed(hall, "audit", "anchor") == 0
    assert capsys.readouterr().out.strip() == said[2]
    hall.take(NINE)
    assert typed(hall, "audit", "verify", "--anchor", said[2]) == 0


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("UPDATE event SET body = '{}' WHERE seq = 2", "第 2 条内容被改动"),
        ("DELETE FROM event WHERE seq = 2", "第 2 条缺失"),
        ("DELETE FROM event WHERE seq = 3", "第 3 条起到末尾被删除"),
    ],
)
def test_what_was_done_to_the_log_is_named(
    hall: KeptHall, capsys: pytest.CaptureFixture[str], deed: str, said: str
) -> None:
    do(hall, deed)

    assert typed(hall, "audit", "verify") == 1

    told = capsys.readouterr()
    assert said in told.err
    assert re.search(r"event \d (was altered|is missing|and what followed)", told.err)
    assert "未见改动" not in told.out


def test_a_log_written_anew_is_shown_by_a_line_on_paper_or_in_a_file(
    hall: KeptHall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = f"3:{'0' * 64}"
    (tmp_path / "anchors.txt").write_text(f"2026-11-23 {other}\n", "utf-8")

    assert typed(hall, "audit", "verify", "--anchor", other) == 1
    assert typed(hall, "audit", "verify", "--anchors", str(tmp_path / "anchors.txt")) == 1
    assert "整段重写" in capsys.readouterr().err
    assert typed(hall, "audit", "verify", "--anchor", "nonsense") == 1
    assert "这不是核对码" in capsys.readouterr().err
    assert typed(hall, "audit", "verify", "--anchors", str(tmp_path / "typing error.txt")) == 1
    assert "typing error.txt" in capsys.readouterr().err


@pytest.mark.parametrize(("windows", "said"), [("1;2", "1;2"), ("1,99", "99 号窗口")])
def test_nobody_is_given_a_window_that_is_none(
    hall: KeptHall,
    windows: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))

    assert typed(hall, "user", "add", "li", "--windows", windows) == 1

    assert said in capsys.readouterr().err


def test_somebody_who_left_the_hall_is_locked_out_by_a_command(
    hall: KeptHall, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for command, password in (("add", "correct horse"), ("password", "another horse")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        assert typed(hall, "user", command, "li") == 0
    assert typed(hall, "user", "lock", "li") == 0
    assert typed(hall, "user", "lock", "zhao") == 1
    assert "没有用户 zhao" in capsys.readouterr().err
    store = hall.open()
    with pytest.raises(WrongSignIn):
        accounts.sign_in(store, name="li", password="another horse")

    assert typed(hall, "user", "unlock", "li") == 0

    assert accounts.sign_in(store, name="li", password="another horse").name == "li"
    store.close()
