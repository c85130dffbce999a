"""传话: a sentence that is kept nowhere reaches the screens of every process of the hall."""

import json
import logging
from collections.abc import Callable, Mapping
from secrets import token_hex
from threading import Event
from typing import Any

from kiosk.storage.store import Store

ANSWER_WITHIN_S = 1.5  # a process that shows it says so at once; a clerk waits for nobody longer
Show = Callable[[Any, str], int]  # to which window or phone, and what; returns how many screens here show it

log = logging.getLogger(__name__)


class Passing:
    """Shows on this process's screens what any process of the hall was asked to show."""

    def __init__(self, store: Store, shows: Mapping[str, Show]) -> None:
        self._store, self._shows = store, shows
        self._me = token_hex(8)
        self._asked: dict[str, Event] = {}
        store.on_words(self._hear)

    def show(self, kind: str, to: int | str, text: str) -> int:
        """Show a sentence wherever somebody waits for it; returns how many screens are known to show it."""
        shown, mark, answered = self._shows[kind](to, text), token_hex(8), Event()
        self._asked[mark] = answered
        try:
            has_others = self._say(mark=mark, kind=kind, to=to, text=text)
            if text and has_others and not shown and answered.wait(ANSWER_WITHIN_S):
                shown = 1
        finally:
            del self._asked[mark]
        return shown

    def _say(self, **words: int | str) -> bool:
        return self._store.say(json.dumps({"by": self._me, **words}))

    def _hear(self, words: str) -> None:
        try:
            said: dict[str, Any] = json.loads(words)
            if said["by"] == self._me:
                return
            if "kind" in said:
                if self._shows[said["kind"]](said["to"], said["text"]):
                    self._say(mark=said["mark"])
            elif asked := self._asked.get(said["mark"]):
                asked.set()
        except Exception:  # the process that listens hears the next one too
            log.exception("what another process said was not understood")
