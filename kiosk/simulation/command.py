"""命令: `yichuang simulate`, from the first look at the hall to the exit status."""

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from rich.console import Console

from kiosk.config import Settings
from kiosk.hall.errors import HallError
from kiosk.simulation import report
from kiosk.simulation.api import About, Api, Keys, Refused
from kiosk.simulation.figures import Day, figures
from kiosk.simulation.keys import borrowed
from kiosk.simulation.people import plan
from kiosk.simulation.play import Play, beginning
from kiosk.simulation.progress import shown
from kiosk.simulation.record import Record

SLOWEST_RATE = 10
CLEAN, NOT_CLEAN, NOT_RUN, INTERRUPTED = 0, 1, 2, 130


class NotSample(HallError):
    """The hall is somebody's own: nothing is played in it."""

    zh = "{0} 不是样例数据，没有模拟，什么也没写。请用样例大厅：yichuang serve --clock-rate 1000"
    en = (
        "{0} is not sample data: nothing was played or written. "
        "Please use the sample hall: yichuang serve --clock-rate 1000"
    )


class SlowClock(HallError):
    """The hall's clock runs too slowly for a whole day."""

    zh = "大厅的时钟是 {0} 倍，模拟一天要等太久。请这样启动大厅：yichuang serve --clock-rate 1000"
    en = (
        "The hall's clock runs at {0}x, too slowly for a day. "
        "Please start it so: yichuang serve --clock-rate 1000"
    )


class NoEntry(HallError):
    """The hall does not know the tokens."""

    zh = "大厅不认这个令牌（{0}）。请核对 --token，或让 --data 指向这个大厅的数据文件夹。"
    en = (
        "The hall does not accept the token ({0}). Check --token, or let --data name this hall's data folder."
    )


def simulate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Play a day; returns 0 when it was clean, 1 when not, 2 when it was refused, 130 when it was stopped."""
    api = Api(arguments.url)
    try:
        return _simulate(api, arguments, settings)
    except HallError as refusal:
        print(refusal, file=sys.stderr)
        return NOT_RUN
    except Refused as refused:
        print(NoEntry(refused) if refused.status in {401, 403} else refused, file=sys.stderr)
        return NOT_RUN
    finally:
        api.close()


def _simulate(api: Api, arguments: argparse.Namespace, settings: Settings) -> int:
    day, seed = Day(arguments.day), arguments.seed
    about = api.about()
    _must_be_playable(about)
    out, err = Console(), Console(stderr=True)
    with ExitStack() as stack:
        stopping = stack.enter_context(stopped_by_signal())
        api.keys = (
            stack.enter_context(borrowed(settings)) if not arguments.token else Keys(*[arguments.token] * 2)
        )
        api.windows()  # before anything is done: does the hall accept the tokens?
        visits = plan(seed, day, api.offered(about))
        if arguments.hours:
            visits = tuple(one for one in visits if one.comes < timedelta(hours=arguments.hours))
        report.head(out, about, seed=seed, day=day)
        begins = beginning(about, about.now(), figures(day).room)
        if not _waited(err, about, begins, stopping):
            return INTERRUPTED
        show = stack.enter_context(shown(err, expected=len(visits)))
        record = Play(api, about, seed=seed, stopping=stopping, show=show).run(visits, begins)
    report.tables(out, record)
    print(report.summary(record, seed=seed, day=day))
    return _status(record)


def _must_be_playable(about: About) -> None:
    if not about.sample:
        raise NotSample(about.name)
    if about.rate < SLOWEST_RATE:
        raise SlowClock(f"{about.rate:g}")


def _waited(err: Console, about: About, begins: datetime, stopping: threading.Event) -> bool:
    """Wait for the hall's morning; tells whether nobody stopped it."""
    left = about.until(begins)
    if left > 0:
        err.print(
            f"大厅现在 {about.now():%H:%M}，等到 {begins:%H:%M} 开始，约 {left:.0f} 秒 / "
            f"it is {about.now():%H:%M} in the hall; the day begins at {begins:%H:%M}, in {left:.0f} s",
            highlight=False,
        )
    return not stopping.wait(left)


def _status(record: Record) -> int:
    if record.is_interrupted:
        return INTERRUPTED
    return CLEAN if record.is_clean else NOT_CLEAN


@contextmanager
def stopped_by_signal() -> Iterator[threading.Event]:
    """Let the first Ctrl-C or TERM end the day in good order; the second one ends it at once."""
    stopping = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
