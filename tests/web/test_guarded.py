"""Every answer tells the browser what to refuse, every form needs its key, no strange name is believed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter

from tests.web.api_hall import SampleHall, open_hall
from tests.web.test_kiosk import ELSEWHERE

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PLACES = {"int": "1", "default": "x", "path": "x", "any": "kiosk"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleHall]:
    """A sample hall that is only looked at."""
    opened = open_hall(tmp_path_factory.mktemp("hall") / "data")
    opened.program.web.config["WTF_CSRF_ENABLED"] = True
    yield opened
    opened.program.store.close()


def addresses(hall: SampleHall, method: str) -> list[str]:
    """Name an address of every route that takes a method."""
    found = []
    for rule in hall.program.web.url_map.iter_rules():
        if method in (rule.methods or ()):
            values: dict[str, Any] = {
                name: 1
                if "Integer" in type(kind).__name__
                else min(kind.items)
                if isinstance(kind, AnyConverter)
                else "x"
                for name, kind in rule._converters.items()
            }
            _, path = rule.build(values) or ("", "")
            found.append(path)
    return sorted(set(found))


def test_every_answer_guards_the_browser(hall: SampleHall) -> None:
    browser = hall.program.web.test_client()
    asked = [
        *addresses(hall, "GET"),
        "/nowhere",
        "/static/tokens.css",
        "/static/nothing.css",
        "/assets/scan.js",
    ]
    assert len(asked) > 80

    for path in asked:
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, path
        assert answer.headers["Referrer-Policy"] == "same-origin", path  # over TLS a form needs it
        assert "default-src 'self'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "camera=()" in answer.headers["Permissions-Policy"], path
        assert answer.status_code < 500, path


def test_a_stranger_sees_nothing_of_the_pages_behind_a_sign_in(hall: SampleHall) -> None:
    """Neither the page itself, nor the page around the words that refuse him."""
    browser = hall.program.web.test_client()
    behind = [
        path
        for path in addresses(hall, "GET")
        if path.startswith(("/desk", "/manage", "/liaison", "/courier", "/assistant"))
        and not path.endswith(("/sign-in", "/code"))
    ]
    assert len(behind) > 30

    for path in behind:
        answer = browser.get(path, environ_overrides=ELSEWHERE)
        assert answer.status_code in {302, 303, 401, 403, 404}, path
        assert "<form" not in answer.text, path
        assert "<table" not in answer.text, path


def test_no_page_has_a_script_or_style_in_it(hall: SampleHall) -> None:
    browser = hall.program.web.test_client()
    for path in addresses(hall, "GET"):
        page = browser.get(path)
        if page.mimetype == "text/html":
            assert "<style" not in page.text, path
            assert " style=" not in page.text, path
            assert " onclick=" not in page.text, path
            scripts = [part.split(">")[0] for part in page.text.split("<script")[1:]]
            assert all("src=" in one or "application/json" in one for one in scripts), path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_every_form_needs_its_key(hall: SampleHall, method: str) -> None:
    browser = hall.program.web.test_client()
    pages = [path for path in addresses(hall, method) if not path.startswith(("/api/", "/agent/"))]
    assert len(pages) > (100 if method == "POST" else -1)

    for path in pages:
        answer = browser.open(
            path, method=method, data={"press": "x"}, headers={"Accept": "application/json"}
        )
        assert (answer.status_code, answer.get_json()["type"]) == (400, "urn:yichuang:stale-page"), path


def test_a_password_for_the_proxy_before_us_is_no_key(hall: SampleHall) -> None:
    browser = hall.program.web.test_client()

    sent = browser.post(
        "/kiosk/tickets", headers={"Authorization": "Basic eDp5"}
    )  # as browsers do by themselves

    assert (sent.status_code, "页面已过期" in sent.text) == (400, True)


def test_a_signed_in_browser_cannot_be_made_to_call_the_api(hall: SampleHall) -> None:
    """A page of another site sends the cookie along; without the key nothing is done."""
    browser = hall.program.web.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = "x"

    assert all(browser.post(path, json={}).status_code in {400, 401} for path in ["/api/v1/tickets"])


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "a b", "x@127.0.0.1"]
)
def test_a_strange_name_of_this_machine_is_not_believed(hall: SampleHall, host: str) -> None:
    answer = hall.program.web.test_client().get("/kiosk", headers={"Host": host})

    assert answer.status_code in {400, 421}
    assert "evil" not in answer.text
    assert "evil" not in answer.headers.get("Content-Security-Policy", "").replace(f"//{host}", "")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "192.168.1.20", "hall.localhost:1"]
)
def test_an_address_is_believed(hall: SampleHall, host: str) -> None:
    assert hall.program.web.test_client().get("/kiosk", headers={"Host": host}).status_code == 200


def test_over_tls_the_browser_stays_with_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("tls")
    opened = open_hall(folder / "data", public_url="https://hall.example", hosts="inside.example")
    browser: FlaskClient = opened.program.web.test_client()

    answer = browser.get("/desk/sign-in", headers={"Host": "hall.example"})

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert all("Secure" in one for one in answer.headers.getlist("Set-Cookie"))
    assert answer.headers.getlist("Set-Cookie")
    assert browser.get("/healthz", headers={"Host": "inside.example"}).status_code == 200
    opened.program.store.close()


@pytest.mark.parametrize("folder", ["/static", "/assets"])
@pytest.mark.parametrize(
    "way",
    [
        "/../site.py",
        "/..%2f..%2fconfig.py",
        "/%2e%2e/%2e%2e/config.py",
        "/....//config.py",
        "//etc/passwd",
        "/..\\site.py",
    ],
)
def test_no_file_is_reached_beside_the_static_ones(hall: SampleHall, folder: str, way: str) -> None:
    assert hall.program.web.test_client().get(f"{folder}{way}").status_code in {301, 308, 404}


@pytest.mark.parametrize("path", ["/kiosk", "/kiosk/staff"])
def test_who_forwards_himself_is_not_taken_for_this_machine(hall: SampleHall, path: str) -> None:
    browser = hall.program.web.test_client()

    for forged in ({"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}):
        assert browser.get(path, headers=forged, environ_overrides=ELSEWHERE).status_code == 403
