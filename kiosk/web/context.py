"""What the pages are given: the store, the clock, and what other packages do for them."""

from collections.abc import Callable, Mapping, Sequence
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


class Clip(Protocol):
    """One clip that a colleague records."""

    @property
    def name(self) -> str:
        """Its name in addresses and files."""

    @property
    def text(self) -> str:
        """The words to be said."""

    @property
    def position(self) -> str:
        """Where a digit stands in its number: "first", "middle" or "last"; "" for other clips."""

    @property
    def is_there(self) -> bool:
        """Whether it is recorded."""


class Label(Protocol):
    """A sentence in both languages."""

    @property
    def zh(self) -> str:
        """The Chinese."""

    @property
    def en(self) -> str:
        """The English."""


class Voice(Protocol):
    """What the pages know of the hall's voice."""

    def lacks(self) -> Sequence[Label]:
        """Say what the chosen voice lacks."""

    def sample(self) -> str:
        """Say a call as it would be read out."""

    def recordings(self) -> Sequence[Clip]:
        """List the clips that a colleague records, recorded or not."""

    def keep_recording(self, name: str, wav: bytes) -> Sequence[Label]:
        """Keep a clip; returns what is wrong with it, nothing when it was kept.

        Raises:
            UnknownRecording: no clip of this name is wanted.
        """

    def recording(self, name: str) -> bytes:
        """Return a clip as a WAV file.

        Raises:
            UnknownRecording: it is not there.
        """


@dataclass(frozen=True, slots=True)
class Writing:
    """Shows a clerk's sentence on a window's screens, or on the phone pages of a token; it is kept nowhere.

    Each returns how many screens are known to show it, whichever process of the hall they are connected to.
    """

    window: Callable[[int, str], int]
    phone: Callable[[str, str], int]


@dataclass(frozen=True, slots=True)
class Masks:
    """Hides of a name, a phone, an address or an identity number what a screen need not show."""

    name: Callable[[str], str]
    phone: Callable[[str], str]
    address: Callable[[str], str]
    id_number: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything a route may use; `app.py` makes it once per process.

    `board` returns the board's snapshot as JSON, `picture` draws a stored document on paper of a width
    in mm as PNG, `sheets` writes one as PDF, `plate` the reminder that stands at a window, `pad` a
    queue's emergency numbers, `say_in` speaks a language ("zh", "en"), `off_loop` runs slow work beside
    the event loop, `phone_url` is the phone page's address for a token when papers may carry it ("" when
    a phone could not open it), `mask` hides personal data from screens.
    """

    store: Store
    clock: Clock
    settings: Settings
    board: Callable[[], Mapping[str, Any]]
    picture: Callable[[Mapping[str, Any], int], bytes]
    sheets: Callable[[Mapping[str, Any]], bytes]
    plate: Callable[[int, str], bytes]
    pad: Callable[[str, range], bytes]
    say_in: Callable[[str], Say]
    off_loop: Callable[[Callable[[], Any]], Any]
    phone_url: Callable[[str], str]
    voice: Voice
    write: Writing
    mask: Masks

    def catalogue(self) -> Catalogue:
        """Return the catalogue in force now."""
        return self.store.catalogue(self.clock())

    def now(self) -> datetime:
        """Return the hall's time."""
        return self.clock()


def install(app: Flask, hall: Hall) -> None:
    """Give an application its hall."""
    app.extensions[EXTENSION] = hall


def hall() -> Hall:
    """Return the hall that the current request is about."""
    return cast(Hall, current_app.extensions[EXTENSION])
