"""Rate limits, by who asks and never by address: a whole hall may stand behind one."""

from datetime import timedelta

from flask import Flask, session
from flask_limiter import Limiter
from limits import RateLimitItemPerMinute

from kiosk.hall.errors import HallError
from kiosk.operations.pairing import LASTS, TooManyWaiting
from kiosk.operations.progress import UnknownProgress
from kiosk.web.access import ENROLLED
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker

WRONG_TOKENS = RateLimitItemPerMinute(60)  # of the whole process: a guesser has many addresses
TYPED_CODES = RateLimitItemPerMinute(15)  # of one manager
NEW_CODES = RateLimitItemPerMinute(20)  # of the whole process: a hall lets in some machines a year


class TooManyGuesses(HallError):
    """Too many phone pages were asked for that nobody has; whoever has one is not kept waiting by it."""

    status = 429
    retry = True
    zh = "没有这张号票的页面。请扫小票上的二维码，或过一分钟再试。"
    en = "There is no page for this ticket. Please scan the code on your paper, or try again in a minute."


def counted() -> str:
    """Name whose requests are counted together: a program's, a person's, or a kiosk's."""
    return asker() or f"kiosk {session.get(ENROLLED, '')}"


limiter = Limiter(counted, storage_uri="memory://", strategy="fixed-window")


def api_rate() -> str:
    """Return how often one program may ask the API."""
    return hall().settings.api_rate


def exempt() -> bool:
    """Tell whether nobody's name is known, so that there is nothing to count by."""
    return not asker()


def of_wrong_token(error: UnknownProgress) -> HallError:
    """Count a token that nobody has, and say what it is answered with.

    A token has 128 random bits and cannot be guessed; the budget keeps a flood of tries cheap. It is
    spent by wrong tokens alone, so that a right one is answered always.
    """
    return error if limiter.limiter.hit(WRONG_TOKENS, "wrong tokens") else TooManyGuesses()


def code_asked() -> None:
    """Count a machine that asks for a code to show.

    Raises:
        TooManyWaiting: somebody floods the hall with codes; a token can still be pasted.
    """
    if not limiter.limiter.hit(NEW_CODES, "new codes"):
        raise TooManyWaiting


def code_typed() -> None:
    """Count the codes that a manager types, so that none is found by trying.

    Raises:
        TooManyWaiting: he types more than anybody reads off screens.
    """
    if not limiter.limiter.hit(TYPED_CODES, counted()):
        raise TooManyWaiting


def code_lasts() -> timedelta:
    """Return how long a code holds, by the hall's clock, which may run fast over sample data."""
    return LASTS * hall().settings.clock_rate


def install(app: Flask) -> None:
    """Count the requests of an application."""
    limiter.init_app(app)
