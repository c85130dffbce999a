"""监听: where one process answers: the hall's address, with TLS or without, and the public entrance."""

import logging
import ssl
from socket import socket
from typing import Any

from gevent.pywsgi import WSGIServer

from kiosk.config import Settings, is_loopback
from kiosk.doorstep import HOME, OWN, PUBLIC, Doorstep
from kiosk.hall.errors import HallError
from kiosk.web.entrance import Application, Entrance
from kiosk.web.porter import Porter

HANDSHAKE_S = 10.0
LOOPBACK = "127.0.0.1"

log = logging.getLogger(__name__)


class BadCertificate(HallError):
    """The certificate or its key cannot be used."""

    zh = (
        "证书用不了：{0}。"
        "请核对 YICHUANG_CERTIFICATE_FILE 和 YICHUANG_CERTIFICATE_KEY_FILE（docs/deploy/own-ca.md）。"
    )
    en = (
        "The certificate cannot be used: {0}. "
        "See to YICHUANG_CERTIFICATE_FILE and YICHUANG_CERTIFICATE_KEY_FILE (docs/deploy/own-ca.md)."
    )


class TlsServer(WSGIServer):  # type: ignore[misc]  # gevent has no types
    """A server over TLS; who does not finish the greeting is hung up on."""

    def wrap_socket_and_handle(self, client_socket: Any, address: Any) -> Any:
        """Greet one client and answer him."""
        client_socket.settimeout(HANDSHAKE_S)
        try:
            wrapped = self.wrap_socket(client_socket, **self.ssl_args)
        except OSError:  # a port scan, or a browser that does not know the hall's CA: no fault of ours
            client_socket.close()
            return None
        wrapped.settimeout(None)
        try:
            return self.handle(wrapped, address)
        except ssl.SSLError:  # he went away in the middle of an answer
            return None
        finally:
            wrapped.close()


class Servers:
    """Every server of one process; `port` is the hall's own, `agent_url` where its print agent asks."""

    def __init__(self, settings: Settings, doorstep: Doorstep, application: Application) -> None:
        inside, tls = Entrance(application, settings), tls_context(settings)
        self._own = _server(doorstep.open(OWN, settings), inside, tls)
        self._all = [self._own]
        self._beside: WSGIServer | None = None
        if tls or not _is_at_home(settings.host):  # the agent of this machine asks by loopback, without TLS
            at_home = settings.model_copy(update={"host": LOOPBACK, "port": 0})
            self._beside = _server(doorstep.open(HOME, at_home), inside, None)
            self._all.append(self._beside)
        if settings.public_port is not None:
            public = settings.model_copy(update={"host": settings.public_host, "port": settings.public_port})
            entrance = Entrance(application, settings, is_public=True)
            self._all.append(_server(doorstep.open(PUBLIC, public), entrance, tls))

    @property
    def port(self) -> int:
        """The hall's own port."""
        return int(self._own.server_port)

    @property
    def agent_url(self) -> str:
        """Where the print agent of this machine asks."""
        return f"http://{LOOPBACK}:{(self._beside or self._own).server_port}"

    def start(self) -> None:
        """Begin to answer."""
        for server in self._all:
            server.start()

    def stop_accepting(self) -> None:
        """Take nobody in any more."""
        for server in self._all:
            server.stop_accepting()

    def close(self) -> None:
        """Let go of every listening socket."""
        for server in self._all:
            server.close()


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return what the hall proves itself with over TLS; None where it has no certificate of its own.

    Raises:
        BadCertificate: one of the files is missing or wrong, or they do not fit.
    """
    if not settings.has_tls:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    certificate, key = settings.certificate_file, settings.certificate_key_file
    try:
        context.load_cert_chain(str(certificate), str(key))
    except OSError as error:
        raise BadCertificate(str(error)) from None
    return context


def _is_at_home(host: str) -> bool:
    return is_loopback(host) or host in {"0.0.0.0", "::"}  # noqa: S104  not bound here


def _server(listener: socket, application: Application, tls: ssl.SSLContext | None) -> WSGIServer:
    if tls is None:
        return WSGIServer(listener, application, log=None, error_log=log, handler_class=Porter)
    return TlsServer(listener, application, log=None, error_log=log, handler_class=Porter, ssl_context=tls)
