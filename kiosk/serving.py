"""Serving: the listener, the clockwork beside it, and what a newcomer is told."""

import gc
import logging
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import gevent
from gevent import get_hub
from gevent.pywsgi import WSGIServer

from kiosk import auditing
from kiosk.app import Content, Program, build, open_hall
from kiosk.clock import FastClock, now
from kiosk.config import Settings, is_loopback
from kiosk.hall.errors import HallError
from kiosk.loading import ContentFaults
from kiosk.operations import (
    accounts,
    case_files,
    entry,
    messages,
    personal,
    printers,
    staff,
    upkeep,
)
from kiosk.operations.accounts import Role
from kiosk.web.porter import Porter, be_calm
from kiosk.web.site import outlet_key, write_secret

log = logging.getLogger(__name__)
T = TypeVar("T")

UPKEEP_S = 30.0
UPKEEP_AT_LEAST_S = 0.3  # on a clock that runs fast
REHEARSAL_S = 2.0
AGENT_PAUSE_S = (1, 2, 5, 10, 30)
SIGN_INS = "sample-sign-ins.txt"
# Ten times Python's own: with a thousand boards it looked for garbage all the time.
COLLECT_AFTER = (7_000, 10, 10)


class PortTaken(HallError):
    """Something else listens on the port."""

    zh = "端口 {0} 已被占用。请关闭占用它的程序，或用 --port 换一个端口。"
    en = "Port {0} is in use. Close the program that uses it, or choose another with --port."


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve one hall until the process is asked to stop.

    Raises:
        ContentFaults, HallError: see `app.build`.
        PortTaken: something else listens there.
    """
    _allow_files()
    be_calm()
    listener = _listen(settings)
    clock = fast_clock(settings) if settings.clock_rate != 1 else now
    pool = get_hub().threadpool

    def off_loop(work: Callable[[], T]) -> T:
        return pool.apply(work)  # type: ignore[no-any-return]

    program = build(settings, clock=clock, off_loop=off_loop, async_mode="gevent")
    server = WSGIServer(listener, program.web, log=None, error_log=log, handler_class=Porter)
    stopping = threading.Event()
    signs = _sample_sign_ins(program) if settings.is_sample else None
    gevent.signal_handler(signal.SIGTERM, lambda: _stop(server, stopping))
    gevent.signal_handler(signal.SIGINT, lambda: _stop(server, stopping))
    gevent.signal_handler(signal.SIGHUP, lambda: reload(program))
    server.start()
    port = server.server_port
    _note_process(settings, program)
    program.tail.start()
    _start_beside(program, port, stopping, off_loop)
    if program.content.newest.hall.outlet:
        outlet_key(settings)  # made now, so that the gateway can be given it before the first message
    for sentence in greeting(settings, port, signs):
        tell(sentence)
    _settle()
    stopping.wait()
    program.tail.stop()
    server.stop(timeout=2)
    program.store.close()
    (settings.data / "serve.pid").unlink(missing_ok=True)


def _start_beside(
    program: Program, port: int, stopping: threading.Event, off_loop: Callable[[Callable[[], None]], None]
) -> None:
    """Start what runs beside the requests: upkeep, the outlet, the voice, and the print agent."""
    threading.Thread(target=_upkeep, args=(program, stopping), name="upkeep", daemon=True).start()
    threading.Thread(target=program.outlet.follow, args=(stopping,), name="outlet", daemon=True).start()
    rehearse = partial(off_loop, program.voice.rehearse)
    threading.Thread(target=_rehearse, args=(rehearse, stopping), name="voice", daemon=True).start()
    if program.content.newest.hall.printers:
        threading.Thread(
            target=_keep_agent, args=(program, port, stopping), name="agent", daemon=True
        ).start()


def fast_clock(settings: Settings) -> FastClock:
    """Start a fast clock where the hall's last day ended, so that its time never goes back."""
    store = open_hall(settings, Content(settings))
    with store.read() as reading:
        seen = [at for _, at, _ in reading.events.after(reading.events.head() - 1)]
    store.close()
    return FastClock(max([now(), *seen]), settings.clock_rate)


def reload(program: Program) -> None:
    """Swap in checked content; a faulty file leaves the old one in force."""
    try:
        catalogue = program.content.reload()
    except ContentFaults as faults:
        log.error("content not reloaded, the old one stays in force:\n%s", faults)  # noqa: TRY400  for people
        return
    log.warning("content reloaded: version %s", catalogue.version)
    _note_process(program.settings, program)
    program.tail.wake()


def greeting(settings: Settings, port: int, sign_ins: Path | None) -> list[str]:
    """Say where the pages are and how to sign in."""
    base = f"http://{settings.host}:{port}"
    lines = ["", "一窗 Yichuang", f"  首页 start      {base}/"]
    lines += [f"  取号机 kiosk    {base}/kiosk", f"  大屏 board      {base}/board"]
    lines += [f"  窗口 desk       {base}/desk", f"  单据 paper      {base}/paper"]
    if sign_ins:
        lines += ["", f"  样例登录 sample sign-ins ({sign_ins})："]
        lines += [f"    {line}" for line in sign_ins.read_text("utf-8").splitlines()]
    if is_loopback(settings.host) and not settings.public_url:
        lines += ["", "  提示：未设置 YICHUANG_PUBLIC_URL，小票上不印手机二维码。"]
        lines += ["  Note: YICHUANG_PUBLIC_URL is not set, so tickets carry no QR code for phones."]
    return [*lines, ""]


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Without it each keep-alive answer waits 40 ms for the peer's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError:
        listener.close()
        raise PortTaken(settings.port) from None
    listener.listen(4096)
    listener.setblocking(False)  # noqa: FBT003  the standard library's signature
    return listener


def _allow_files() -> None:
    """Let each phone and board have its two open files; a shell or systemd allows too few at first."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _settle() -> None:
    """Keep what the start has made out of every later search for garbage, during which all boards wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _stop(server: WSGIServer, stopping: threading.Event) -> None:
    server.stop_accepting()
    stopping.set()


def _note_process(settings: Settings, program: Program) -> None:
    (settings.data / "serve.pid").write_text(f"{os.getpid()}\n", "ascii")
    (settings.data / "serve.content").write_text(
        f"{program.content.newest.version}\n{time.time()}\n", "utf-8"
    )


def _upkeep(program: Program, stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            at = program.clock()
            upkeep.close_yesterday(program.store, today=_today(program, at), at=at)
            upkeep.abandon_missed(program.store, at=at)
            upkeep.end_suspensions(program.store, at=at)
            upkeep.doubt_silent(program.store, at=at)
            printers.expire(program.store, at=at)
            messages.forget_old(program.store, at=at)
            case_files.run_clocks(program.store, at=at)
            personal.forget_old(program.store, at=at)
            entry.forget_old(program.store, lasting=entry.lasting_of(program.settings), at=now())
            auditing.note_day(program.settings.anchors_path, program.store, _today(program, at))
        except Exception:
            log.exception("upkeep failed; it is tried again")
        stopping.wait(max(UPKEEP_S / program.settings.clock_rate, UPKEEP_AT_LEAST_S))


def _rehearse(rehearse: Callable[[], None], stopping: threading.Event) -> None:
    """Let a speech model render what it will have to say, beside everything else."""
    while not stopping.wait(REHEARSAL_S):
        try:
            rehearse()
        except Exception:
            log.exception("the voice could not prepare; it is tried again")


def _today(program: Program, at: datetime) -> date:
    return at.astimezone(ZoneInfo(program.content.newest.hall.timezone)).date()


def _sample_sign_ins(program: Program) -> Path:
    """Make random sign-ins for the sample hall at its first start, readable by this account only."""
    path = program.settings.data / SIGN_INS
    if path.is_file():
        return path
    at = program.clock()
    people: list[tuple[str, Role, tuple[int, ...]]] = [
        ("manager", Role.MANAGER, ()),
        ("guide", Role.DESK, ()),
        ("courier", Role.COURIER, ()),
        ("second", Role.SECOND, ()),
        ("director", Role.DIRECTOR, ()),
        ("inspector", Role.INSPECTOR, ()),
    ]
    people += [
        (f"window{one.number}", Role.DESK, (one.number,)) for one in program.content.newest.hall.windows
    ]
    lines = []
    for name, role, windows in people:
        password = secrets.token_urlsafe(9)
        accounts.add_user(
            program.store,
            name=name,
            password=password,
            role=role,
            label=accounts.SAMPLE_LABEL,
            windows=windows,
            at=at,
        )
        lines.append(f"{name:<10}{password:<16}{role.value}")
    pin = f"{secrets.randbelow(10**6):06d}"
    staff.set_pin(program.store, pin=pin, by=accounts.SAMPLE_LABEL, at=at)
    lines.append(f"{'PIN':<10}{pin:<16}kiosk")
    write_secret(path, "\n".join(lines) + "\n")
    return path


def _keep_agent(program: Program, port: int, stopping: threading.Event) -> None:
    """Run the print agent as a child process and start it again whenever it ends."""
    token = _agent_token(program)
    ended = 0
    while not stopping.is_set():
        journal = str(program.settings.data / "agent.db")
        server = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "printer", "agent", "--server", server, "--journal", journal]
        child = subprocess.Popen(  # noqa: S603  our own program
            command, env={**os.environ, "YICHUANG_AGENT_TOKEN": token}
        )
        while child.poll() is None and not stopping.wait(0.5):
            pass
        if stopping.is_set():
            child.terminate()
            child.wait(5)
            return
        log.error("the print agent ended with %s; starting it again", child.returncode)
        stopping.wait(AGENT_PAUSE_S[min(ended, len(AGENT_PAUSE_S) - 1)])
        ended += 1


def _agent_token(program: Program) -> str:
    path = program.settings.data / "agent.token"
    if not path.is_file():
        label = "print agent of this machine"
        write_secret(
            path, accounts.add_token(program.store, role=Role.AGENT, label=label, at=program.clock())
        )
    return path.read_text("ascii").strip()
