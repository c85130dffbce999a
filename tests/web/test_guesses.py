"""Whoever guesses at phone pages is slowed down; whoever has one is not."""

from collections.abc import Iterator

import pytest

from kiosk.web.limits import WRONG_TOKENS, budgets
from kiosk.web.live import PHONE
from tests.web import api_hall
from tests.web.api_hall import SampleHall

hall = api_hall.hall


@pytest.fixture(autouse=True)
def fresh_budget(hall: SampleHall) -> Iterator[None]:
    """Leave the whole budget of wrong tokens to whoever comes next: the process keeps it."""
    with hall.program.web.app_context():
        budgets().storage.reset()
        yield
        budgets().storage.reset()


def test_a_flood_of_guesses_is_damped_and_right_tokens_are_always_answered(hall: SampleHall) -> None:
    stranger, owner = hall.program.web.test_client(), hall.program.web.test_client()
    token = hall.as_("kiosk").take("E05")["token"]

    answers = [stranger.get(f"/t/guess-{n}") for n in range(WRONG_TOKENS.amount + 40)]

    assert {answer.status_code for answer in answers[: WRONG_TOKENS.amount]} == {404}
    assert {answer.status_code for answer in answers[WRONG_TOKENS.amount :]} == {429}
    assert answers[-1].headers["Retry-After"] == "60"
    assert hall.as_("").get("/tickets/another-guess").status_code == 429
    assert owner.get(f"/t/{token}").status_code == 200
    assert hall.as_("").get(f"/tickets/{token}").status_code == 200


def test_wrong_tokens_at_the_socket_count_too(hall: SampleHall) -> None:
    sockets, web = hall.program.sockets, hall.program.web
    token = hall.as_("kiosk").take("E05")["token"]
    for n in range(WRONG_TOKENS.amount):
        refused = sockets.test_client(web, namespace=PHONE, query_string=f"token=guess-{n}")
        assert not refused.is_connected(PHONE)

    assert web.test_client().get("/t/guess").status_code == 429
    assert sockets.test_client(web, namespace=PHONE, query_string=f"token={token}").is_connected(PHONE)
