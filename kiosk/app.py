"""The composition root: one hall's store, pages, sockets and tail, put together and handed on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask
from flask_socketio import SocketIO

import printer.words
from display.board import Board, to_json
from display.feed import NAMESPACE, Feed
from display.pages import board_pages
from display.speech import Speech
from kiosk.clock import Clock
from kiosk.config import Settings, is_loopback, reaches_phones
from kiosk.hall.catalogue import Catalogue, Printer
from kiosk.loading import load
from kiosk.operations import recovery
from kiosk.outlet import Outlet
from kiosk.passing import Passing
from kiosk.reactions.board import board
from kiosk.reactions.following import Following
from kiosk.reactions.slips import pad_slips
from kiosk.reactions.voice import Voice
from kiosk.storage.sqlite import OffLoop
from kiosk.storage.store import Store, direct, open_store
from kiosk.tail import Tail
from kiosk.web import access, context, entrance, hearing, observed, site, wire
from kiosk.web.doors import Doors
from kiosk.web.live import Live
from printer.document import Document, from_json
from printer.papers import mail_reminder, masking, pad
from printer.papers.mail_reminder import MailReminder

TOP = Path(__file__).parent.parent
LANGUAGES = ("zh", "en")
WEB_WORDS = tuple(
    TOP / "kiosk" / "locale" / part
    for part in ("rules", "citizen", "clerk", "manager", "courier", "inspector", "assistant", "api")
)
PAPER_WORDS = (TOP / "printer" / "locale", TOP / "kiosk" / "locale" / "rules")
BOARD_WORDS = (TOP / "display" / "locale",)
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  not bound here: nobody can open such an address


class Content:
    """The hall's content in force: read once, swapped whole, never half."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._catalogue = self._read()
        self._days: dict[date, Catalogue] = {}

    def _read(self) -> Catalogue:
        catalogue = load(self._settings.hall)
        url = self._settings.printer_url
        if not url:
            return catalogue
        only = Printer("hall", url, self._settings.printer_width, self._settings.printer_profile)
        return replace(catalogue, hall=replace(catalogue.hall, printers=(only,)))

    def reload(self) -> Catalogue:
        """Swap in what the folder says now.

        Raises:
            ContentFaults: something in it is wrong; the old content stays in force.
        """
        self._catalogue, self._days = self._read(), {}
        return self._catalogue

    @property
    def newest(self) -> Catalogue:
        """The content as it was last read."""
        return self._catalogue

    def at(self, when: datetime) -> Catalogue:
        """Return what is in force on the local day of a moment."""
        day = when.astimezone(ZoneInfo(self._catalogue.hall.timezone)).date()
        if day not in self._days:
            self._days[day] = self._catalogue.in_force(day)
        return self._days[day]


@dataclass(frozen=True, slots=True)
class Program:
    """One process of one hall, ready to serve."""

    settings: Settings
    content: Content
    store: Store
    web: Flask
    sockets: SocketIO
    tail: Tail
    clock: Clock
    voice: Voice
    outlet: Outlet


def build(
    settings: Settings,
    *,
    clock: Clock,
    off_loop: OffLoop = direct,
    commit: OffLoop = direct,
    async_mode: str = "threading",
) -> Program:
    """Put the hall together, its database migrated, nothing served yet; a `commit` waits for no `off_loop`.

    Raises:
        ContentFaults: the hall's files are wrong; every fault is named.
        HallError: the database is in use, or was made by a newer version.
    """
    content = Content(settings)
    store = open_hall(settings, content, off_loop=commit, serving=True)
    recovery.go_on_if_restored(store, at=clock())
    web = site.make(settings)
    sockets = _sockets(web, async_mode)

    snapshot = partial(_board_now, store, clock)
    doors = Doors(sockets, store, settings)
    feed = Feed(sockets, snapshot, clock, partial(doors.let_in, NAMESPACE), doors.let_out)
    live = Live(sockets, store, clock, doors)
    spoken = speakers(BOARD_WORDS)
    voice = Voice(store, clock, settings.data / "voice", access.board_place, spoken["zh"])
    speech = Speech(sockets, voice, spoken.__getitem__, off_loop)
    write = _writing(Passing(store, {"window": feed.write, "phone": live.write}))
    _furnish(web, store, settings, content, clock, off_loop, snapshot, voice, write)
    web.register_blueprint(_boards(content, clock, snapshot, spoken.__getitem__, speech))
    entrance.bar(sockets)
    outlet = Outlet(store, clock, lambda: site.outlet_key(settings), off_loop)
    tail = Tail(
        store,
        (doors.look, feed.tell, live.tell, outlet.look),
        (lambda: feed.beat(_head(store)), live.beat, doors.look),
    )
    return Program(settings, content, store, web, sockets, tail, clock, voice, outlet)


def _board_now(store: Store, clock: Clock) -> Board:
    with store.read() as reading:
        return board(reading, clock())


def _head(store: Store) -> int:
    with store.read() as reading:
        return reading.events.head()


def _writing(passing: Passing) -> context.Writing:
    return context.Writing(partial(passing.show, "window"), partial(passing.show, "phone"))


def _sockets(web: Flask, async_mode: str) -> SocketIO:
    """Make the live sockets; the monitor sees how many this process holds."""
    sockets = SocketIO(web, async_mode=async_mode, ping_interval=10, ping_timeout=10, **hearing.BOUNDS)
    if async_mode == "gevent":
        wire.lay(sockets)
    rooms = sockets.server.manager.rooms
    for namespace in ("/board", "/desk", "/phone"):
        watchers = partial(lambda one: len(rooms.get(one, {}).get(None, {})), namespace)
        observed.sockets.labels(namespace).set_function(watchers)
    return sockets


def _boards(
    content: Content,
    clock: Clock,
    snapshot: Callable[[], Board],
    say_in: Callable[[str], printer.words.Say],
    speech: Speech,
) -> Blueprint:
    """Make the pages of the waiting room."""
    zone = ZoneInfo(content.newest.hall.timezone)
    return board_pages(
        snapshot,
        say_in,
        lambda: clock().astimezone(zone),
        speech.wav,
        lambda: content.newest.hall.elder_boards,
    )


def _furnish(
    web: Flask,
    store: Store,
    settings: Settings,
    content: Content,
    clock: Clock,
    off_loop: OffLoop,
    snapshot: Callable[[], Board],
    voice: Voice,
    write: context.Writing,
) -> None:
    """Hand the pages what they need from the store, the board and the paper."""
    say = speakers(WEB_WORDS)
    context.install(
        web,
        context.Hall(
            store=store,
            clock=clock,
            settings=settings,
            board=lambda: to_json(snapshot()),
            picture=lambda document, width: picture(from_json(document), width),
            sheets=lambda document: pdf(from_json(document)),
            plate=lambda window, language: plate(content.newest, window, language),
            pad=lambda queue, numbers: pad_sheets(content.newest, queue, numbers),
            say_in=say.__getitem__,
            off_loop=off_loop,
            phone_url=lambda token: phone_url(settings, content.newest, token),
            voice=voice,
            write=write,
            mask=context.Masks(masking.name, masking.phone, masking.address, masking.id_number),
        ),
    )


def speakers(folders: tuple[Path, ...]) -> dict[str, printer.words.Say]:
    """Speak each language with the words of some folders."""
    return {language: printer.words.speaker(folders, language) for language in LANGUAGES}


def picture(document: Document, width: int) -> bytes:
    """Draw a document as PNG, with the margins of real paper of a width in mm."""
    from printer.encode import raster  # here: what draws is loaded when somebody looks at a paper

    return raster.picture(document, width)


def pdf(document: Document) -> bytes:
    """Write a document as PDF."""
    from printer.encode import pdf as sheets  # here, as what draws

    return sheets.pdf(document)


def plate(catalogue: Catalogue, window: int, language: str) -> bytes:
    """Write the reminder plate of a window as a page of A5.

    Raises:
        UnknownWindow: the hall has no such window.
    """
    place = catalogue.window(window)
    name = f"{place.number} · {place.name.said(language)}"
    phone = place.phone or catalogue.hall.supervision_phone
    says = MailReminder(catalogue.hall.name.said(language), name, phone)
    return pdf(mail_reminder.lay_out(says, printer.words.speaker(PAPER_WORDS, language)))


def pad_sheets(catalogue: Catalogue, queue: str, numbers: range) -> bytes:
    """Write emergency numbers of a queue on sheets of A4, to be cut up.

    Raises:
        UnknownQueue: the hall has no such queue.
    """
    say = printer.words.speaker(PAPER_WORDS, "zh")
    return pdf(pad.lay_out_sheet(pad_slips(catalogue, queue, numbers, say), say))


def open_hall(
    settings: Settings,
    content: Content,
    *,
    off_loop: OffLoop = direct,
    serving: bool = False,
    hall: str = "",
) -> Store:
    """Open the hall's store alone, for serving or for a command beside a serving process.

    `hall` names another hall of the same database: only what needs neither its files nor its key is touched.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else's on this machine, as backups
    say = speakers(PAPER_WORDS)
    following = Following(say, lambda catalogue, token: phone_url(settings, catalogue, token))
    return open_store(
        settings.database,
        hall_id=hall or content.newest.hall.id,
        catalogue=content.at,
        react=following,
        off_loop=off_loop,
        serving=serving,
        key=b"" if hall else site.hall_key(settings),
    )


def phone_url(settings: Settings, catalogue: Catalogue, token: str) -> str:
    """Return the address of a ticket's phone page, or "" while no phone could open it.

    A loopback or private address goes on paper only when the hall says that phones share its network.
    """
    base = (settings.public_url or settings.address).rstrip("/")
    host = urlsplit(base).hostname or ""
    shared = catalogue.hall.phones_share_network and not is_loopback(host) and host not in ANY_ADDRESS
    return f"{base}/t/{token}" if shared or reaches_phones(base) else ""
