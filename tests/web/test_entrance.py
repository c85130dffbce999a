"""The two entrances, and who is asked for TLS: what is not named as open is shut."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

from kiosk.hall.roles import Role
from kiosk.web.entrance import Entrance
from tests.web.api_hall import SampleHall, open_hall

FAR = "192.0.2.77"
PUBLIC = ("/t/", "/assistant", "/healthz", "/static/")
SIGNED_IN = ("/desk", "/manage", "/paper", "/inspector", "/assistant")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleHall]:
    """A sample hall that only looks at who asks."""
    opened = open_hall(tmp_path_factory.mktemp("entrance"))
    yield opened
    opened.program.store.close()


def ask(
    hall: SampleHall,
    path: str,
    *,
    method: str = "GET",
    came_from: str = FAR,
    is_public: bool = False,
    **more: Any,
) -> TestResponse:
    """Ask at one of the entrances from some machine."""
    program = hall.program
    client = Client(Entrance(program.web, program.settings, is_public=is_public), TestResponse)
    environ = {"REMOTE_ADDR": came_from}
    return client.open(path, method=method, environ_overrides=environ, **more)


def some_path(rule: Rule) -> str:
    """Fill something into the places of an address."""
    words = {"screen": "kiosk", "step": "visit"}
    built = rule.build({name: words.get(name, "1") for name in rule.arguments})
    assert built is not None
    return str(built[1])


def test_every_page_that_is_not_for_phones_is_unknown_at_the_public_entrance(hall: SampleHall) -> None:
    answered = set()
    for rule in hall.program.web.url_map.iter_rules():
        path = some_path(rule)
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            said = ask(hall, path, method=method, is_public=True, base_url="https://127.0.0.1")
            if said.status_code != 404:
                answered.add(path)

    assert answered
    assert [path for path in answered if not path.startswith(PUBLIC)] == []


def test_only_the_files_of_those_pages_are_there(hall: SampleHall) -> None:
    said = {
        path: ask(hall, f"/assets/{path}", is_public=True).status_code
        for path in (
            "phone/phone.js",
            "assistant/assistant.css",
            "problem.css",
            "clerk/desk.js",
            "citizen/kiosk.js",
            "phone/../clerk/desk.js",
            "phone/%2e%2e/clerk/desk.js",
            "assistant/..%2fcitizen/kiosk.js",
        )
    }

    assert said == {
        "phone/phone.js": 200,
        "assistant/assistant.css": 200,
        "problem.css": 200,
        "clerk/desk.js": 404,
        "citizen/kiosk.js": 404,
        "phone/../clerk/desk.js": 404,
        "phone/%2e%2e/clerk/desk.js": 404,
        "assistant/..%2fcitizen/kiosk.js": 404,
    }


def test_an_unknown_address_at_the_public_entrance_shows_no_way_into_the_hall(hall: SampleHall) -> None:
    said = ask(hall, "/desk", is_public=True, headers={"Accept": "text/html"})

    assert "没有这个页面" in said.text
    assert 'href="/"' not in said.text


@pytest.mark.parametrize("path", SIGNED_IN)
def test_whoever_signs_in_from_another_machine_needs_tls(hall: SampleHall, path: str) -> None:
    plain = ask(hall, path)
    over_tls = ask(hall, path, base_url="https://127.0.0.1")
    at_home = ask(hall, path, came_from="127.0.0.1")

    assert (plain.status_code, "https://" in plain.text) == (403, True)
    assert {over_tls.status_code, at_home.status_code} <= {200, 302, 303, 401}


def test_no_page_that_asks_for_a_sign_in_is_forgotten(hall: SampleHall) -> None:
    """Of all pages that a stranger may open without TLS, none has a field for a password."""
    for rule in hall.program.web.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            assert 'name="password"' not in ask(hall, some_path(rule), follow_redirects=False).text, rule


@pytest.mark.parametrize("path", ["/", "/board", "/api/v1/services", "/healthz", "/kiosk/enrol"])
def test_kiosks_boards_and_citizens_are_served_without_tls(hall: SampleHall, path: str) -> None:
    assert ask(hall, path).status_code == 200


@pytest.mark.parametrize("role", [Role.DESK, Role.MANAGER, Role.DIRECTOR])
def test_a_token_that_can_do_what_a_person_can_needs_tls_too(hall: SampleHall, role: Role) -> None:
    headers = {"Authorization": f"Bearer {hall.tokens[role]}"}

    plain = ask(hall, "/api/v1/tickets", headers=headers)
    over_tls = ask(hall, "/api/v1/tickets", headers=headers, base_url="https://127.0.0.1")

    assert plain.status_code == 403
    assert plain.json is not None
    assert plain.json["type"] == "urn:yichuang:needs-tls"
    assert over_tls.status_code in {200, 403}
    assert over_tls.json is not None
    assert over_tls.json.get("type") != "urn:yichuang:needs-tls"


def test_a_kiosk_s_token_takes_numbers_without_tls(hall: SampleHall) -> None:
    headers = {"Authorization": f"Bearer {hall.tokens[Role.KIOSK]}"}

    said = ask(hall, "/api/v1/tickets", method="POST", headers=headers, json={"services": ["B01"]})

    assert said.status_code == 201


def test_a_closed_network_may_say_that_it_is_one(tmp_path: Path) -> None:
    closed = open_hall(tmp_path / "closed", plain_sign_in=True)

    said = ask(closed, "/desk/sign-in")

    closed.program.store.close()
    assert said.status_code == 200


def test_what_a_stranger_says_of_himself_is_not_believed(hall: SampleHall, tmp_path: Path) -> None:
    lies = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    trusting = open_hall(tmp_path / "trusting", trusted_proxy=True)

    no_proxy_here = ask(hall, "/desk/sign-in", came_from="127.0.0.1", headers=lies)
    past_the_proxy = ask(trusting, "/desk/sign-in", headers=lies)

    trusting.program.store.close()
    assert (no_proxy_here.status_code, past_the_proxy.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("asker", "scheme", "status"),
    [
        (FAR, "https", 200),
        (FAR, "http", 403),
        ("127.0.0.1", "http", 200),
        (f"127.0.0.1, {FAR}", "http", 403),  # the first was said by the stranger, the last by the proxy
        ("", "ftp", 200),  # a proxy that says nothing of use: this machine asks
        ("nonsense", "http", 403),
        (f"{FAR}:50123", "http", 403),  # as some proxies write it; he is no less far
    ],
)
def test_our_proxy_says_who_asks_and_how(tmp_path: Path, asker: str, scheme: str, status: int) -> None:
    trusting = open_hall(tmp_path / "data", trusted_proxy=True)
    said = {"X-Forwarded-For": asker, "X-Forwarded-Proto": scheme}

    answer = ask(trusting, "/desk/sign-in", came_from="127.0.0.1", headers=said)

    trusting.program.store.close()
    assert answer.status_code == status


def test_behind_our_proxy_a_stranger_is_no_kiosk(tmp_path: Path) -> None:
    trusting = open_hall(tmp_path / "data", trusted_proxy=True)
    headers = {"X-Forwarded-For": FAR, "X-Forwarded-Proto": "https"}

    said = ask(trusting, "/kiosk", came_from="127.0.0.1", headers=headers)

    trusting.program.store.close()
    assert said.status_code == 403
