"""A gentle end: who is inside is served to the end, who comes later finds the next process."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wsgi import ClosingIterator

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
STREAMS = "/socket.io/"  # open for hours: their clients come back by themselves
CLOSING = "yichuang.closing"  # in a request's environment: tells whether the hall is about to stop
LOOK_S = 0.02
QUIET_LOOKS = 10  # a request that was read but not begun yet is inside too


class Draining:
    """The hall's web application, whose requests under way can be waited for."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.inside = 0
        self.is_closing = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request; while the doors close, its connection closes with it."""
        if environ.get("PATH_INFO", "").startswith(STREAMS):
            return self._application(environ, start_response)
        self.inside += 1
        environ[CLOSING] = lambda: self.is_closing

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            last = [("Connection", "close")] if self.is_closing else []
            return start_response(status, [*headers, *last], *more)

        try:
            return ClosingIterator(self._application(environ, start), [self._leave])
        except BaseException:
            self._leave()
            raise

    def close(self, within_s: float) -> bool:
        """Wait until nobody is inside; false when the time was over first."""
        self.is_closing = True
        deadline, quiet = time.monotonic() + within_s, 0
        while time.monotonic() < deadline:
            quiet = 0 if self.inside else quiet + 1
            if quiet > QUIET_LOOKS:
                return True
            time.sleep(LOOK_S)
        return False

    def _leave(self) -> None:
        self.inside -= 1
