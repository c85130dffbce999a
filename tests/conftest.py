"""What every browser test shares: Debian's Chromium, quiet and Chinese."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import BrowserContext
from pytest_playwright.pytest_playwright import CreateContextCallback
from werkzeug.routing import Rule

import kiosk.app
from kiosk.hall.catalogue import Catalogue
from kiosk.loading import load
from kiosk.operations import accounts, staff
from tests.policy import refusals
from tests.sizes.halls import LEFT_OUT, MANY, certificate

# A short form of every property; `make prove ONLY=properties` takes many more examples of each.
# No deadline: speed is measured in make bench, never asserted here.
settings.register_profile("hall", deadline=None, max_examples=int(os.environ.get("YICHUANG_EXAMPLES", "40")))
settings.load_profile("hall")

pytest_plugins = ["tests.databases", "tests.servers", "tests.people"]
FONT_FLAGS = ("--font-render-hinting=none", "--force-color-profile=srgb", "--disable-lcd-text")


def pytest_configure(config: pytest.Config) -> None:
    """Let every program that a test runs trust the CA of halls behind nginx, where they are the size."""
    if MANY and not config.option.collectonly:
        trusted = str(certificate() / "ca.crt")
        os.environ.update(
            dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE"), trusted)
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where halls have many processes, leave out what cannot be asked of them, with its reason."""
    for item in items if MANY else ():
        for mark in item.iter_markers("one_process"):
            item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}: {mark.args[0]}"))


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> Iterator[None]:
    """Turn argon2's costs down in this process: thousands of passwords are made here, and none is guarded."""
    little = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        for room in (accounts, staff):
            patch.setattr(room, "_hasher", little)
        yield


class KeptTemplates(BytecodeCache):
    """What Jinja made of each template, kept in this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _applications_cost_little() -> Iterator[None]:
    """Read and compile once in this process what is the same for every application that a test makes."""
    compiled, builders = Rule._compile_builder, dict[object, Any]()

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in builders:
            builders[key] = compiled(rule, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": KeptTemplates()})
        patch.setattr(kiosk.app, "load", loaded_once(load))
        yield


def loaded_once(load: Callable[[Path], Catalogue]) -> Callable[[Path], Catalogue]:
    """Read a folder of content once, and again when a file of it is another."""
    read = dict[object, Catalogue]()

    def load_once(folder: Path) -> Catalogue:
        files = ((path, path.stat()) for path in sorted(folder.rglob("*")))
        seen = tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in files)
        if seen not in read:
            read[seen] = load(folder)
        return read[seen]

    return load_once


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of Debian's packages, the one that draws for no screen: nothing is downloaded."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not chromium:
        pytest.fail("no Chromium here; Debian: apt-get install chromium-headless-shell fonts-noto-cjk")
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
        "ignore_https_errors": MANY,  # that the hall's own CA is enough is tried in tests/sizes
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def new_context(new_context: CreateContextCallback) -> Iterator[Callable[..., BrowserContext]]:
    """Let no page of a test ask for more than its content security policy allows, whoever is signed in."""
    heard = list[list[str]]()

    def open_context(**wishes: Any) -> BrowserContext:
        context = new_context(**wishes)
        heard.append(refusals(context))
        return context

    yield open_context
    assert [one for each in heard for one in each] == []
