"""The people of the hall: each has a real Chromium page and does what a person does there."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.servers import HallServer

KIOSK, BOARD, DESK, PHONE = (1080, 1920), (1920, 1080), (1366, 768), (390, 844)
Open = Callable[[tuple[int, int]], Page]

# A scanner's keys, 5 ms apart as its cable brings them, however busy this machine is.
WEDGE = """(text) => {
  const target = document.activeElement || document.body;
  const CODES = { "-": "Minus", "_": "Minus", "/": "Slash", "?": "Slash", ".": "Period", ":": "Semicolon" };
  const codeOf = (sign) => /[a-z]/i.test(sign) ? "Key" + sign.toUpperCase()
    : /[0-9]/.test(sign) ? "Digit" + sign : CODES[sign];
  const start = performance.now();
  const press = (key, code, n) => {
    const shiftKey = key.length === 1 && /[A-Z_:?]/.test(key);
    const event = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: start + 5 * n });
    return target.dispatchEvent(event);
  };
  Array.from(text).forEach((sign, n) => {
    if (press(sign, codeOf(sign), n) && "value" in target) target.value += sign;
  });
  press("Enter", "Enter", text.length);
}"""


def scan(page: Page, text: str) -> None:
    """Hold a code before the scanner of a page's machine."""
    page.wait_for_load_state()  # it is heard once the page's script runs
    page.evaluate(WEDGE, text)


@pytest.fixture
def new_page(new_context: CreateContextCallback) -> Open:
    """Return what opens a page of a size for one person: nobody shares a cookie, and all leave at the end."""

    def open_page(size: tuple[int, int]) -> Page:
        return new_context(viewport={"width": size[0], "height": size[1]}).new_page()

    return open_page


@dataclass
class Citizen:
    """Somebody at the kiosk, with a phone in his pocket."""

    hall: HallServer
    page: Page

    def choose(self, *words: str) -> None:
        """Touch what is named so on each screen, one after the other."""
        for word in words:
            self.page.locator(".tile").filter(has_text=word).first.click()

    def choose_drainage(self) -> None:
        """Choose the drainage permit and answer its questions, up to the list of papers."""
        self.page.goto(f"{self.hall.url}/kiosk")
        self.choose("排水许可", "一般排水户", "不是", "本人")

    def take_drainage(self) -> str:
        """Take a number for a drainage permit with all papers at hand; returns the number."""
        self.choose_drainage()
        expect(self.page.locator(".paper label").nth(2)).to_be_visible()
        for box in self.page.locator(".paper label").all()[:3]:
            box.click()
        self.choose("齐了，取号", "取号")
        return self.number()

    def number(self) -> str:
        """Read the number on the kiosk's last screen."""
        shown = self.page.locator(".number.hero")
        expect(shown).to_have_text(re.compile(r"^[A-F]\d{3,}$"))
        return shown.inner_text()

    @property
    def token(self) -> str:
        """The secret of the phone page, as the QR would carry it."""
        return self.page.url.split("?")[0].rsplit("/", 1)[1]


@dataclass
class Clerk:
    """Somebody at a window."""

    hall: HallServer
    page: Page

    def sign_in(self, name: str) -> None:
        """Sign in with the sample password."""
        self.page.goto(f"{self.hall.url}/desk")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", self.hall.sign_ins[name])
        self.page.click("main button")

    def open_window(self, number: int) -> None:
        """Sign in as the clerk of a window and open it."""
        self.sign_in(f"window{number}")
        self.page.locator(f"button[name=window][value='{number}']").click()
        expect(self.page.locator("#waiting-title")).to_contain_text("等候本窗口")

    def press(self, key: str) -> None:
        """Press a key and wait for the desk to say what was done."""
        self.page.keyboard.press(key)

    def expect_in_hand(self, number: str) -> None:
        """Wait until the ticket is in hand."""
        expect(self.page.locator("#hand .big")).to_have_text(number)

    def expect_said(self, words: str) -> None:
        """Wait until the desk has said so."""
        expect(self.page.locator("#said")).to_contain_text(words)
