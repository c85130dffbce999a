"""`yichuang`: serve a hall, check its files, add people and programs."""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from kiosk import auditing, people
from kiosk.clock import now
from kiosk.config import SAMPLE_HALL, Settings
from kiosk.hall.errors import HallError
from kiosk.loading import ContentFaults, check, load

WAIT_FOR_RELOAD_S = 5.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when it was done, 1 when it was refused in words, 2 for a wrong call."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except (HallError, ContentFaults) as refusal:
        print(refusal, file=sys.stderr)
    except ValidationError as faults:
        for fault in faults.errors():
            name = "_".join(str(part) for part in fault["loc"]).upper()
            print(
                f"设置有误 / wrong setting YICHUANG_{name} = {fault['input']!r}: {fault['msg']}",
                file=sys.stderr,
            )
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yichuang", description="一窗：政务服务大厅取号叫号系统")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve a hall")
    for name in ("host", "port", "data", "hall"):
        serve.add_argument(f"--{name}")
    serve.add_argument(
        "--clock-rate", type=float, metavar="N", help="run the clock N times as fast (sample data only)"
    )
    serve.set_defaults(run=_serve)

    init = commands.add_parser("init", help="make a folder of content for a hall of your own")
    init.add_argument("folder", type=Path, metavar="DIR")
    init.set_defaults(run=_init)

    checking = commands.add_parser("check", help="check a hall's files without starting")
    checking.add_argument("folder", type=Path, metavar="DIR")
    checking.set_defaults(run=_check)

    reload = commands.add_parser("reload", help="swap checked content into the running hall")
    for name in ("data", "hall"):
        reload.add_argument(f"--{name}")
    reload.set_defaults(run=_reload)

    doctor = commands.add_parser("doctor", help="look whether the hall is well, and say what to do")
    voice = commands.add_parser("voice", help="what is read out").add_subparsers(required=True)
    voice_check = voice.add_parser("check", help="show how calls are read out, with their pronunciation")
    for command, run in ((doctor, _doctor), (voice_check, _voice_check)):
        for name in ("data", "hall"):
            command.add_argument(f"--{name}")
        command.set_defaults(run=run)
    auditing.add_to(commands)
    _pads(commands)
    people.add_to(commands, _settings)
    _simulated_day(commands)
    return parser


def _pads(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pad = commands.add_parser(
        "pad", help="print a queue's emergency numbers, for a morning without the server"
    )
    pad.add_argument("--queue", required=True, metavar="LETTER")
    pad.add_argument("--count", type=int, default=20)
    pad.add_argument("--pdf", type=Path, metavar="FILE", help="write them on A4 instead of printing slips")
    for name in ("data", "hall"):
        pad.add_argument(f"--{name}")
    pad.set_defaults(run=_pad)
    keypad = commands.add_parser(
        "keypad", help="work a window from one USB number pad, whatever has the focus"
    )
    for name in ("server", "token"):
        keypad.add_argument(f"--{name}", required=True)
    keypad.add_argument("--window", required=True, type=int, metavar="N")
    keypad.add_argument(
        "--device", type=Path, metavar="/dev/input/...", help="which pad, where there are several"
    )
    keypad.set_defaults(run=_keypad)


def _simulated_day(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = commands.add_parser(
        "simulate", help="play a day of people and clerks in a running sample hall with a fast clock"
    )
    simulate.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed plays the same day")
    simulate.add_argument("--day", default="normal", choices=["normal", "peak"])
    simulate.add_argument("--url", default="http://127.0.0.1:8000", help="where the hall answers")
    simulate.add_argument(
        "--data", help="the hall's data folder; tokens are made there and revoked at the end"
    )
    simulate.add_argument("--hall", help="the folder of its content, where it is not the packaged sample")
    simulate.add_argument(
        "--token",
        default=os.environ.get("YICHUANG_TOKEN", ""),
        help="a manager's token instead of the data folder; or set YICHUANG_TOKEN",
    )
    simulate.add_argument("--hours", type=float, metavar="N", help="only who comes in the first N hours")
    simulate.set_defaults(run=_simulate)


def _settings(arguments: argparse.Namespace) -> Settings:
    given = {
        name: value
        for name, value in vars(arguments).items()
        if name in Settings.model_fields and value is not None
    }
    return Settings(**given)


def _serve(arguments: argparse.Namespace) -> int:
    from kiosk.serving import serve  # gevent and the web only when something is served

    settings = _settings(arguments)
    if settings.clock_rate != 1 and not load(settings.hall).is_sample:
        print("--clock-rate 只用于样例数据 / --clock-rate is for sample data only", file=sys.stderr)
        return 2
    serve(settings, lambda line: print(line, flush=True))
    return 0


def _init(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder
    if folder.exists() and any(folder.iterdir()):
        print(
            f"文件夹不是空的，没有改动 / the folder is not empty, nothing was changed: {folder}",
            file=sys.stderr,
        )
        return 1
    shutil.copytree(SAMPLE_HALL, folder, dirs_exist_ok=True)
    print(f"{folder}: 请修改其中的文件，再运行 / edit the files, then run: yichuang check {folder}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    report = check(arguments.folder)
    for line in (*report.faults, *report.notices):
        print(line)
    if not report.faults:
        print("可以使用 / ready")
    return 1 if report.faults else 0


def _reload(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    report = check(settings.hall)
    if report.faults:
        for fault in report.faults:
            print(fault, file=sys.stderr)
        print(
            "未更新，大厅继续使用原来的内容 / not reloaded, the old content stays in force", file=sys.stderr
        )
        return 1
    note = settings.data / "serve.content"
    pid_file = settings.data / "serve.pid"
    try:
        before = note.read_text("utf-8")
        os.kill(int(pid_file.read_text("ascii")), signal.SIGHUP)
    except (OSError, ValueError):
        print(f"没有正在运行的大厅 / no hall is running on {settings.data}", file=sys.stderr)
        return 1
    deadline = time.monotonic() + WAIT_FOR_RELOAD_S
    while time.monotonic() < deadline:
        if note.read_text("utf-8") != before:
            print("已更新 / reloaded")
            return 0
        time.sleep(0.05)
    print("大厅没有回应，请看日志 / the hall did not answer, please see its log", file=sys.stderr)
    return 1


def _doctor(arguments: argparse.Namespace) -> int:
    from kiosk.doctor import Sign, examine

    findings = list(examine(_settings(arguments), now()))
    for finding in findings:
        print(finding)
    return 1 if any(one.sign is Sign.FAULT for one in findings) else 0


def _voice_check(arguments: argparse.Namespace) -> int:
    from kiosk.doctor import pronunciation, voice_lacks

    settings = _settings(arguments)
    for line in pronunciation(settings):
        print(line)
    lacks = voice_lacks(settings, now())
    for line in lacks:
        print(line)
    return 1 if lacks else 0


def _simulate(arguments: argparse.Namespace) -> int:
    from kiosk.simulation.command import simulate

    return simulate(arguments, _settings(arguments))


def _pad(arguments: argparse.Namespace) -> int:
    from kiosk.app import Content, open_hall, pad_sheets
    from kiosk.operations.pad import print_pad

    settings = _settings(arguments)
    content, file = Content(settings), arguments.pdf
    store = open_hall(settings, content)
    numbers = print_pad(
        store, queue=arguments.queue, count=arguments.count, place="cli", at=now(), on_sheets=bool(file)
    )
    store.close()
    if file:
        file.write_bytes(pad_sheets(content.newest, arguments.queue, numbers))
    where = file or "打印机 / the printer"
    print(f"{arguments.queue}{numbers[0]}–{arguments.queue}{numbers[-1]} → {where}")
    return 0


def _keypad(arguments: argparse.Namespace) -> int:
    from kiosk.keypad import work  # Linux only

    return work(arguments.server, arguments.token, arguments.window, arguments.device)
