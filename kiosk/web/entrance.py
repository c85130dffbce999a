"""大门: by which entrance a request came, who brought it, and what is answered there."""

from collections.abc import Callable, Iterable
from posixpath import normpath
from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_socketio import SocketIO
from werkzeug.exceptions import NotFound
from werkzeug.wsgi import get_host

from kiosk.config import Settings, is_address, is_loopback
from kiosk.hall.errors import HallError
from kiosk.hall.roles import Role
from kiosk.web import access, guarded
from kiosk.web.context import hall

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
CAME_PUBLIC = "yichuang.came_public"  # in a request's environment: it came by the public entrance

# What the public entrance answers; whatever is not named here is not there.
PUBLIC_PAGES = frozenset({"phone", "assistant"})
PUBLIC_ENDPOINTS = frozenset({"display.static", "health.healthz", "health.alive"})
PUBLIC_FILES = ("phone/", "assistant/", "problem.css")
PUBLIC_STREAMS = frozenset({"/phone"})

# What is answered without TLS: nobody types a password there. Whatever is not named here needs it.
PLAIN_PAGES = frozenset({"signpost", "enrol", "citizen", "phone", "agents", "health", "api", "display"})
SOCKETS = "/socket.io/"
UNKNOWN = "unknown"  # an asker of whom the proxy says something that is no address: not this machine
MACHINES = frozenset({Role.KIOSK, Role.BOARD, Role.AGENT})


class NeedsTls(HallError):
    """A page that asks for a sign-in was opened from another machine without TLS."""

    status = 403
    zh = (
        "这里要登录，但地址没有加密，同一网络里的人能看到口令。请打开 https:// 开头的地址；"
        "大厅还没有证书时，请技术人员按 docs/deploy/own-ca.md 装一张。"
    )
    en = (
        "This asks for a sign-in, but the address is not encrypted: others in this network could read the "
        "password. Please open the address that begins with https://; where the hall has no certificate "
        "yet, a technician makes one by docs/deploy/own-ca.md."
    )


class Entrance:
    """One way in to the hall's web application; it marks each request with who came and by which door."""

    def __init__(self, application: Application, settings: Settings, *, is_public: bool = False) -> None:
        self._application = application
        self._settings = settings
        self._is_public = is_public

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        environ[CAME_PUBLIC] = self._is_public
        if self._settings.trusted_proxy and is_loopback(environ.get("REMOTE_ADDR", "")):
            _believe_proxy(environ)
        if environ.get("PATH_INFO", "").startswith(SOCKETS):
            return self._to_sockets(environ, start_response)
        return self._application(environ, start_response)

    def _to_sockets(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Guard what Socket.IO answers itself, as every other answer."""
        host = get_host(environ)
        told = list(guarded.headers(host, self._settings).items())
        if not guarded.is_ours(host, self._settings):
            start_response("421 Misdirected Request", [*told, ("Content-Length", "0")])
            return []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, *told], *more)

        return self._application(environ, start)


class Sessions(SecureCookieSessionInterface):
    """Sign-ins that came over TLS are never sent without it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether the browser must keep the cookie to TLS."""
        return request.is_secure or super().get_cookie_secure(app)


def install(app: Flask, refuse: Callable[[HallError], ResponseReturnValue]) -> None:
    """Watch the entrances of an application; a page's own way to refuse would show its forms."""
    app.session_interface = Sessions()
    app.before_request(_keep_private)
    app.before_request(lambda: refuse(NeedsTls()) if _lacks_tls() else None)


def bar(sockets: SocketIO) -> None:
    """Keep every stream but the public ones from the public entrance; call it when all are laid."""
    for namespace, handlers in sockets.server.handlers.items():
        if namespace not in PUBLIC_STREAMS and "connect" in handlers:
            handlers["connect"] = _not_by_the_public_door(handlers["connect"])


def came_public() -> bool:
    """Tell whether the request came by the public entrance."""
    return bool(request.environ.get(CAME_PUBLIC))


def _not_by_the_public_door(greet: Callable[..., Any]) -> Callable[..., Any]:
    def connect(sid: str, environ: dict[str, Any], *more: Any) -> Any:
        return False if environ.get(CAME_PUBLIC) else greet(sid, environ, *more)

    return connect


def _believe_proxy(environ: dict[str, Any]) -> None:
    """Take from the proxy's last word who asks and whether he asked over TLS."""
    client = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if client:
        environ["REMOTE_ADDR"] = client if is_address(client) else UNKNOWN
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
    if scheme in {"http", "https"}:
        environ["wsgi.url_scheme"] = scheme


def _keep_private() -> None:
    if came_public() and not _is_public():
        raise NotFound


def _is_public() -> bool:
    if request.endpoint == "static":
        # As it is looked up: "phone/../clerk/desk.js" is a file of the clerks.
        return normpath(str((request.view_args or {})["filename"])).startswith(PUBLIC_FILES)
    return request.endpoint in PUBLIC_ENDPOINTS or _page() in PUBLIC_PAGES


def _lacks_tls() -> bool:
    """Tell whether somebody would type a password, or sends what a person has, where others may listen."""
    if request.is_secure or access.here() or hall().settings.plain_sign_in or request.endpoint is None:
        return False
    if request.endpoint != "static" and _page() not in PLAIN_PAGES:
        return True
    token = access.bearer() if _page() == "api" else None
    return token is not None and token.role not in MACHINES


def _page() -> str:
    """Name the pages by person that the request is for."""
    return (request.endpoint or "").split(".")[0]
