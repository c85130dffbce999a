"""The kiosk's screens by name: how a visitor of the sample hall comes to each."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.glass import panels
from tests.servers import HallServer

DRAINAGE = "s=E05&a=E05.kind.key&a=E05.pretreat.yes&a=E05.agent.other"
ADDRESSES = {
    "home": "/kiosk",
    "one more thing": "/kiosk?s=C01&a=C01.residence.local",
    "more": "/kiosk/more",
    "bundles": "/kiosk/bundles",
    "queue list": "/kiosk/queues/B",
    "question": "/kiosk/visit?s=E05",
    "six answers": "/kiosk/visit?s=C01&s=D01&a=C01.residence.local",
    "two ways": "/kiosk/visit?s=B01",
    "list": f"/kiosk/visit?{DRAINAGE}",
    "offer": f"/kiosk/offer?{DRAINAGE}",
    "ask all the same": f"/kiosk/offer?missing=1&{DRAINAGE}",
    "no visit": "/kiosk/no-visit/B01",
    "problem": "/kiosk/visit?s=ZZZ",
    "staff PIN": "/kiosk/staff",
    "scan": "/kiosk/scan",
    "unread": "/kiosk/scan?foreign=1",
}
SHAPES = ("portrait", "landscape")
LOOKS = ("", "elder", "contrast", "low", "elder.contrast.low")


def take_ticket(page: Page, hall: HallServer) -> None:
    """Take a number for the drainage permit."""
    page.goto(hall.url + ADDRESSES["offer"])
    page.locator("button[data-key='1']").click()
    expect(page.locator(".hero")).to_be_visible()


def scan_waiting(page: Page, hall: HallServer) -> None:
    """Scan a ticket that waits."""
    page.goto(f"{hall.url}/kiosk/scan/{_given(hall, 'waits')['token']}")


def scan_missed(page: Page, hall: HallServer) -> None:
    """Scan a ticket that was called in vain."""
    ticket = _given(hall, "missed")
    with hall.api() as manager:
        if manager.get(f"/tickets/{ticket['token']}").json()["state"] == "waiting":
            calling = {"ticket": ticket["id"], "reason": "测试"}
            manager.post("/windows/6/calls", json=calling).raise_for_status()
            manager.post(f"/tickets/{ticket['id']}/miss").raise_for_status()
    page.goto(f"{hall.url}/kiosk/scan/{ticket['token']}")
    expect(page.locator("form .huge")).to_be_visible()


def _given(hall: HallServer, name: str) -> dict[str, str]:
    """Take one ticket of a name, once."""
    with hall.api("kiosk") as kiosk:
        taken = kiosk.post(
            "/tickets", json={"services": ["F01"]}, headers={"Idempotency-Key": name}
        ).raise_for_status()
    return dict(taken.json())


def offer_in_parts(page: Page, hall: HallServer) -> None:
    """Come for two windows' matters while the comprehensive window is busy."""
    with hall.api("kiosk") as kiosk:
        for n in range(4):
            key = {"Idempotency-Key": f"busy {n}"}
            kiosk.post("/tickets", json={"services": ["E05", "C01"]}, headers=key).raise_for_status()
    page.goto(f"{hall.url}/kiosk/offer?s=D02&s=B01")
    expect(page.locator("button[name=parts]")).to_be_visible()


def print_list(page: Page, hall: HallServer) -> None:
    """Print the list of the drainage permit instead."""
    page.goto(hall.url + ADDRESSES["list"])
    page.locator("button[data-key='2']").click()
    expect(page.locator("[data-paper]")).to_be_attached()


SCREENS: dict[str, Callable[[Page, HallServer], object]] = {
    **{
        name: lambda page, hall, address=address: page.goto(hall.url + address)  # type: ignore[misc]
        for name, address in ADDRESSES.items()
    },
    "ticket": take_ticket,
    "printed": print_list,
    "offer in parts": offer_in_parts,
    "scanned, waiting": scan_waiting,
    "scanned, missed": scan_missed,
}


def stand_before(page: Page, hall: HallServer, shape: str, looks: str = "", language: str = "zh") -> None:
    """Stand before a kiosk of a shape, with looks and language as they were touched."""
    panel = panels()[shape]
    page.set_viewport_size({"width": panel.width_px, "height": panel.height_px})
    page.context.clear_cookies()
    page.context.add_cookies(
        [
            {"name": "looks", "value": looks, "url": hall.url},
            {"name": "language", "value": language, "url": hall.url},
        ]
    )
