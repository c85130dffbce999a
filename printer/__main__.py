"""`python -m printer`: paper alone, without the hall's program."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from printer.agent import Agent, Server
from printer.devices import status
from printer.devices.address import open_device
from printer.devices.errors import DeviceError
from printer.encode import escpos
from printer.profiles import UnknownProfile, profile_for
from printer.samples import SAMPLES
from printer.spool import Journal
from printer.virtual import VirtualPrinter, keeper
from printer.words import speaker

LOCALE = Path(__file__).parent / "locale"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it was done, 1 when it was refused in words."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(threadName)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        return int(arguments.run(arguments))
    except (DeviceError, UnknownProfile) as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m printer", description="一窗：纸质单据与打印代理")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    sample = commands.add_parser("sample", help="print a sample of a paper")
    sample.add_argument("paper", choices=sorted(SAMPLES))
    sample.add_argument("--to", required=True, metavar="URL", help="tcp://host:9100 or file:///dev/usb/lp0")
    sample.add_argument("--width", type=int, choices=(58, 80), default=80)
    sample.add_argument("--profile", default="")
    sample.add_argument("--language", choices=("zh", "en"), default="zh")
    sample.set_defaults(run=_sample)
    probe = commands.add_parser("probe", help="ask a printer how it is and whether it confirms")
    probe.add_argument("url")
    probe.set_defaults(run=_probe)
    agent = commands.add_parser("agent", help="print for a hall's server")
    agent.add_argument("--server", required=True, metavar="URL")
    agent.add_argument("--token", default=os.environ.get("YICHUANG_AGENT_TOKEN", ""))
    agent.add_argument("--journal", type=Path, default=Path("agent.db"))
    agent.set_defaults(run=_agent)
    virtual = commands.add_parser("virtual", help="a printer without paper: draws what it gets")
    virtual.add_argument("--port", type=int, default=9100)
    virtual.add_argument("--width", type=int, choices=(58, 80), default=80)
    virtual.add_argument("--out", type=Path, default=Path("papers"))
    virtual.set_defaults(run=_virtual)
    return parser


def _sample(arguments: argparse.Namespace) -> int:
    profile = profile_for(arguments.width, arguments.profile)
    document = SAMPLES[arguments.paper](speaker([LOCALE], arguments.language))
    with open_device(arguments.to) as device:
        device.write(escpos.encode(document, profile))
    print(f"已发送 / sent: {document.title} -> {arguments.to}")
    return 0


def _probe(arguments: argparse.Namespace) -> int:
    with open_device(arguments.url) as device:
        now = status.ask(device)
        print(f"状态 / status: {now.condition.value}")
        if now.condition is status.Condition.SILENT:
            print("打印机不回答，请用 silent 配置 / it does not answer: use a silent profile")
            return 0
        device.write(status.request_mark(1))
        done = status.confirmed(device, 1, 3.0)
        print(f"打印确认 / confirms papers (GS ( H): {'是 yes' if done else '否 no'}")
    return 0


def _agent(arguments: argparse.Namespace) -> int:
    if not arguments.token:
        print("缺少 --token / --token is missing (or YICHUANG_AGENT_TOKEN)", file=sys.stderr)
        return 2
    journal = Journal(arguments.journal)
    agent = Agent(Server(arguments.server, arguments.token), journal)
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: agent.stop())
    agent.run()
    journal.close()
    return 0


def _virtual(arguments: argparse.Namespace) -> int:
    received = keeper(arguments.out, arguments.width, lambda text: print(text, flush=True))
    with VirtualPrinter("127.0.0.1", arguments.port, received) as printer:
        print(f"tcp://127.0.0.1:{printer.port} -> {arguments.out}", flush=True)
        try:
            printer.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
