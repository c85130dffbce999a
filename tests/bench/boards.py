"""From the press of a clerk's key to a board in Chromium that paints it and rings, beside other boards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import Page, sync_playwright

from tests.bench.watchers import watching
from tests.display.diary import SOUNDING
from tests.servers import HallServer

CHROMIUM = "/usr/bin/chromium"
WARM = 3  # presses that are not counted: the page and the server meet this for the first time
PRESS_EVERY_S = 0.15  # people, not a burst
CHIME_S = 1.0
PATIENCE_MS = 15_000

# Painted is when the frame after the change has been handed over: the task after its callback.
SEE = """
  window.seen = {};
  document.addEventListener("DOMContentLoaded", () => {
    const newest = document.getElementById("newest");
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
      const now = performance.timeOrigin + performance.now();
      for (const number of newest.textContent.match(/[A-F]\\d{3,}/g) || []) {
        if (!(number in window.seen)) window.seen[number] = now;
      }
    }))).observe(newest, {subtree: true, childList: true});
  });
"""
# A call's first tone begins when its oscillator was told to begin, not when it was told.
HEAR = """
  window.heard = [];
  let last = "";
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    const now = performance.timeOrigin + performance.now();
    const call = document.body.dataset.saying;
    if (call !== last) window.heard.push(now + Math.max(0, when - this.context.currentTime) * 1000);
    last = call;
    return start.call(this, when);
  };
"""


def press_to_paint(server: HallServer, *, boards: int, presses: int) -> list[float]:
    """Return the seconds from sending each call to its paint, with so many boards connected in all."""
    times = []
    with watching(server.port, boards - 1), _board(server, "?audio=0", SEE) as page, server.api() as clerk:
        for _ in range(WARM + presses):
            pressed, number = _press(clerk)
            time.sleep(PRESS_EVERY_S)  # a question to the page would cost the frame that is measured
            times.append(_moment(page, f"window.seen[{number!r}]") - pressed)
    return times[WARM:]


def press_to_sound(server: HallServer, *, boards: int, presses: int) -> list[float]:
    """Return the seconds from sending each call to the first tone of the board that speaks."""
    times = []
    with watching(server.port, boards - 1), _board(server, "", HEAR) as page, server.api() as clerk:
        page.wait_for_selector("body[data-voice=speaks]", timeout=PATIENCE_MS)
        for n in range(WARM + presses):
            pressed, _ = _press(clerk)
            time.sleep(CHIME_S / 2)
            times.append(_moment(page, f"window.heard[{n}]") - pressed)
            page.wait_for_selector("body[data-saying='']", timeout=PATIENCE_MS)
    return times[WARM:]


def _press(clerk: httpx.Client) -> tuple[float, str]:
    """Give out a number and call it; returns when the call was sent, and the number."""
    clerk.post("/tickets", json={"services": ["B01"]}).raise_for_status()
    time.sleep(PRESS_EVERY_S)
    pressed = time.time()
    answer = clerk.post("/windows/2/calls", json={}).raise_for_status()
    return pressed, str(answer.json()["number"])


def _moment(page: Page, noted: str) -> float:
    """Wait until the page has noted a moment; returns it in seconds of the wall clock."""
    page.wait_for_function(f"() => {noted} !== undefined", timeout=PATIENCE_MS)
    return float(page.evaluate(noted)) / 1000


@contextmanager
def _board(server: HallServer, query: str, note: str) -> Iterator[Page]:
    """Open the board that is looked at, after all others; it may sound by itself, as on a wall."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", SOUNDING])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.add_init_script(note)
        with page.expect_websocket():
            page.goto(f"{server.url}/board{query}")
        yield page
        browser.close()
