"""What a board has said aloud, as its own page noted it: nothing is polled."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import BrowserType, Page

SOUNDING = "--autoplay-policy=no-user-gesture-required"
NOTE = """
  window.diary = [];
  const observe = (note) => new MutationObserver((changes) => changes.forEach(note));
  document.addEventListener("DOMContentLoaded", () => observe(() => {
    const now = performance.now(), id = Number(document.body.dataset.saying);
    if (id) window.diary.push({id, from: now, to: null});
    else if (window.diary.length) window.diary[window.diary.length - 1].to = now;
  }).observe(document.body, {attributes: true, attributeFilter: ["data-saying"]}));
"""


@dataclass(frozen=True)
class Entry:
    """One call that was said, with its begin and end in milliseconds of the page."""

    call: int
    begun: float
    ended: float | None


def diary(page: Page) -> list[Entry]:
    """Read what a page has said since it was loaded; two at once is a failure."""
    entries = [Entry(int(one["id"]), one["from"], one["to"]) for one in page.evaluate("window.diary")]
    for early, late in pairwise(entries):
        assert early.ended is not None, "two voices at once"
        assert early.ended <= late.begun, "two voices at once"
    return entries


def sounding(browser_type: BrowserType, launch: dict[str, Any], context: dict[str, Any]) -> Page:
    """Open a page of a browser started as the board's own is: it may sound by itself, and keeps a diary."""
    browser = browser_type.launch(**{**launch, "args": [*launch["args"], SOUNDING]})
    page = browser.new_page(**context)
    page.add_init_script(NOTE)
    return page
