"""The web application of a hall: its pages, its defences and its answers, without a hall in it yet."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from kiosk.config import Settings
from kiosk.storage.seal import LEAST_KEY, NoWholeKey
from kiosk.web import (
    agents,
    api,
    enrol,
    entrance,
    errors,
    guarded,
    health,
    language,
    limits,
    observed,
    papers,
    signpost,
    squeezed,
)
from kiosk.web.assistant import pages as assistant
from kiosk.web.citizen import pages as citizen
from kiosk.web.clerk import pages as clerk
from kiosk.web.context import hall
from kiosk.web.inspector import pages as inspector
from kiosk.web.liaison import pages as liaison
from kiosk.web.manager import pages as manager
from kiosk.web.parts import sign_in
from kiosk.web.parts.told import purpose
from kiosk.web.phone import pages as phone

MAX_BODY = 64 * 1024  # bytes; the longest honest form is a tenth of it
LONGER = {
    "manager.voice.keep": 512 * 1024,  # a recording of five seconds
    "liaison.lists.read_back": 4 * 2**20,  # some thousand lines of the post's file
    "assistant.roster.take_in": 1024 * 1024,  # a roster of 5,000 lines
    "clerk.retirees.take_in": 1024 * 1024,
}
PAGES = (
    signpost.bp,
    enrol.bp,
    citizen.bp,
    clerk.bp,
    phone.bp,
    assistant.bp,
    manager.bp,
    liaison.bp,
    inspector.bp,
    papers.bp,
    agents.bp,
    health.bp,
    *api.blueprints,
)


def make(settings: Settings) -> Flask:
    """Make the application with every page of the hall; `context.install` gives it the hall itself."""
    app = Flask("kiosk.web", static_folder="static", static_url_path="/assets", template_folder="templates")
    app.config.update(
        SECRET_KEY=hall_key(settings),
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_NAME="yichuang",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        WTF_CSRF_TIME_LIMIT=None,  # a kiosk's page may stand open for days
        WTF_CSRF_CHECK_DEFAULT=False,  # decided per request: a bearer token needs none
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    csrf = CSRFProtect(app)
    entrance.install(app, errors.refusal)
    app.before_request(_make_room)
    app.before_request(lambda: _protect(csrf))
    guarded.install(app)
    squeezed.install(app)
    observed.install(app)
    app.context_processor(_words)
    errors.install(app)
    limits.install(app)
    sign_in.install(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    return app


def hall_key(settings: Settings) -> bytes:
    """Return the hall's one key: it signs sessions and seals personal data, each by a key derived from it."""
    return key_in(settings.key_path)


def outlet_key(settings: Settings) -> bytes:
    """Return the key that the hall shares with its gateway."""
    return key_in(settings.outlet_key_path)


def key_in(path: Path) -> bytes:
    """Return the key that a file holds; made at the first use, readable by this account only.

    Raises:
        NoWholeKey: what the file holds is too short to be a key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_secret(path, secrets.token_hex(32))
    key = path.read_bytes().strip()
    if len(key) < LEAST_KEY:
        raise NoWholeKey(str(path))
    return key


def write_secret(path: Path, text: str) -> None:
    """Write a file that only this account may read, whole or not at all; one that is there stays."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        unfinished.write_text(text, "utf-8")
        with suppress(FileExistsError):  # of processes that start at once, the first has written it
            os.link(unfinished, path)
    finally:
        unfinished.unlink()


def _make_room() -> None:
    """Let the few forms through that are longer than all others; the form's key is read after this."""
    if request.endpoint in LONGER:
        request.max_content_length = LONGER[request.endpoint]


def _protect(csrf: CSRFProtect) -> None:
    """Ask for the form's key wherever a browser's cookie alone could open a door."""
    scheme = request.headers.get("Authorization", "").partition(" ")[0]
    if request.method in {"GET", "HEAD", "OPTIONS"} or scheme.lower() == "bearer":
        return  # a browser sends a name and password by itself, for a proxy before us; a token never
    for_programs = request.path.startswith(("/api/", "/agent/"))
    if not for_programs or current_user.is_authenticated:
        csrf.protect()


def _words() -> dict[str, Any]:
    if "say" not in g:
        g.language = language.chosen()
        g.say = hall().say_in(g.language)
    return {"say": g.say, "language": g.language, "catalogue": hall().catalogue(), "purpose": purpose}
