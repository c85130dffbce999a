"""What every browser test shares: Debian's Chromium, quiet and Chinese."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from kiosk.operations import accounts, staff

# A short form of every property; `make prove ONLY=properties` takes many more examples of each.
# No deadline: speed is measured in make bench, never asserted here.
settings.register_profile("hall", deadline=None, max_examples=int(os.environ.get("YICHUANG_EXAMPLES", "40")))
settings.load_profile("hall")

pytest_plugins = ["tests.databases", "tests.servers", "tests.people"]
FONT_FLAGS = ("--font-render-hinting=none", "--force-color-profile=srgb", "--disable-lcd-text")


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> Iterator[None]:
    """Turn argon2's costs down in this process: thousands of passwords are made here, and none is guarded."""
    little = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        for room in (accounts, staff):
            patch.setattr(room, "_hasher", little)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of Debian's packages: nothing is downloaded."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("no Chromium on this machine; Debian: apt-get install chromium fonts-noto-cjk")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", *FONT_FLAGS],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as the hall's screens do; a test that needs motion asks for it."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }
