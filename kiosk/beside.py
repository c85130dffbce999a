"""What runs beside the requests: upkeep, the nightly backup, the outlet, the voice, and the print agent."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk import auditing
from kiosk.app import Program
from kiosk.backup import making
from kiosk.clock import now
from kiosk.operations import (
    accounts,
    case_files,
    entry,
    messages,
    patience,
    personal,
    printers,
    recovery,
    upkeep,
)
from kiosk.operations.accounts import Role
from kiosk.web.site import write_secret

log = logging.getLogger(__name__)

UPKEEP_S = 30.0
UPKEEP_AT_LEAST_S = 0.3  # on a clock that runs fast
REHEARSAL_S = 2.0
BACKUP_LOOK_S = 60.0
AGENT_PAUSE_S = (1, 2, 5, 10, 30)
AGENT_ENDS_S = 5.0


def start(
    program: Program,
    agent_url: str,
    stopping: threading.Event,
    off_loop: Callable[[Callable[[], None]], None],
) -> tuple[threading.Thread, ...]:
    """Start it all; returns what must have ended before another process of this hall begins."""
    rehearse = partial(off_loop, program.voice.rehearse)
    for name, work in (
        ("upkeep", partial(_upkeep, program, stopping)),
        ("outlet", partial(program.outlet.follow, stopping)),
        ("voice", partial(_rehearse, rehearse, stopping)),
        ("backup", partial(_keep_backups, program, stopping)),
    ):
        threading.Thread(target=work, name=name, daemon=True).start()
    if not program.content.newest.hall.printers:
        return ()
    agent = threading.Thread(
        target=_keep_agent, args=(program, agent_url, stopping), name="agent", daemon=True
    )
    agent.start()
    return (agent,)


def _upkeep(program: Program, stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            at = program.clock()
            today = _today(program, at)
            upkeep.close_yesterday(program.store, today=today, at=at)
            recovery.begin_day(program.store, today=today)
            upkeep.abandon_missed(program.store, at=at)
            upkeep.end_suspensions(program.store, at=at)
            upkeep.doubt_silent(program.store, at=at)
            printers.expire(program.store, at=at)
            case_files.run_clocks(program.store, at=at)
            messages.forget_old(program.store, at=at)
            personal.forget_old(program.store, at=at)
            entry.forget_old(program.store, lasting=entry.lasting_of(program.settings), at=now())
            patience.forget_old(program.store, at=at)
            auditing.note_day(program.settings.anchors_path, program.store, today)
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


def _keep_backups(program: Program, stopping: threading.Event) -> None:
    """Make each night's backup in a process of its own, so that nobody waits for it."""
    settings = program.settings
    if settings.backup_folder is None:
        return
    command = [sys.executable, "-m", "kiosk", "backup", "--scheduled"]
    command += ["--data", str(settings.data), "--hall", str(settings.hall)]
    command += ["--database-url", settings.database_url] if settings.database_url else []
    while not stopping.is_set():
        if making.is_due(settings, now().astimezone(_zone(program))):
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own
            said = (done.stdout + done.stderr).strip()
            log.log(logging.ERROR if done.returncode else logging.WARNING, "nightly backup: %s", said)
        stopping.wait(BACKUP_LOOK_S)


def _zone(program: Program) -> ZoneInfo:
    return ZoneInfo(program.content.newest.hall.timezone)


def _today(program: Program, at: datetime) -> date:
    return at.astimezone(_zone(program)).date()


def _keep_agent(program: Program, server: str, stopping: threading.Event) -> None:
    """Run the print agent as a child process and start it again whenever it ends."""
    token = _agent_token(program)
    ended = 0
    while not stopping.is_set():
        journal = str(program.settings.data / "agent.db")
        command = [sys.executable, "-m", "printer", "agent", "--server", server, "--journal", journal]
        child = subprocess.Popen(  # noqa: S603  our own program
            command, env={**os.environ, "YICHUANG_AGENT_TOKEN": token}
        )
        while child.poll() is None and not stopping.wait(0.5):
            pass
        if stopping.is_set():
            _end(child)
            return
        log.error("the print agent ended with %s; starting it again", child.returncode)
        stopping.wait(AGENT_PAUSE_S[min(ended, len(AGENT_PAUSE_S) - 1)])
        ended += 1


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(AGENT_ENDS_S)
    except subprocess.TimeoutExpired:
        child.kill()  # what it was sending is in its journal


def _agent_token(program: Program) -> str:
    path: Path = program.settings.data / "agent.token"
    if not path.is_file() or not _is_known(program, path.read_text("ascii").strip()):
        label = "print agent of this machine"
        token = accounts.add_token(program.store, role=Role.AGENT, label=label, at=program.clock())
        path.unlink(missing_ok=True)
        write_secret(path, token)
    return path.read_text("ascii").strip()


def _is_known(program: Program, token: str) -> bool:
    """Tell whether the hall still knows a token: a restored backup may be older than it."""
    return accounts.token_role(program.store, token) is not None
