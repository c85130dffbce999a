"""What the desk's browser tests share: citizens with numbers, and a look for scroll bars."""

from playwright.sync_api import Page

from tests.servers import HallServer


def take(hall: HallServer, *codes: str, needs: tuple[str, ...] = ()) -> list[str]:
    """Let citizens take numbers for these services; returns the numbers."""
    with hall.api("kiosk") as kiosk:
        wishes = [{"services": [code], "needs": list(needs)} for code in codes]
        return [kiosk.post("/tickets", json=wish).raise_for_status().json()["number"] for wish in wishes]


def no_scroll_bar(page: Page) -> bool:
    """Tell whether everything is in sight."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollHeight <= innerHeight"
            " && document.documentElement.scrollWidth <= innerWidth"
        )
    )
