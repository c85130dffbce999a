"""Who sends or asks without an end is hung up on: the hall's memory, loop and log are everybody's."""

import contextlib
import socket
import struct
import time
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from kiosk.app import build
from kiosk.config import Settings
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from tests.bench.watchers import HANDSHAKE, JOIN, MASK, Watcher
from tests.databases import with_tables
from tests.servers import HallServer
from tests.web.api_hall import NINE

PIECE = 32_768
HUNG_UP_WITHIN_S = 10.0
SOON_S = 2.0
ASK = b'42/board,["snapshot"]'


pytestmark = pytest.mark.one_process("nginx reads these sockets, and takes what nobody reads")


def frame(head: int, body: bytes) -> bytes:
    """Write a masked frame whose mask changes nothing."""
    size = len(body)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + struct.pack(">H", size)
    return bytes((head,)) + length + MASK + body


def is_hung_up(wire: socket.socket) -> bool:
    """Read what is left, and tell whether it ends."""
    wire.settimeout(HUNG_UP_WITHIN_S)
    with contextlib.suppress(ConnectionError):
        while wire.recv(65_536):
            pass
    return True


def send_until_cut(wire: socket.socket, pieces: list[bytes], pause_s: float = 0.0) -> int:
    """Send one after the other; returns how many the hall took."""
    wire.settimeout(HUNG_UP_WITHIN_S)
    for taken, piece in enumerate(pieces):
        try:
            wire.sendall(piece)
            time.sleep(pause_s)
        except ConnectionError:
            return taken
    return len(pieces)


def test_a_message_without_an_end_is_not_kept(shared_hall: HallServer) -> None:
    wire = Watcher(shared_hall.port).wire

    taken = send_until_cut(wire, [frame(0x01, b"4"), *[frame(0x00, b"x" * PIECE)] * 1000])

    assert taken < 1000
    wire.close()


def test_nobody_waits_for_bytes_that_a_packet_announces(shared_hall: HallServer) -> None:
    wire = Watcher(shared_hall.port).wire
    wire.sendall(frame(0x81, b'459999999999-/board,["snapshot",{"_placeholder":true,"num":0}]'))

    wire.sendall(frame(0x82, b"a piece"))

    assert is_hung_up(wire)
    assert "Traceback" not in shared_hall.log()


def test_what_is_too_deep_to_read_is_one_line_in_the_log(shared_hall: HallServer) -> None:
    wire = Watcher(shared_hall.port).wire

    wire.sendall(frame(0x81, b"42/board," + b"[" * 9000) + frame(0x81, ASK))

    wire.settimeout(HUNG_UP_WITHIN_S)
    came = b""
    while b'"snapshot"' not in came:
        came += wire.recv(65_536)
    assert "Traceback" not in shared_hall.log()
    wire.close()


def test_who_asks_without_a_pause_keeps_nobody_waiting(shared_hall: HallServer) -> None:
    wire = Watcher(shared_hall.port).wire

    send_until_cut(wire, [frame(0x81, ASK) * 100] * 200)

    begun = time.monotonic()
    assert httpx.get(f"{shared_hall.url}/healthz", timeout=30).status_code == 200
    assert time.monotonic() - begun < SOON_S
    assert is_hung_up(wire)


def test_who_sends_but_never_reads_is_hung_up_on(shared_hall: HallServer) -> None:
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    wire.connect(("127.0.0.1", shared_hall.port))
    wire.sendall(HANDSHAKE.format(port=shared_hall.port).encode() + frame(0x81, JOIN))
    time.sleep(0.2)  # or the frames come with the handshake, which takes them for its own

    taken = send_until_cut(wire, [frame(0x81, ASK) * 9 + frame(0x89, b"ping")] * 200, pause_s=0.02)

    assert taken < 200
    assert "Traceback" not in shared_hall.log()
    wire.close()


def test_a_screen_that_asks_as_ours_do_is_heard_all_the_time(shared_hall: HallServer) -> None:
    watcher = Watcher(shared_hall.port)

    for _ in range(20):  # five times as often as a board that speaks
        watcher.send(ASK)
        assert watcher.hear(b'"snapshot"') or watcher.hear(b'"snapshot"')

    watcher.wire.close()


def test_a_wrong_password_is_one_line_in_the_log(shared_hall: HallServer) -> None:
    with httpx.Client(base_url=shared_hall.url, timeout=20) as browser:
        key = browser.get("/desk/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]

        refused = browser.post(
            "/desk/sign-in", data={"csrf_token": key, "name": "window5", "password": "wrong horse"}
        )

    assert refused.status_code == 403
    assert "was refused" in shared_hall.log()
    assert "Traceback" not in shared_hall.log()


def test_no_act_waits_for_what_is_done_beside_the_loop(tmp_path: Path) -> None:
    """Ten spreadsheets that take long to read, say: all threads for such work are taken."""

    def never(_: object) -> NoReturn:
        raise AssertionError("an act waited")

    program = build(Settings(data=with_tables(tmp_path / "data")), clock=lambda: NINE, off_loop=never)

    assert accounts.add_token(program.store, role=Role.DESK, label="", at=NINE)
    program.store.close()
