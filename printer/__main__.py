"""`python -m printer`: paper alone, without the hall's program."""

import argparse
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from printer import probe
from printer.agent import Agent
from printer.devices.address import open_device
from printer.devices.errors import DeviceError
from printer.encode import escpos
from printer.encode.pdf import pdf
from printer.pairing import kept_token
from printer.profiles import UnknownProfile, profile_for
from printer.samples import SAMPLES
from printer.server import HttpServer, NotLetIn
from printer.spool import Journal
from printer.virtual import ORDERS, UnknownOrder, VirtualPrinter, keeper
from printer.words import speaker

LOCALE = Path(__file__).parent / "locale"


class Json(logging.Formatter):
    """One JSON object a line, as the hall's own log is."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it was done, 1 when it was refused in words."""
    arguments = _parser().parse_args(argv)
    form = "%(asctime)s %(threadName)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, force=True)  # a library has begun one already
    if os.environ.get("YICHUANG_LOG") == "json":  # beside a hall whose log is written so
        logging.getLogger().handlers[0].setFormatter(Json())
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        return int(arguments.run(arguments))
    except (DeviceError, UnknownProfile) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (OSError, OverflowError) as error:
        print(
            f"文件、文件夹或端口用不了：{error} / a file, a folder or a port cannot be used: {error}",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m printer", description="一窗：纸质单据与打印代理")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    sample = commands.add_parser("sample", help="print a sample of a paper")
    sample.add_argument("paper", choices=sorted(SAMPLES))
    where = sample.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="URL", help="tcp://host:9100 or file:///dev/usb/lp0")
    where.add_argument("--pdf", type=Path, metavar="FILE", help="write it as PDF: A4, or A5 for the plate")
    sample.add_argument("--width", type=int, choices=(58, 80), default=80)
    sample.add_argument("--profile", default="")
    sample.add_argument("--language", choices=("zh", "en"), default="zh")
    sample.set_defaults(run=_sample)
    asking = commands.add_parser("probe", help="ask a printer what it can do, and print a ROM test line")
    asking.add_argument("url")
    asking.add_argument("--no-paper", action="store_true", help="only ask, print nothing")
    asking.set_defaults(run=_probe)
    agent = commands.add_parser("agent", help="print for a hall's server")
    agent.add_argument("--server", required=True, metavar="URL")
    agent.add_argument(
        "--token",
        default=os.environ.get("YICHUANG_AGENT_TOKEN", ""),
        help="without one a code is shown, which the hall's manager approves once",
    )
    agent.add_argument("--journal", type=Path, default=Path("agent.db"))
    agent.set_defaults(run=_agent)
    virtual = commands.add_parser("virtual", help="a printer without paper: draws what it gets")
    virtual.add_argument("--port", type=int, default=9100)
    virtual.add_argument("--width", type=int, choices=(58, 80), default=80)
    virtual.add_argument("--out", type=Path, default=Path("papers"))
    virtual.add_argument("--no-process-id", action="store_true", help="do not answer GS ( H, as most clones")
    virtual.set_defaults(run=_virtual)
    return parser


def _sample(arguments: argparse.Namespace) -> int:
    profile = profile_for(arguments.width, arguments.profile)
    document = SAMPLES[arguments.paper](speaker([LOCALE], arguments.language))
    if arguments.pdf:
        arguments.pdf.write_bytes(pdf(document))
        print(arguments.pdf)
        return 0
    with open_device(arguments.to) as device:
        device.write(escpos.encode(document, profile))
    print(f"已发送 / sent: {document.title} -> {arguments.to}")
    return 0


def _probe(arguments: argparse.Namespace) -> int:
    with open_device(arguments.url) as device:
        for found in probe.ask(device):
            print(f"{found.question:<20}{found.answer}")
        if not arguments.no_paper:
            device.write(probe.rom_test())
            print("字库测试条已发送：左右相同即有此字 / ROM test sent: alike on both sides means it is there")
    return 0


def _agent(arguments: argparse.Namespace) -> int:
    try:
        token = arguments.token or kept_token(
            arguments.server, arguments.journal.with_suffix(".token"), lambda line: print(line, flush=True)
        )
    except NotLetIn:
        print("大厅管理员没有允许 / the hall's manager did not let this machine in", file=sys.stderr)
        return 1
    journal = Journal(arguments.journal)
    agent = Agent(HttpServer(arguments.server, token), journal)
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: agent.stop())
    agent.run()
    journal.close()
    return 0


def _virtual(arguments: argparse.Namespace) -> int:
    received = keeper(arguments.out, arguments.width, lambda text: print(text, flush=True))
    with VirtualPrinter(
        "127.0.0.1", arguments.port, received, confirms=not arguments.no_process_id
    ) as printer:
        printer.start()
        print(f"tcp://127.0.0.1:{printer.port} -> {arguments.out}", flush=True)
        print(f"可用指令 / orders: {', '.join(ORDERS)}", flush=True)
        try:
            for words in sys.stdin:
                _ordered(printer, words)
            threading.Event().wait()  # no more orders: print on
        except KeyboardInterrupt:
            return 0
    return 0


def _ordered(printer: VirtualPrinter, words: str) -> None:
    try:
        printer.order(words)
        print(f"好 / done: {words.strip()}", flush=True)
    except UnknownOrder as refusal:
        print(refusal, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
