"""`yichuang`: serve a hall, check its files, add people and programs."""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from kiosk import auditing, logs, people, technician
from kiosk.clock import now
from kiosk.config import SAMPLE_HALL
from kiosk.hall.errors import HallError, TryAgain
from kiosk.loading import ContentFaults, check, load
from kiosk.technician import GIVEN, settings_of


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when it was done, 1 when it was refused in words, 2 for a wrong call."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except (HallError, ContentFaults) as refusal:
        print(refusal, file=sys.stderr)
        if isinstance(refusal, TryAgain):
            print("再试还不行，请运行 / if it goes on, run: yichuang doctor", file=sys.stderr)
    except ValidationError as faults:
        for fault in technician.wrong_settings(faults):
            print(" / ".join(fault), file=sys.stderr)
    except OSError as error:
        print(
            f"文件、文件夹或磁盘用不了，请检查路径、权限和空间：{error}"
            f" / a file, a folder or the disk cannot be used, check path, permissions and space: {error}",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yichuang", description="一窗：政务服务大厅取号叫号系统")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve a hall")
    for name in ("host", "port", *GIVEN):
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
    for name in GIVEN:
        reload.add_argument(f"--{name}")
    reload.set_defaults(run=_reload)

    technician.add(commands)
    voice = commands.add_parser("voice", help="what is read out").add_subparsers(required=True)
    voice_check = voice.add_parser("check", help="show how calls are read out, with their pronunciation")
    for name in GIVEN:
        voice_check.add_argument(f"--{name}")
    voice_check.set_defaults(run=_voice_check)
    auditing.add_to(commands, settings_of)
    _pads(commands)
    people.add_to(commands, settings_of)
    _simulated_day(commands)
    return parser


def _pads(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pad = commands.add_parser(
        "pad", help="print a queue's emergency numbers, for a morning without the server"
    )
    pad.add_argument("--queue", required=True, metavar="LETTER")
    pad.add_argument("--count", type=int, default=20)
    pad.add_argument("--pdf", type=Path, metavar="FILE", help="write them on A4 instead of printing slips")
    for name in GIVEN:
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
    simulate.add_argument("--database-url", help="where it is not the data folder's")
    simulate.add_argument(
        "--token",
        default=os.environ.get("YICHUANG_TOKEN", ""),
        help="a manager's token instead of the data folder; or set YICHUANG_TOKEN",
    )
    simulate.add_argument("--hours", type=float, metavar="N", help="only who comes in the first N hours")
    simulate.set_defaults(run=_simulate)


def _serve(arguments: argparse.Namespace) -> int:
    from kiosk.serving import serve  # gevent and the web only when something is served

    settings = settings_of(arguments)
    if settings.clock_rate != 1 and not load(settings.hall).is_sample:
        print("--clock-rate 只用于样例数据 / --clock-rate is for sample data only", file=sys.stderr)
        return 2
    logs.begin(settings.log, settings.log_level)
    serve(settings, _tell if settings.log == "text" else lambda _: None)
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


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
    settings = settings_of(arguments)
    report = check(settings.hall)
    if report.faults:
        for fault in report.faults:
            print(fault, file=sys.stderr)
        print(
            "未更新，大厅继续使用原来的内容 / not reloaded, the old content stays in force", file=sys.stderr
        )
        return 1
    return technician.tell_running(settings, signal.SIGHUP, "已更新 / reloaded")


def _voice_check(arguments: argparse.Namespace) -> int:
    from kiosk.doctor import pronunciation, voice_lacks

    settings = settings_of(arguments)
    for line in pronunciation(settings):
        print(line)
    lacks = voice_lacks(settings, now())
    for line in lacks:
        print(line)
    return 1 if lacks else 0


def _simulate(arguments: argparse.Namespace) -> int:
    from kiosk.simulation.command import simulate

    return simulate(arguments, settings_of(arguments))


def _pad(arguments: argparse.Namespace) -> int:
    from kiosk.app import Content, open_hall, pad_sheets
    from kiosk.operations.pad import print_pad

    settings = settings_of(arguments)
    content, file = Content(settings), arguments.pdf
    if file:
        file.touch()  # nobody gets numbers that cannot be written down
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
