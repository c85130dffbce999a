"""Every screen as a mayor sees it, beside the picture that was kept of it; `make pictures` keeps new ones."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.pictures.hall import OpenHall, own_hall, sample_hall
from tests.pictures.kept import KEPT, difference, fault
from tests.pictures.scenes import SCENES
from tests.policy import refusals

pytestmark = pytest.mark.browser
ALL_KEPT_BYTES = 2_000_000


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, OpenHall]]:
    """The halls that the scenes are of."""
    folder = tmp_path_factory.mktemp("halls")
    phones = {"public_url": "https://hall.example", "printer_url": "tcp://192.0.2.10:9100"}
    with ExitStack() as stack:
        yield {
            "sample": stack.enter_context(sample_hall(folder / "sample")),
            "phones": stack.enter_context(sample_hall(folder / "phones", **phones)),
            "own": stack.enter_context(own_hall(folder / "own")),
            "early": stack.enter_context(own_hall(folder / "early", early=True)),
        }


@pytest.mark.parametrize("name", SCENES)
def test_a_screen_looks_as_it_looked(
    halls: dict[str, OpenHall], browser: Browser, browser_context_args: dict[str, Any], name: str
) -> None:
    assert fault(name, photograph(halls, browser, browser_context_args, name)) == ""


def photograph(
    halls: dict[str, OpenHall], browser: Browser, browser_context_args: dict[str, Any], name: str
) -> bytes:
    """Come to a scene with a browser whose clock stands as the hall's does, and take its picture."""
    scene = SCENES[name]
    opened, (width, height) = halls[scene.hall], scene.size
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": width, "height": height}})
    refused = refusals(context)
    page, now = context.new_page(), opened.hall.clock.at.timestamp()
    page.clock.install(time=now)
    page.clock.pause_at(now + 1)
    scene.come(page, opened)
    page.wait_for_load_state("networkidle")
    taken = page.screenshot(animations="disabled")
    context.close()
    assert refused == []
    return taken


def test_the_kept_pictures_are_those_of_the_scenes_and_small() -> None:
    sizes = {path.stem: path.stat().st_size for path in KEPT.glob("*.png")}

    assert set(sizes) == set(SCENES)
    assert sum(sizes.values()) < ALL_KEPT_BYTES


def test_a_word_that_changed_and_a_panel_that_moved_are_seen() -> None:
    screen = Image.open(KEPT / "board.png").convert("RGB")
    moved, worded, softened = screen.copy(), screen.copy(), screen.resize((959, 539)).resize(screen.size)
    moved.paste(screen.crop((600, 40, 954, 500)), (606, 40))
    title = screen.crop(
        (40, 10, 100, 34)
    )  # three characters of the hall's name, in the place of three others
    worded.paste(title, (120, 10))

    assert not difference(screen, moved).is_small
    assert not difference(screen, worded).is_small
    assert difference(screen, softened).is_small
