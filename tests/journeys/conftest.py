"""A served hall and browsers for the journeys."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import Open, opener


@pytest.fixture
def new_page(browser: Browser, browser_context_args: dict[str, Any]) -> Open:
    """Return what opens a page of a size for one person."""
    return opener(browser, browser_context_args)
