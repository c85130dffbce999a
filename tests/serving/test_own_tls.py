"""A hall that proves itself with a certificate of the hall's own CA, made as docs/deploy/own-ca.md says."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import HallServer, serving
from tests.sizes.recipes import make_certificate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate and its CA's."""
    made = tmp_path_factory.mktemp("tls")
    make_certificate(made)
    return made


@pytest.fixture(scope="module")
def hall(folder: Path) -> Iterator[HallServer]:
    """A hall with it."""
    files = {"certificate_file": str(folder / "hall.crt"), "certificate_key_file": str(folder / "hall.key")}
    with serving(folder, **files) as server:
        yield server


def test_who_trusts_the_halls_ca_signs_in_and_stays_on_tls(hall: HallServer, folder: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(folder / "ca.crt"))

    with httpx.Client(base_url=hall.url, verify=trusting) as browser:
        page = browser.get("/desk/sign-in")

    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = page.headers.get_list("Set-Cookie")
    assert cookies
    assert all("Secure" in one for one in cookies)


def test_who_does_not_trust_it_or_speaks_plainly_gets_nothing(hall: HallServer) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{hall.url}/kiosk")
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://127.0.0.1:{hall.port}/kiosk")

    assert httpx.get(f"{hall.url}/healthz", verify=False).status_code == 200  # and the hall has not minded


def test_a_key_that_does_not_fit_is_said_in_words(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.key").write_text("no key", "ascii")
    files = {
        "certificate_file": str(folder / "hall.crt"),
        "certificate_key_file": str(tmp_path / "other.key"),
    }

    with pytest.raises(AssertionError, match="证书用不了"), serving(tmp_path, **files):
        pass
