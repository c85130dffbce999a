"""Rate limits, by who asks and never by address: a whole hall may stand behind one."""

from datetime import timedelta
from functools import lru_cache
from typing import cast

from flask import Flask, current_app, session
from limits import RateLimitItemPerMinute, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from kiosk.hall.errors import HallError
from kiosk.operations.pairing import LASTS, TooManyWaiting
from kiosk.operations.progress import UnknownProgress
from kiosk.web.access import ENROLLED
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker

WRONG_TOKENS = RateLimitItemPerMinute(60)  # of the whole process: a guesser has many addresses
TYPED_CODES = RateLimitItemPerMinute(15)  # of one manager
NEW_CODES = RateLimitItemPerMinute(20)  # of the whole process: a hall lets in some machines a year
EXTENSION = "yichuang-budgets"
_rate = lru_cache(maxsize=4)(parse)


class TooManyGuesses(HallError):
    """Too many phone pages were asked for that nobody has; whoever has one is not kept waiting by it."""

    status = 429
    retry = True
    zh = "没有这张号票的页面。请扫小票上的二维码，或过一分钟再试。"
    en = "There is no page for this ticket. Please scan the code on your paper, or try again in a minute."


def install(app: Flask) -> None:
    """Let an application count; each counts for itself."""
    app.extensions[EXTENSION] = FixedWindowRateLimiter(MemoryStorage())


def budgets() -> FixedWindowRateLimiter:
    """Return what this application counts by."""
    return cast(FixedWindowRateLimiter, current_app.extensions[EXTENSION])


def counted() -> str:
    """Name whose requests are counted together: a program's, a person's, or a kiosk's."""
    return asker() or f"kiosk {session.get(ENROLLED, '')}"


def api_asked() -> None:
    """Count a request of the API, so that no program keeps the hall busy alone.

    Raises:
        TooManyRequests: it asked more often than `Settings.api_rate` allows.
    """
    rate = _rate(hall().settings.api_rate)
    if not budgets().hit(rate, "api", counted()):
        raise TooManyRequests(retry_after=rate.get_expiry())


def of_wrong_token(error: UnknownProgress) -> HallError:
    """Count a token that nobody has, and say what it is answered with.

    A token has 128 random bits and cannot be guessed; the budget keeps a flood of tries cheap. It is
    spent by wrong tokens alone, so that a right one is answered always.
    """
    return error if budgets().hit(WRONG_TOKENS, "wrong tokens") else TooManyGuesses()


def code_asked() -> None:
    """Count a machine that asks for a code to show.

    Raises:
        TooManyWaiting: somebody floods the hall with codes; a token can still be pasted.
    """
    if not budgets().hit(NEW_CODES, "new codes"):
        raise TooManyWaiting


def code_typed() -> None:
    """Count the codes that a manager types, so that none is found by trying.

    Raises:
        TooManyWaiting: he types more than anybody reads off screens.
    """
    if not budgets().hit(TYPED_CODES, counted()):
        raise TooManyWaiting


def code_lasts() -> timedelta:
    """Return how long a code holds, by the hall's clock, which may run fast over sample data."""
    return LASTS * hall().settings.clock_rate
