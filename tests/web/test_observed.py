"""What a technician sees of a running hall: metrics and logs, and no secret in either."""

import io
import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kiosk import logs
from kiosk.operations.intake import Press, Visit, take_ticket
from kiosk.web import observed
from kiosk.web.draining import Draining
from tests.web.api_hall import NINE, SampleHall, still_hall

__all__ = ["still_hall"]

TOKEN = "yc_manager_abcdefghijklmnop"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """The log of this process, as it is written in JSON."""
    root, to = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.begin("json", "info", to)
    yield to
    root.handlers[:] = before
    root.setLevel(level)
    logging.getLogger("kiosk").setLevel(logging.NOTSET)


def samples(text: str) -> dict[tuple[str, ...], float]:
    return {
        (one.name, *(f"{name}={value}" for name, value in sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_metrics_tell_how_the_hall_runs(still_hall: SampleHall) -> None:
    stopping = threading.Event()
    watching = threading.Thread(target=observed.watch_loop, args=(stopping,))
    watching.start()
    client = still_hall.program.web.test_client()
    before = samples(client.get("/metrics").text)
    take_ticket(still_hall.program.store, visit=Visit(("E01",)), press=Press("seen", ""), at=NINE)
    client.get("/t/a-token-that-nobody-has-1234567")
    client.get("/no-such-page/made-up")
    time.sleep(observed.NAP_S * 2)
    stopping.set()
    watching.join(5)

    text = client.get("/metrics").text
    after = samples(text)

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("yichuang_events_total", "kind=TicketTaken") == 1
    assert more("yichuang_commit_seconds_count") >= 1
    assert more("yichuang_commit_acts_sum") >= 1
    assert more("yichuang_loop_lag_seconds_count") >= 1
    assert more("yichuang_request_seconds_count", "method=GET", "route=/t/<token>", "status=404") == 1
    assert more("yichuang_request_seconds_count", "method=(none)", "route=(none)", "status=404") == 1
    for name in ("yichuang_last_backup_seconds", "yichuang_outlet_overdue_seconds", "yichuang_acts_total"):
        assert (name,) in after
    assert ("yichuang_sockets", "namespace=/board") in after
    assert "a-token-that-nobody-has" not in text
    assert "made-up" not in text


def test_metrics_are_for_this_machine_or_a_manager(still_hall: SampleHall) -> None:
    client = still_hall.program.web.test_client()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}

    assert client.get("/metrics", environ_base=elsewhere).status_code == 401
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 401


def test_each_request_is_one_line_without_a_secret(still_hall: SampleHall, written: io.StringIO) -> None:
    client = still_hall.program.web.test_client()

    answer = client.get(f"/t/a-token-that-nobody-has-1234567?token={TOKEN}")
    logging.getLogger("kiosk.web").error("fault in GET /t/%s with %s", "a-token-of-somebody", TOKEN)

    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    (line,) = [one for one in lines if one.get("event") == "request"]
    assert line["route"] == "/t/<token>"
    assert line["hall"] == "sample"
    assert line["status"] == 404
    assert line["request"] == answer.headers["X-Request-Id"]
    assert line["ms"] >= 0
    assert {"time", "level", "logger", "message"} <= line.keys()
    assert "a-token" not in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_an_agent_that_waits_for_a_paper_is_not_called_slow(
    still_hall: SampleHall, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observed, "SLOW_S", 0.05)
    client = still_hall.program.web.test_client()
    headers = {"Authorization": f"Bearer {still_hall.as_('agent').token}"}

    client.post("/agent/v1/lease", json={"printers": [], "wait": 0.1}, headers=headers)

    (line,) = [json.loads(one) for one in written.getvalue().splitlines()]
    assert (line["route"], line["level"]) == ("/agent/v1/lease", "info")


def test_a_fault_is_one_line_of_json_with_its_story(written: io.StringIO) -> None:
    fault = RuntimeError(f"/api/v1/tickets/{'x' * 20} and {TOKEN}")

    logging.getLogger("kiosk.storage").error("it failed", exc_info=fault)

    (line,) = written.getvalue().splitlines()
    said = json.loads(line)
    assert said["message"] == "it failed"
    assert "RuntimeError" in said["fault"]
    assert TOKEN not in line
    assert "x" * 20 not in line


def test_closing_doors_wait_for_who_is_inside_and_let_nobody_wait_in_vain() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def application(environ: object, start_response: object) -> list[bytes]:
        inside.set()
        go_on.wait(5)
        start_response("200 OK", [])  # type: ignore[operator]
        return [b"done"]

    doors, headers = Draining(application), list[tuple[str, str]]()

    def start(_status: str, given: list[tuple[str, str]], *_: object) -> None:
        headers.extend(given)

    def visit() -> None:
        body = doors({"PATH_INFO": "/kiosk"}, start)
        assert b"".join(body) == b"done"
        body.close()  # type: ignore[attr-defined]

    visitor = threading.Thread(target=visit)
    visitor.start()
    inside.wait(5)
    assert not doors.close(within_s=0.1)
    go_on.set()
    assert doors.close(within_s=5)
    visitor.join(5)
    assert headers == [("Connection", "close")]
    assert doors.inside == 0


def test_the_hall_leaves_its_key_out_of_the_log(tmp_path: Path) -> None:
    assert logs.veil(f"GET /t/{'a' * 22} {TOKEN} /assistant/in/{'b' * 12}") == "GET /t/… yc_… /assistant/in/…"
    assert logs.veil(f"{tmp_path} /kiosk/services?code=E01") == f"{tmp_path} /kiosk/services?code=E01"
