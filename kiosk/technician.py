"""What a technician types: is the hall well, keep a copy of it, bring it back."""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from pydantic import ValidationError

from kiosk import running
from kiosk.clock import now
from kiosk.config import Settings

RESTARTED_WITHIN_S = 60.0  # with requests under way to the end, and a migration
GIVEN = ("data", "hall", "database-url")
RIGHT_SETTING = (
    "请改这项设置（环境变量、/etc/yichuang/yichuang.env 或命令行），再运行 yichuang doctor",
    "correct it (environment, /etc/yichuang/yichuang.env or command line), then run yichuang doctor",
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the technician's commands to the program's."""
    doctor = commands.add_parser("doctor", help="look whether the hall is well, and say what to do")
    doctor.add_argument("--json", action="store_true", help="for a monitor")
    backup = commands.add_parser("backup", help="write the hall's data into one file, while it serves")
    backup.add_argument("--to", type=Path, metavar="FILE", help="where to; the key is never in it")
    backup.add_argument(
        "--scheduled", action="store_true", help="only if one is due in YICHUANG_BACKUP_FOLDER"
    )
    restore = commands.add_parser("restore", help="bring a backup back; the hall must not be running")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="put what is there aside")
    restore.add_argument(
        "--skip",
        type=_count,
        metavar="N",
        help="how many numbers of each queue are left out; else worked out",
    )
    restart = commands.add_parser(
        "restart", help="begin the running hall anew, e.g. with a new version; no press is lost"
    )
    runs = ((doctor, _doctor), (backup, _backup), (restore, _restore), (restart, _restart))
    for command, run in runs:
        for name in GIVEN:
            command.add_argument(f"--{name}")
        command.set_defaults(run=run)


def _count(text: str) -> int:
    """Read how many numbers are left out; fewer than none would give some again."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r}")
    return int(text)


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Take the settings from what was typed, then from the environment."""
    given = {
        name: value
        for name, value in vars(arguments).items()
        if name in Settings.model_fields and value is not None
    }
    return Settings(**given)


def wrong_settings(faults: ValidationError) -> list[tuple[str, str]]:
    """Name each setting that cannot be used, in Chinese and in English."""
    said = []
    for one in faults.errors():
        name = "_".join(map(str, one["loc"])).upper()
        said.append(
            (
                f"设置有误：YICHUANG_{name} = {one['input']!r}",
                f"wrong setting YICHUANG_{name} = {one['input']!r}: {one['msg']}",
            )
        )
    return said


def tell_running(settings: Settings, what: signal.Signals, done: str, within_s: float = 5.0) -> int:
    """Send the running hall a signal and wait until it has answered by its note."""
    note, process = settings.data / "serve.content", running.process(settings.data)
    if process is None:
        print(f"没有正在运行的大厅 / no hall is running on {settings.data}", file=sys.stderr)
        return 1
    before = note.read_text("utf-8")
    os.kill(process, what)
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if note.read_text("utf-8") != before:
            print(done)
            return 0
        time.sleep(0.05)
    print("大厅没有回应，请看日志 / the hall did not answer, please see its log", file=sys.stderr)
    return 1


def _restart(arguments: argparse.Namespace) -> int:
    return tell_running(
        settings_of(arguments), signal.SIGUSR2, "已重新启动 / restarted", within_s=RESTARTED_WITHIN_S
    )


def _doctor(arguments: argparse.Namespace) -> int:
    from kiosk.doctor import examine  # each command loads only what it needs
    from kiosk.doctor.findings import Sign, fault

    try:
        findings = list(examine(settings_of(arguments), now()))
    except ValidationError as faults:
        findings = [fault(*said, RIGHT_SETTING) for said in wrong_settings(faults)]
    if arguments.json:
        print(json.dumps([one.as_json() for one in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(finding)
    signs = {one.sign for one in findings}
    return 2 if Sign.FAULT in signs else 1 if Sign.WARNING in signs else 0


def _backup(arguments: argparse.Namespace) -> int:
    from kiosk.backup import making

    settings = settings_of(arguments)
    if arguments.scheduled:
        made = making.make_scheduled(settings, at=now())
    elif arguments.to is None:
        print("请写明 --to 文件 / say where: --to FILE")
        return 2
    else:
        made = making.make(settings, arguments.to, at=now())
    if made:
        facts = f"{made.size / 2**20:.1f} MiB, seq {made.manifest.head}, {made.manifest.rows} rows"
        print(f"已备份并核对 / written and read back: {made.path} ({facts})")
        print(f"密钥不在里面，指纹 / without the key, fingerprint {made.manifest.key}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from kiosk.backup.restoring import restore

    done = restore(
        arguments.file,
        settings_of(arguments),
        at=now(),
        replace=arguments.replace,
        numbers=arguments.skip,
    )
    gap, recovered = done.recovered.gap, done.recovered
    print(f"已恢复 / restored: {arguments.file} ({done.manifest.taken_at:%Y-%m-%d %H:%M} UTC)")
    print(f"今天每个队列跳过 {gap.of_day} 个号 / numbers left out in each queue today: {gap.of_day}")
    print(f"待核对的单据 / papers in doubt: {recovered.papers}；到期删除 / erased: {recovered.erased}")
    if done.before:
        print(f"原来的数据 / the data before: {done.before}")
    return 0
