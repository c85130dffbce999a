"""命令: `yichuang simulate`, from the first look at the hall to the exit status."""

import argparse
import asyncio
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from rich.console import Console

from kiosk.config import Settings
from kiosk.hall.errors import HallError
from kiosk.simulation import report
from kiosk.simulation.api import About, Api, Keys, Refused
from kiosk.simulation.figures import Day
from kiosk.simulation.people import plan
from kiosk.simulation.play import Play, beginning
from kiosk.simulation.progress import shown

SLOWEST_RATE = 10
BEFORE = timedelta(minutes=15)  # the hall closes its old day before the doors open
STOPPED_BY = (signal.SIGINT, signal.SIGTERM)
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
    try:
        return asyncio.run(_simulate(arguments, settings))
    except HallError as refusal:
        print(refusal, file=sys.stderr)
    except Refused as refused:
        print(NoEntry(str(refused)) if refused.status in {401, 403} else refused, file=sys.stderr)
    return NOT_RUN


async def _simulate(arguments: argparse.Namespace, settings: Settings) -> int:
    api = Api(arguments.url)
    try:
        about = await api.about()
        _must_be_playable(about)
        with _keys(arguments.token, settings) as api.keys:
            return await _play(api, about, arguments)
    finally:
        api.close()


async def _play(api: Api, about: About, arguments: argparse.Namespace) -> int:
    day, seed = Day(arguments.day), arguments.seed
    await api.windows()  # before anything is done: does the hall accept the tokens?
    visits = plan(seed, day, await api.offered(about))
    if arguments.hours:
        visits = tuple(one for one in visits if one.comes < timedelta(hours=arguments.hours))
    out = Console()
    report.head(out, about, seed=seed, day=day)
    begins = beginning(about)
    about = await api.put_clock_forward(begins - BEFORE)
    with shown(Console(stderr=True), expected=len(visits)) as show:
        record = await Play(api, about, seed=seed, stopping=_stopping(), show=show).run(visits, begins)
    report.tables(out, record, about)
    print(report.summary(record, seed=seed, day=day))
    if record.is_interrupted:
        return INTERRUPTED
    return CLEAN if record.is_clean else NOT_CLEAN


def _keys(token: str, settings: Settings) -> AbstractContextManager[Keys]:
    if token:
        return nullcontext(Keys(token, token, token))
    from kiosk.simulation.keys import borrowed  # the store and all above it only where tokens are made

    return borrowed(settings)


def _must_be_playable(about: About) -> None:
    if not about.sample:
        raise NotSample(about.name)
    if about.rate < SLOWEST_RATE:
        raise SlowClock(f"{about.rate:g}")


def _stopping() -> asyncio.Event:
    """Let the first Ctrl-C or TERM end the day in good order, and the second one at once."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        for number in STOPPED_BY:
            loop.remove_signal_handler(number)

    for number in STOPPED_BY:
        loop.add_signal_handler(number, stop)
    return stopping
