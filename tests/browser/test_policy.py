"""No page, whoever has signed in, asks the browser for more than its content security policy allows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from kiosk.config import Settings
from kiosk.web import site
from tests.people import DESK, Clerk, Open
from tests.policy import refusals
from tests.servers import HallServer

pytestmark = pytest.mark.browser
AREAS = ("/desk", "/manage", "/inspector", "/paper")


def pages(area: str, folder: Path) -> Iterator[str]:
    """Name the pages of an area of the site, those of a later version too."""
    for rule in site.make(Settings(data=folder)).url_map.iter_rules():
        is_page = "GET" in (rule.methods or ()) and not rule.arguments and "." not in rule.rule
        if is_page and rule.rule.startswith(area):
            yield rule.rule


def test_no_page_of_a_colleague_asks_for_more_than_its_policy_allows(
    shared_hall: HallServer, new_page: Open, tmp_path: Path
) -> None:
    page = new_page(DESK)
    Clerk(shared_hall, page).sign_in("manager")
    page.goto(f"{shared_hall.url}/desk/window")
    page.locator("button[name=window][value='5']").click()
    expect(page.locator("#waiting-title")).to_contain_text("等候本窗口")

    seen = [address for area in AREAS for address in pages(area, tmp_path)]
    for address in seen:
        answer = page.goto(shared_hall.url + address)
        assert answer
        assert answer.status == 200, address
        assert "no-store" in answer.headers["cache-control"], address
        assert answer.headers.get("server", "nginx") == "nginx"  # which version is told nobody

    assert len(seen) >= 28  # what the browser was refused fails every test: see tests/conftest.py


def test_what_a_page_is_refused_is_heard(
    shared_hall: HallServer, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    context = browser.new_context(**browser_context_args)
    heard, page = refusals(context), context.new_page()
    page.goto(shared_hall.url)
    assert heard == []

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    context.close()

    assert [any(what in one for one in heard) for what in ("inline style", "inline script", "connect")] == [
        True
    ] * 3
