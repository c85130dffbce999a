"""From the press of a clerk's key to the number painted on a board in Chromium, beside other boards."""

import time

from playwright.sync_api import sync_playwright
from socketio import Client

from tests.servers import HallServer

WATCH = """() => {
  const shown = document.body;
  window.painted = {};
  new MutationObserver(() => {
    const text = shown.innerText;
    requestAnimationFrame(() => setTimeout(() => {
      const now = performance.timeOrigin + performance.now();
      for (const number of text.match(/[A-F]\\d{3,}/g) || []) {
        if (!(number in window.painted)) window.painted[number] = now;
      }
    }));
  }).observe(shown, {subtree: true, childList: true, characterData: true, attributes: true});
}"""


def press_to_paint(server: HallServer, *, boards: int, presses: int) -> list[float]:
    """Return the seconds from sending each call to its paint, with so many boards connected in all."""
    others = [_board(server) for _ in range(boards - 1)]
    manager = server.api("manager")
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{server.url}/board")
        page.wait_for_function("document.documentElement.dataset.link !== 'lost'")
        page.evaluate(WATCH)
        for n in range(presses):
            key = {"Idempotency-Key": f"paint-{n}"}
            manager.post("/tickets", json={"services": ["B01"]}, headers=key).raise_for_status()
            time.sleep(0.15)  # presses of people, not a burst
            pressed = time.time() * 1000
            answer = manager.post("/windows/2/calls", json={}, headers={"Idempotency-Key": f"call-{n}"})
            number = answer.raise_for_status().json()["number"]
            page.wait_for_function("number => number in window.painted", arg=number, timeout=10_000)
            times.append((page.evaluate("number => window.painted[number]", number) - pressed) / 1000)
        browser.close()
    for other in others:
        other.disconnect()
    return times


def _board(server: HallServer) -> Client:
    client = Client(reconnection=False)
    client.connect(server.url, namespaces=["/board"], transports=["websocket"], wait_timeout=20)
    return client
