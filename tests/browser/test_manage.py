"""The manager's pages, as a manager sees them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from printer.virtual import VirtualPrinter
from tests.accessibility import violations
from tests.people import DESK, KIOSK, Citizen, Clerk, Open
from tests.servers import serving

pytestmark = pytest.mark.browser


def test_the_pages_are_open_to_everybody_and_a_dead_printer_is_seen(tmp_path: Path, new_page: Open) -> None:
    with VirtualPrinter("127.0.0.1", 0, lambda _: None) as printer:
        printer.start()
        with serving(tmp_path, printer_url=f"tcp://127.0.0.1:{printer.port}") as hall:
            manager = Clerk(hall, new_page(DESK))
            manager.sign_in("manager")
            for language in ("zh", "en"):
                for address in ("/manage", "/manage/printers", "/manage/floor", "/manage/calls"):
                    manager.page.goto(f"{hall.url}{address}?lang={language}")
                    assert violations(manager.page) == []
                    wide = "document.documentElement.scrollWidth > innerWidth"
                    assert manager.page.evaluate(wide) is False

            printer.order("paper-out")
            Citizen(hall, new_page(KIOSK)).take_drainage()
            badge = manager.page.locator(".ledger .badge").first
            for _ in range(60):  # the page shows one moment, and the agent may still be starting
                manager.page.goto(f"{hall.url}/manage/printers?lang=zh")
                if badge.inner_text() == "缺纸":
                    break
                manager.page.wait_for_timeout(500)
            expect(badge).to_have_text("缺纸")
            clerk = Clerk(hall, new_page(DESK))
            clerk.open_window(5)
            sign = clerk.page.locator("#printers .is-unwell")
            expect(sign).to_have_text("hall 缺纸", use_inner_text=True)
            printer.order("near-end")
            expect(sign).to_have_count(0)
            expect(clerk.page.locator("#printers")).to_have_text("hall 纸快用完", use_inner_text=True)
        printer.shutdown()


def test_staff_hold_the_halls_name_and_type_the_pin(tmp_path: Path, new_page: Open) -> None:
    with serving(tmp_path) as hall:
        page = new_page(KIOSK)
        page.goto(f"{hall.url}/kiosk")
        name = page.locator(".band .hall").bounding_box()
        assert name
        page.mouse.move(name["x"] + 20, name["y"] + 10)
        page.mouse.down()
        page.wait_for_url("**/kiosk/staff", timeout=8000)
        page.mouse.up()
        for digit in hall.sign_ins["PIN"]:
            page.locator(f"[data-digit='{digit}']").click()
        page.locator(".pin-key.action").click()

        expect(page.get_by_text("没有接打印机")).to_be_visible()
        assert violations(page) == []
        page.get_by_text("完成").click()
        expect(page.get_by_text("您要办什么")).to_be_visible()
