"""Signing in: who guesses waits longer each time, and nobody else; sign-ins end when they should."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.clock import now
from kiosk.hall.patience import FREE
from kiosk.operations import accounts, entry
from kiosk.operations.accounts import Role
from kiosk.web.parts import sign_in as signing
from kiosk.web.parts import turn
from tests.web import api_hall
from tests.web.api_hall import NINE, SampleHall
from tests.web.test_kiosk import key_of

hall = api_hall.hall
RIGHT, WRONG = "correct horse", "wrong horse 1"


def person(hall: SampleHall, name: str = "li", role: Role = Role.DESK) -> str:
    return accounts.add_user(hall.program.store, name=name, password=RIGHT, role=role, at=NINE).id


def sign_in(browser: FlaskClient, password: str = RIGHT, name: str = "li", **more: str) -> TestResponse:
    key = key_of(browser.get("/desk/sign-in"))
    return browser.post("/desk/sign-in", data={"csrf_token": key, "name": name, "password": password, **more})


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/desk/account").status_code == 200


def test_a_try_that_comes_too_soon_is_not_heard_and_costs_nothing(hall: SampleHall) -> None:
    person(hall)
    browser = hall.program.web.test_client()
    wrong = [sign_in(browser, WRONG).status_code for _ in range(FREE)]

    too_soon = sign_in(browser)

    assert wrong == [403] * FREE
    assert (too_soon.status_code, too_soon.headers["Retry-After"]) == (429, "2")
    assert "请等 2 秒" in too_soon.text
    hall.clock.later(2)
    assert sign_in(browser).status_code == 303


def test_a_stranger_keeps_nobody_from_his_own_desk(hall: SampleHall) -> None:
    person(hall)
    own, stranger = hall.program.web.test_client(), hall.program.web.test_client
    sign_in(own)
    own.post("/desk/sign-out", data={"csrf_token": key_of(own.get("/desk/account"))})

    tries = [sign_in(stranger(), WRONG).status_code for _ in range(FREE + 3)]  # a fresh cookie each time

    assert tries[-1] == 429
    assert sign_in(own).status_code == 303


def test_a_flood_of_strangers_keeps_nobody_waiting_who_has_signed_in_here_before(
    hall: SampleHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(hall)
    own, stranger = hall.program.web.test_client(), hall.program.web.test_client()
    sign_in(own)
    own.post("/desk/sign-out", data={"csrf_token": key_of(own.get("/desk/account"))})
    monkeypatch.setattr(turn, "WAIT_S", 0.0)

    with signing.LINES[False]:  # whose passwords are being checked all the time
        assert sign_in(stranger, name="nobody").status_code == 503
        assert sign_in(own).status_code == 303


def test_the_assistants_door_tells_nobody_that_a_clerk_s_password_is_right(hall: SampleHall) -> None:
    person(hall)
    told = []
    for password in (RIGHT, WRONG):
        stranger = hall.program.web.test_client()
        form = {"csrf_token": key_of(stranger.get("/assistant/sign-in")), "name": "li", "password": password}
        answer = stranger.post("/assistant/sign-in", data=form)
        told.append((answer.status_code, len(answer.text), "yichuang-machine" in str(answer.headers)))

    assert told[0] == told[1]
    assert told[0][2] is False


def test_an_unknown_name_is_answered_like_a_wrong_password(hall: SampleHall) -> None:
    person(hall)
    known = [sign_in(hall.program.web.test_client(), WRONG) for _ in range(FREE + 1)]
    unknown = [sign_in(hall.program.web.test_client(), WRONG, "nobody") for _ in range(FREE + 1)]

    assert [one.status_code for one in known] == [one.status_code for one in unknown]
    assert "用户名或密码不对" in known[0].text
    assert "用户名或密码不对" in unknown[0].text


def test_a_new_sign_in_has_a_new_secret_and_ends_the_old_one(hall: SampleHall) -> None:
    person(hall)
    browser, thief = hall.program.web.test_client(), hall.program.web.test_client()
    sign_in(browser)
    stolen = browser.get_cookie("yichuang")
    assert stolen
    thief.set_cookie("yichuang", stolen.value)
    assert is_in(thief)

    key = key_of(browser.get("/desk/account"))
    browser.post("/desk/sign-out", data={"csrf_token": key})

    assert not is_in(thief)
    assert not is_in(browser)


def test_a_sign_in_runs_out(hall: SampleHall) -> None:
    account, store = person(hall), hall.program.store
    lasting = entry.lasting_of(hall.program.settings)
    secret = entry.begin(store, account=account, at=NINE)

    def holds(after: timedelta) -> bool:
        found = entry.account_of(store, account=account, secret=secret, lasting=lasting, at=NINE + after)
        return found is not None

    assert holds(timedelta(minutes=59))
    assert holds(timedelta(minutes=118))  # each request counts
    assert not holds(timedelta(minutes=179))
    for hour in range(2, 12):
        assert holds(timedelta(hours=hour, minutes=50)) is (hour == 2)
    entry.forget_old(store, lasting=lasting, at=NINE + timedelta(hours=13))
    with store.read() as reading:
        assert not entry.is_in(reading, secret=secret, lasting=lasting, at=NINE)


def test_nobody_stays_in_for_longer_than_a_day_of_work(hall: SampleHall) -> None:
    account, store = person(hall), hall.program.store
    lasting = entry.lasting_of(hall.program.settings)
    secret = entry.begin(store, account=account, at=NINE)
    held = [
        entry.account_of(
            store, account=account, secret=secret, lasting=lasting, at=NINE + timedelta(minutes=m)
        )
        is not None
        for m in range(0, 13 * 60, 30)
    ]

    assert held == [True] * 24 + [False] * 2


def test_the_secret_is_good_for_its_own_account_only(hall: SampleHall) -> None:
    mine, other, store = person(hall), person(hall, "zhao"), hall.program.store
    lasting = entry.lasting_of(hall.program.settings)
    secret = entry.begin(store, account=mine, at=now())

    assert entry.account_of(store, account=other, secret=secret, lasting=lasting, at=now()) is None
    assert entry.account_of(store, account=mine, secret=secret + "x", lasting=lasting, at=now()) is None


def test_signing_out_everywhere_ends_every_sign_in(hall: SampleHall) -> None:
    person(hall)
    here, there = hall.program.web.test_client(), hall.program.web.test_client()
    sign_in(here)
    sign_in(there)

    here.post("/desk/account/sign-out", data={"csrf_token": key_of(here.get("/desk/account"))})

    assert not is_in(there)
    assert hall.kinds() == ["SignInsEnded"]


def test_a_new_password_ends_every_sign_in_with_the_old_one(hall: SampleHall) -> None:
    person(hall)
    here, there = hall.program.web.test_client(), hall.program.web.test_client()
    sign_in(here)
    sign_in(there)
    form = {"csrf_token": key_of(here.get("/desk/account")), "old": RIGHT, "new": "battery staple"}

    unlike = here.post("/desk/account/password", data={**form, "again": "battery stable"})
    wrong = here.post("/desk/account/password", data={**form, "old": WRONG, "again": "battery staple"})
    short = here.post("/desk/account/password", data={**form, "new": "short", "again": "short"})
    changed = here.post("/desk/account/password", data={**form, "again": "battery staple"})

    assert [unlike.status_code, wrong.status_code, short.status_code] == [422, 403, 422]
    assert changed.status_code == 303
    assert not is_in(there)
    assert sign_in(there).status_code == 403
    assert sign_in(there, "battery staple").status_code == 303
    assert hall.kinds() == ["PasswordChanged"]


def test_nobody_is_sent_to_another_site_after_signing_in(hall: SampleHall) -> None:
    person(hall)
    for wanted in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\/evil",
    ):
        came = sign_in(hall.program.web.test_client(), then=wanted)
        assert came.status_code == 303
        assert came.location == "/desk", wanted


def test_cookies_are_out_of_reach_of_scripts(hall: SampleHall) -> None:
    person(hall)

    cookies = sign_in(hall.program.web.test_client()).headers.getlist("Set-Cookie")

    assert len(cookies) == 2
    assert all("HttpOnly" in one and "SameSite=Lax" in one for one in cookies)
