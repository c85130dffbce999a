"""Serving: the listener, the clockwork beside it, and what a newcomer is told."""

import gc
import logging
import os
import resource
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import gevent
from gevent import get_hub
from gevent.threadpool import ThreadPool

from kiosk import beside, running
from kiosk.app import ANY_ADDRESS, Content, Program, build, open_hall
from kiosk.clock import FastClock, now
from kiosk.config import Settings, is_loopback
from kiosk.doorstep import OWN, Doorstep
from kiosk.listening import LOOPBACK, Servers
from kiosk.loading import ContentFaults, check
from kiosk.operations import accounts, staff
from kiosk.operations.accounts import NameTaken, Role
from kiosk.storage.sqlite import InUse
from kiosk.web import observed
from kiosk.web.draining import Draining
from kiosk.web.parts.bell import bell
from kiosk.web.porter import be_calm
from kiosk.web.site import outlet_key, write_secret

log = logging.getLogger(__name__)
T = TypeVar("T")

INSIDE_S = 20.0  # for requests under way when the hall stops; none takes a tenth of it
BESIDE_S = 8.0
COMMITS = 2  # threads of their own: whoever has ten spreadsheets read keeps no act from its commit
SIGN_INS = "sample-sign-ins.txt"
# Ten times Python's own: with a thousand boards it looked for garbage all the time.
COLLECT_AFTER = (7_000, 10, 10)


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve one hall until the process is asked to stop.

    Raises:
        ContentFaults, HallError: see `app.build`.
        PortTaken: something else listens there.
        InUse: another process serves this data folder.
    """
    _allow_files()
    be_calm()
    doorstep = Doorstep()
    doorstep.open(OWN, settings)
    if running.process(settings.data) not in {None, os.getpid()}:
        raise InUse(str(settings.data))  # several processes of one hall have a folder each
    clock = fast_clock(settings) if settings.clock_rate != 1 else now
    off_loop, commit = partial(_done, get_hub().threadpool), partial(_done, ThreadPool(COMMITS))
    program = build(settings, clock=clock, off_loop=off_loop, commit=commit, async_mode="gevent")
    draining = Draining(program.web)
    server = Servers(settings, doorstep, draining)
    stopping, again = threading.Event(), threading.Event()
    signs = _sample_sign_ins(program) if settings.is_sample else None
    _heed(program, stopping, again)
    server.start()
    _note_process(settings, program)
    program.tail.start()
    others = beside.start(program, server.agent_url, stopping, off_loop)
    threading.Thread(target=observed.watch_loop, args=(stopping,), name="lag", daemon=True).start()
    if program.content.newest.hall.outlet:
        outlet_key(settings)  # made now, so that the gateway can be given it before the first message
    log.info("serving at %s", settings.model_copy(update={"port": server.port}).address)
    for sentence in greeting(settings, server.port, signs):
        tell(sentence)
    _settle()
    stopping.wait()
    if again.is_set():
        doorstep.keep()
    _end(program, server, draining, others)
    if again.is_set():
        _become_new(doorstep)


def _done(pool: ThreadPool, work: Callable[[], T]) -> T:
    done, failed = pool.apply(_tried, (work,))
    if failed is not None:
        raise failed
    return done  # type: ignore[no-any-return]


def _tried(work: Callable[[], T]) -> tuple[T | None, BaseException | None]:
    """Do some work; a refusal is an answer too, of which gevent's pool would write a trace in the log."""
    try:
        return work(), None
    except BaseException as refused:  # noqa: BLE001  raised again where it was asked for
        return None, refused


def _heed(program: Program, stopping: threading.Event, again: threading.Event) -> None:
    """Stop, read the hall's files anew, or begin again, as signals ask."""
    gevent.signal_handler(signal.SIGTERM, stopping.set)
    gevent.signal_handler(signal.SIGINT, stopping.set)
    gevent.signal_handler(signal.SIGHUP, lambda: reload(program))
    gevent.signal_handler(signal.SIGUSR2, lambda: _begin_again(program, again, stopping))


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
    program.tail.tell_all()


def greeting(settings: Settings, port: int, sign_ins: Path | None) -> list[str]:
    """Say where the pages are and how to sign in."""
    seen = settings.model_copy(update={"port": port})
    if settings.host in ANY_ADDRESS:  # nobody can open that one
        seen = seen.model_copy(update={"host": settings.hosts.partition(",")[0].strip() or LOOPBACK})
    base = seen.address
    lines = ["", "一窗 Yichuang", f"  首页 start      {base}/"]
    lines += [f"  取号机 kiosk    {base}/kiosk", f"  大屏 board      {base}/board"]
    lines += [f"  窗口 desk       {base}/desk", f"  单据 paper      {base}/paper"]
    if sign_ins:
        lines += ["", f"  样例登录 sample sign-ins ({sign_ins})："]
        lines += [f"    {line}" for line in sign_ins.read_text("utf-8").splitlines()]
    if is_loopback(settings.host) and not settings.public_url:
        lines += ["", "  提示：未设置 YICHUANG_PUBLIC_URL，小票上不印手机二维码。"]
        lines += ["  Note: YICHUANG_PUBLIC_URL is not set, so tickets carry no QR code for phones."]
    if settings.plain_sign_in and not settings.has_tls:
        lines += ["", "  注意：允许不加密登录，同一网络里的人能看到口令（YICHUANG_PLAIN_SIGN_IN）。"]
        lines += ["  Warning: sign-ins without TLS are allowed; others in the network can read passwords."]
    return [*lines, ""]


def _allow_files() -> None:
    """Let each phone and board have its two open files; a shell or systemd allows too few at first."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _settle() -> None:
    """Keep what the start has made out of every later search for garbage, during which all boards wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    gc.enable()


def _end(program: Program, server: Servers, draining: Draining, others: tuple[threading.Thread, ...]) -> None:
    """Take nobody in any more, serve to the end who is inside, and let go of the data.

    Whoever comes meanwhile waits in the listening socket's queue, where somebody holds that socket: the
    service manager, or the process that this one becomes.
    """
    server.stop_accepting()
    draining.is_closing = True
    with program.web.app_context():
        bell(program.store).ring()  # who waits for a paper to print is told that there is none
    if not draining.close(INSIDE_S):
        log.error("%s requests did not end in %s s and are cut off", draining.inside, INSIDE_S)
    program.tail.stop()
    for other in others:
        other.join(BESIDE_S)
    server.close()
    program.store.close()
    running.leave(program.settings.data)


def _begin_again(program: Program, again: threading.Event, stopping: threading.Event) -> None:
    """Become a new process of the same hall; what cannot start leaves the old one serving."""
    if faults := check(program.settings.hall).faults:
        log.error("not restarted, the hall's files have faults: %s", "; ".join(map(str, faults)))
        return
    again.set()
    stopping.set()


def _become_new(doorstep: Doorstep) -> None:
    """Start the program anew in this process, with the sockets that people are already queueing at."""
    environment = {**os.environ, **doorstep.hand_over()}
    command = _begun_as()
    os.execve(command[0], command, environment)  # noqa: S606  our own program


def _begun_as() -> list[str]:
    """Say how this process was begun: an upgrade has put another version behind the same name."""
    program = Path(sys.argv[0])
    if program.is_file() and os.access(program, os.X_OK):
        return [str(program), *sys.argv[1:]]
    return [sys.executable, "-m", "kiosk", *sys.argv[1:]]


def _note_process(settings: Settings, program: Program) -> None:
    running.note(settings.data)
    (settings.data / "serve.content").write_text(
        f"{program.content.newest.version}\n{time.time()}\n", "utf-8"
    )


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
        try:
            accounts.add_user(
                program.store,
                name=name,
                password=password,
                role=role,
                label=accounts.SAMPLE_LABEL,
                windows=windows,
                at=at,
            )
        except NameTaken:  # a first start was cut off, or a backup came back, which never holds this file
            accounts.set_password(program.store, name=name, password=password, at=at)
        lines.append(f"{name:<10}{password:<16}{role.value}")
    pin = f"{secrets.randbelow(10**6):06d}"
    staff.set_pin(program.store, pin=pin, by=accounts.SAMPLE_LABEL, at=at)
    lines.append(f"{'PIN':<10}{pin:<16}kiosk")
    write_secret(path, "\n".join(lines) + "\n")
    return path
