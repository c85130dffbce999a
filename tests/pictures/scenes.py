"""Every screen of the hall by the name of its picture: its size, and how one comes to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import Page, WebSocketRoute, expect

from kiosk.hall.escalation_words import Trouble
from kiosk.operations import escalation, inspection, printers
from kiosk.operations.escalation import Complaint
from kiosk.operations.inspection import Found, Place
from kiosk.operations.voicing import Asking, say_next
from kiosk.web.parts.qr import svg
from tests.browser.kiosk_screens import ADDRESSES
from tests.pictures.hall import PASSWORD, OpenHall
from tests.pictures.morning import AT

STANDING, LYING, DESK, PHONE = (1080, 1920), (1920, 1080), (1366, 768), (390, 844)
TAKING = (
    "service=E05&answer.E05.kind=general&answer.E05.pretreat=no&answer.E05.agent=self&ticked=drainage-form"
)
ANY_TOKEN = "https://hall.example/t/k3bWvQ0Zp8sXy2LtRfNc5A"
Come = Callable[[Page, OpenHall], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its size, the hall it is of (see the fixture `halls`), the way to it."""

    size: tuple[int, int]
    come: Come
    hall: str = "sample"


def at(path: str) -> Come:
    """Open an address."""
    return lambda page, opened: page.goto(opened.url + path)


def looking(looks: str, come: Come) -> Come:
    """Stand before a kiosk that was touched to look so."""

    def touched(page: Page, opened: OpenHall) -> None:
        page.context.add_cookies([{"name": "looks", "value": looks, "url": opened.url}])
        come(page, opened)

    return touched


def signed_in(name: str, path: str, *, window: int = 0) -> Come:
    """Sign in, choose a window, and open an address."""

    def come(page: Page, opened: OpenHall) -> None:
        page.goto(f"{opened.url}/desk/sign-in")
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        if window:
            page.locator(f"button[name=window][value='{window}']").click()
        page.goto(opened.url + path)

    return come


def ticket(page: Page, opened: OpenHall) -> None:
    """Take a number; its QR is as large as any, for the secret in it is another one each time."""
    with at_another_time(opened, AT):
        page.goto(opened.url + ADDRESSES["offer"])
        page.locator("button[data-key='1']").click()
        expect(page.locator(".hero")).to_be_visible()
    page.locator(".qr svg").evaluate("(code, drawn) => { code.outerHTML = drawn; }", svg(ANY_TOKEN))


def phone(number: str) -> Come:
    """Open the phone page of somebody who is in the hall."""

    def come(page: Page, opened: OpenHall) -> None:
        with opened.hall.program.store.read() as reading:
            token = reading.tickets.by_number(AT.date(), number).token
        page.goto(f"{opened.url}/t/{token}")

    return come


def cut_off(page: Page, opened: OpenHall) -> None:
    """Look at a board that has heard nothing for fourteen seconds."""
    page.route_web_socket("**/socket.io/**", WebSocketRoute.close)
    page.route("**/socket.io/**", lambda route: route.abort())
    page.goto(f"{opened.url}/board?audio=0")
    page.clock.fast_forward(13_000)
    page.clock.run_for(1_000)
    expect(page.locator("#link")).to_be_visible()


def ill_printers(page: Page, opened: OpenHall) -> None:
    """Look at the printers while one of them has no paper."""
    for name, state in (("kiosk-1", "paper_out"), ("desk-1", "ready")):
        printers.note(opened.hall.program.store, printer=name, condition=state, at=AT)
    signed_in("主任", "/manage/printers")(page, opened)


def heard(page: Page, opened: OpenHall) -> None:
    """Look at the voice while a board with a Chinese voice speaks."""
    store, now = opened.hall.program.store, opened.hall.clock()
    say_next(store, asking=Asking("", "one", "等候区大屏", voice="Microsoft Xiaoxiao"), at=now)
    signed_in("主任", "/manage/voice")(page, opened)


def told(page: Page, opened: OpenHall) -> None:
    """Look at what could not be done, when somebody has just said so."""
    said = Complaint(Trouble.LATE, "说五天办好，一个月了还没有消息", service="E05", phone="13800002046")
    store = opened.hall.program.store
    escalation.register(store, complaint=said, window=5, place="window 5", by="王莉", at=AT)
    signed_in("主任", "/manage/problems")(page, opened)


def inspected(page: Page, opened: OpenHall) -> None:
    """Look at an inspector's round: one place is late, one waits, one has passed."""
    store, shops = opened.hall.program.store, ("样例小吃店", "样例洗车行", "样例面馆")
    late, fresh, passed = (
        inspection.register(
            store,
            service="E05",
            place=Place(name, f"样例路 {n} 号", "王小明", "13800002046"),
            by="主任",
            at=AT - timedelta(days=30),
        )
        for n, name in enumerate(shops, 1)
    )
    mend = Found({"kind": "general"}, demands="加装隔油池\n雨污分流", days=15)
    for one, found in ((late, mend), (passed, Found({"kind": "general"}))):
        inspection.visit(
            store,
            number=one.number,
            version=0,
            found=found,
            by="主任",
            place="window 5",
            at=AT - timedelta(days=20),
        )
    assert fresh.is_open
    signed_in("主任", "/inspector")(page, opened)


@contextmanager
def at_another_time(opened: OpenHall, when: datetime) -> Iterator[None]:
    """Let it be another time in the hall for a moment."""
    now, opened.hall.clock.at = opened.hall.clock.at, when
    yield
    opened.hall.clock.at = now


SCENES = {
    "signpost": Scene(DESK, at("/")),
    "kiosk-home": Scene(STANDING, at("/kiosk")),
    "kiosk-home-lying": Scene(LYING, at("/kiosk")),
    "kiosk-home-elder": Scene(STANDING, looking("elder", at("/kiosk"))),
    "kiosk-bundles": Scene(STANDING, at(ADDRESSES["bundles"])),
    "kiosk-question": Scene(STANDING, at(ADDRESSES["question"])),
    "kiosk-list": Scene(STANDING, at(ADDRESSES["list"])),
    "kiosk-list-contrast": Scene(STANDING, looking("contrast", at(ADDRESSES["list"]))),
    "kiosk-offer": Scene(STANDING, at(ADDRESSES["offer"])),
    "kiosk-ticket": Scene(STANDING, ticket, "phones"),
    "kiosk-problem": Scene(STANDING, at(ADDRESSES["problem"])),
    "board": Scene(LYING, at("/board?audio=0")),
    "board-standing": Scene(STANDING, at("/board?audio=0")),
    "board-elder": Scene(LYING, at("/board?audio=0&size=elder")),
    "board-zone": Scene(LYING, at("/board?audio=0&zone=east"), "own"),
    "board-stale": Scene(LYING, cut_off),
    "board-closed": Scene(LYING, at("/board?audio=0"), "early"),
    "window-called": Scene(LYING, at("/board/window/1")),
    "window-serving": Scene(LYING, at("/board/window/5")),
    "window-paused": Scene(LYING, at("/board/window/2")),
    "desk": Scene(DESK, signed_in("王莉", "/desk", window=5)),
    "desk-guide": Scene(DESK, signed_in("导办", f"/desk/take?{TAKING}")),
    "desk-problems": Scene(DESK, signed_in("王莉", "/desk/problems", window=5)),
    "desk-sign-in": Scene(DESK, at("/desk/sign-in")),
    "phone-waiting": Scene(PHONE, phone("E004")),
    "phone-called": Scene(PHONE, phone("A003")),
    "inspector": Scene(PHONE, inspected, "own"),
    "manage": Scene(DESK, signed_in("主任", "/manage")),
    "manage-problems": Scene(DESK, told),
    "manage-printers": Scene(DESK, ill_printers, "own"),
    "manage-voice": Scene(DESK, heard),
    "paper": Scene(DESK, at("/paper"), "own"),  # its tickets carry no code, which would differ each time
}
