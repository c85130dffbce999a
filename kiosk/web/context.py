"""What the pages are given: the store, the clock, and what other packages do for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, current_app

from kiosk.clock import Clock
from kiosk.config import Settings
from kiosk.hall.catalogue import Catalogue
from kiosk.storage.store import Store

T = TypeVar("T")
EXTENSION = "yichuang"


class Say(Protocol):
    """Turns a Chinese sentence of ours into the reader's language and fills its values in."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the sentence."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything a route may use; `app.py` makes it once per process.

    `board` returns the board's snapshot as JSON, `picture` draws a stored document on paper of a width
    in mm as PNG, `sheets` writes one as PDF, `plate` the reminder that stands at a window, `say_in`
    speaks a language ("zh", "en"), `off_loop` runs slow work beside the event loop, `phone_url` is the
    phone page's address for a token when papers may carry it ("" when a phone could not open it).
    """

    store: Store
    clock: Clock
    settings: Settings
    board: Callable[[], Mapping[str, Any]]
    picture: Callable[[Mapping[str, Any], int], bytes]
    sheets: Callable[[Mapping[str, Any]], bytes]
    plate: Callable[[int, str], bytes]
    say_in: Callable[[str], Say]
    off_loop: Callable[[Callable[[], Any]], Any]
    phone_url: Callable[[str], str]

    def catalogue(self) -> Catalogue:
        """Return the catalogue in force now."""
        with self.store.read() as reading:
            return reading.catalogue(self.clock())

    def now(self) -> datetime:
        """Return the hall's time."""
        return self.clock()


def install(app: Flask, hall: Hall) -> None:
    """Give an application its hall."""
    app.extensions[EXTENSION] = hall


def hall() -> Hall:
    """Return the hall that the current request is about."""
    return cast(Hall, current_app.extensions[EXTENSION])
