"""From the press of a clerk's key to the number painted on a board in Chromium, beside other boards."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests.servers import HallServer

# Painted is when the frame after the change has been handed over: the task after its callback.
WATCH = """() => {
  window.painted = {};
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    const now = performance.timeOrigin + performance.now();
    for (const number of document.getElementById("newest").textContent.match(/[A-F]\\d{3,}/g) || []) {
      if (!(number in window.painted)) window.painted[number] = now;
    }
  }))).observe(document.getElementById("newest"), {subtree: true, childList: true});
}"""
PRESS_EVERY_S = 0.15  # people, not a burst


def press_to_paint(server: HallServer, *, boards: int, presses: int) -> list[float]:
    """Return the seconds from sending each call to its paint, with so many boards connected in all."""
    manager = server.api("manager")
    times = []
    with sync_playwright() as playwright, _others(server, boards - 1):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{server.url}/board")
        page.wait_for_function("document.documentElement.dataset.link !== 'lost'")
        page.evaluate(WATCH)
        for n in range(presses):
            key = {"Idempotency-Key": f"paint-{n}"}
            manager.post("/tickets", json={"services": ["B01"]}, headers=key).raise_for_status()
            time.sleep(PRESS_EVERY_S)
            pressed = time.time() * 1000
            answer = manager.post("/windows/2/calls", json={}, headers={"Idempotency-Key": f"call-{n}"})
            number = answer.raise_for_status().json()["number"]
            time.sleep(PRESS_EVERY_S)
            page.wait_for_function("number => number in window.painted", arg=number, timeout=10_000)
            times.append((page.evaluate("number => window.painted[number]", number) - pressed) / 1000)
        browser.close()
    return times


@contextmanager
def _others(server: HallServer, count: int) -> Iterator[None]:
    wanted = json.dumps({"port": server.port, "count": count})
    command = [sys.executable, "-m", "tests.bench.watchers", wanted]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as watching:
        assert watching.stdin
        assert watching.stdout
        if watching.stdout.readline() != b"ready\n":
            raise SystemExit("the boards beside it could not connect")
        yield
        watching.stdin.close()
