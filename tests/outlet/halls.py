"""A small hall with an outlet, and a clock that the test moves."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.app import PAPER_WORDS, speakers
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor import Outlet as OutletRules
from kiosk.hall.ticket import Ticket
from kiosk.operations import calling, floor, intake, messages
from kiosk.operations.intake import Press, Visit
from kiosk.operations.messages import OutletNow
from kiosk.outlet import Outlet
from kiosk.reactions.following import Following
from kiosk.storage.store import Store, open_store
from kiosk.storage.windows import WindowState
from tests.hall.halls import CATALOGUE, HALL, NINE

KEY = b"the key that the hall and its gateway share"
FOLLOWING = Following(speakers(PAPER_WORDS), lambda _catalogue, _token: "")
NOBODY_THERE = "http://127.0.0.1:9/hall"


@dataclass
class Hall:
    """A small hall with an outlet, and a clock that the test moves."""

    database: str
    url: str
    people_ahead: int = 1
    at: datetime = NINE
    store: Store = field(init=False)
    outlet: Outlet = field(init=False)
    presses: int = 0

    def __post_init__(self) -> None:
        self.open()
        for window in range(1, 7):
            floor.set_window(
                self.store, window=window, state=WindowState.OPEN, reason="", clerk="", at=self.at
            )

    def open(self) -> None:
        """Start the hall's program on its data."""
        self.store = open_store(
            self.database, hall_id=HALL.id, catalogue=lambda _: self.catalogue, react=FOLLOWING
        )
        self.outlet = Outlet(self.store, lambda: self.at, lambda: KEY, timeout_s=0.5)

    def restart(self) -> None:
        """End it and start it again."""
        self.store.close()
        self.open()

    @property
    def catalogue(self) -> Catalogue:
        """The hall's files."""
        return replace(CATALOGUE, hall=replace(HALL, outlet=OutletRules(self.url, self.people_ahead)))

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)

    def take(self) -> Ticket:
        """Take a number for window 2."""
        self.presses += 1
        press = Press(f"press-{self.presses}", "")
        self.later(1)
        return intake.take_ticket(self.store, visit=Visit(("B01",)), press=press, at=self.at).ticket

    def call(self) -> Ticket:
        """Call whose turn it is to window 2."""
        self.later(1)
        called = calling.call_next(self.store, window=2, at=self.at)
        assert called
        return called

    def send(self) -> None:
        """Do what the outlet does all day."""
        self.outlet.look()
        self.outlet.send_due()

    def outlet_now(self) -> OutletNow:
        """How the outlet is."""
        found = messages.outlet_now(self.store, at=self.at)
        assert found
        return found
