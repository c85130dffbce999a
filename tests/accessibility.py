"""What axe finds wrong with a page, by the rules of WCAG 2.2 A and AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}


def violations(page: Page) -> list[str]:
    """Name each broken rule and where."""
    page.wait_for_load_state()  # its words are there before its looks
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found]
