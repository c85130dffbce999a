"""What a technician types at a PC that only prints, and what he reads when it cannot be done."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from printer.__main__ import main


def test_an_agent_beside_a_hall_whose_log_is_json_writes_the_same(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "printer",
        "agent",
        "--server",
        "http://127.0.0.1:1",
        "--token",
        "yc_agent_x",
    ]
    agent = subprocess.Popen(
        [*command, "--journal", str(tmp_path / "agent.db")],
        env={**os.environ, "YICHUANG_LOG": "json"},
        stderr=subprocess.PIPE,
    )
    try:
        assert agent.stderr
        said = json.loads(agent.stderr.readline())
    finally:
        agent.terminate()
        agent.wait(20)

    assert said["level"] == "warning"
    assert "does not answer" in said["message"]


@pytest.mark.parametrize(
    "typed",
    [
        ("sample", "ticket", "--pdf", "{folder}/none/sheet.pdf"),
        ("virtual", "--port", "80000"),
        ("virtual", "--port", "{port}"),
        (
            "agent",
            "--server",
            "http://127.0.0.1:1",
            "--token",
            "yc_agent_x",
            "--journal",
            "{folder}/file/agent.db",
        ),
    ],
)
def test_what_cannot_be_opened_is_told_in_words(
    typed: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert main([word.format(folder=tmp_path, port=port) for word in typed]) == 1

    assert "用不了" in capsys.readouterr().err
