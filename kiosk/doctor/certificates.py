"""证书: until when it is good, for which names, and whether a phone trusts it."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import certifi
from cryptography import x509

from kiosk.config import Settings
from kiosk.doctor.findings import Finding, fault, warning, well

CERTIFICATE_DAYS = 21
ASKED_S = 5
RENEW = (
    "请续签证书（docs/deploy/own-ca.md），再 systemctl restart yichuang（或 reload nginx）",
    "renew it (docs/deploy/own-ca.md), then systemctl restart yichuang (or reload nginx)",
)
NOT_SEEN = (
    "请看 YICHUANG_CERTIFICATE_FILE 是不是 PEM 文件、yichuang 读不读得到，YICHUANG_PUBLIC_URL 从本机通不通",
    "see whether yichuang may read YICHUANG_CERTIFICATE_FILE (PEM) and YICHUANG_PUBLIC_URL is reached",
)
OTHER_NAMES = (
    "请把人们输入的每个名字写进证书的 subjectAltName，重新签发（docs/deploy/own-ca.md）",
    "make it anew with every name that people type in its subjectAltName (docs/deploy/own-ca.md)",
)
NOT_TRUSTED = (
    "手机只认公共机构为这个名字签发、连同中间证书（fullchain）一起给出的证书；大厅自己的 CA 不行",
    "a phone takes a public authority's only, for this name and with its chain (fullchain), not an own CA's",
)


def certificate(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look at the hall's own certificate, and at the one that phones are shown."""
    url = urlsplit(settings.public_url)
    if settings.certificate_file is not None:
        try:
            held = x509.load_pem_x509_certificate(settings.certificate_file.read_bytes())
        except (OSError, ValueError) as error:
            yield _unseen(error)
        else:
            yield _lasting(held, at)
            yield from _names(held, settings.hosts)
    if url.scheme != "https":
        return
    try:
        shown, distrust = _shown(url.hostname or "", url.port or 443)
    except (OSError, ValueError) as error:
        yield _unseen(error)
        return
    if settings.certificate_file is None:
        yield _lasting(shown, at)
    if distrust and shown.not_valid_after_utc > at:
        yield warning(
            f"手机不信任 {settings.public_url} 的证书：{distrust}",
            f"phones do not trust the certificate of {settings.public_url}: {distrust}",
            NOT_TRUSTED,
        )


def whoever_it_is() -> ssl.SSLContext:
    """Speak TLS with a server whatever it proves itself with."""
    any_one = ssl.create_default_context()
    any_one.check_hostname, any_one.verify_mode = False, ssl.CERT_NONE
    return any_one


def _lasting(held: x509.Certificate, at: datetime) -> Finding:
    ends = held.not_valid_after_utc
    days = (ends - at).days
    if ends <= at:
        return fault(f"证书 {ends:%Y-%m-%d} 已过期", f"the certificate ended {ends:%Y-%m-%d}", RENEW)
    if days < CERTIFICATE_DAYS:
        return warning(f"证书还有 {days} 天过期", f"the certificate ends in {days} days", RENEW)
    return well(f"证书到 {ends:%Y-%m-%d}", f"the certificate is good until {ends:%Y-%m-%d}")


def _names(held: x509.Certificate, hosts: str) -> Iterator[Finding]:
    """Hold the names that the hall says it is reached by to those in its certificate."""
    try:
        good = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        known = {name.lower() for name in good.get_values_for_type(x509.DNSName)}
        known |= {str(address) for address in good.get_values_for_type(x509.IPAddress)}
    except x509.ExtensionNotFound:
        known = set()
    for name in filter(None, (one.strip().lower() for one in hosts.split(","))):
        if not {name, f"*.{name.partition('.')[2]}"} & known:
            yield warning(
                f"证书里没有 {name}（YICHUANG_HOSTS），浏览器会警告",
                f"the certificate is not for {name} (YICHUANG_HOSTS): browsers warn of it",
                OTHER_NAMES,
            )


def _unseen(error: Exception) -> Finding:
    return warning(f"看不到证书：{error}", f"the certificate cannot be seen: {error}", NOT_SEEN)


def _shown(host: str, port: int) -> tuple[x509.Certificate, str]:
    """Take the certificate that a server shows, valid or not, and say why a phone would not take it.

    A phone knows the authorities that browsers know, and not those that somebody told this machine of.
    """
    with (
        socket.create_connection((host, port), timeout=ASKED_S) as plain,
        whoever_it_is().wrap_socket(plain, server_hostname=host) as wrapped,
    ):
        held = x509.load_der_x509_certificate(wrapped.getpeercert(binary_form=True) or b"")
    try:
        with (
            socket.create_connection((host, port), timeout=ASKED_S) as plain,
            ssl.create_default_context(cafile=certifi.where()).wrap_socket(plain, server_hostname=host),
        ):
            return held, ""
    except ssl.SSLCertVerificationError as error:
        return held, error.verify_message
