"""Two halls in one database, with one key: the other does not know what the one has; see test_crossing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from kiosk.config import SAMPLE_HALL
from kiosk.hall.jobs import PaperState
from kiosk.hall.roles import Role
from kiosk.operations import accounts, printing
from kiosk.storage.schema import metadata
from tests.storage.together import together
from tests.web.api_hall import NINE, SampleHall, open_hall
from tests.web.test_manage import PASSWORD, PRINTERS, browser

pytestmark = pytest.mark.postgres


@pytest.fixture
def halls(tmp_path: Path, postgres_url: str) -> Iterator[tuple[SampleHall, SampleHall]]:
    """North and south, in one database; the same technician gave both the same key."""
    opened = []
    for name in ("north", "south"):
        content = tmp_path / name
        copytree(SAMPLE_HALL, content)
        words = (content / "hall.toml").read_text("utf-8").replace('id = "sample"', f'id = "{name}"', 1)
        (content / "hall.toml").write_text(words, "utf-8")
        with (content / "windows.toml").open("a", encoding="utf-8") as file:
            file.write(PRINTERS)
        (tmp_path / "key").write_text("one key for two halls", "ascii")
        opened.append(
            open_hall(
                tmp_path / f"{name}-data", hall=content, database_url=postgres_url, key_file=tmp_path / "key"
            )
        )
    yield opened[0], opened[1]
    for one in opened:
        one.program.store.close()


def test_every_table_has_the_hall_in_its_key() -> None:
    without = [
        table.name
        for table in metadata.sorted_tables
        if "hall_id" not in {one.name for one in table.primary_key}
    ]

    assert without == []


def test_a_token_of_one_hall_opens_nothing_in_the_other(halls: tuple[SampleHall, SampleHall]) -> None:
    north, south = halls
    for role in Role:
        headers = {"Authorization": f"Bearer {north.tokens[role]}"}
        client = south.program.web.test_client()
        for path in ("/api/v1/tickets", "/api/v1/events", "/agent/v1/printers", "/api/v1/board"):
            assert client.get(path, headers=headers).status_code == 401


def test_a_sign_in_of_one_hall_is_a_stranger_s_in_the_other(halls: tuple[SampleHall, SampleHall]) -> None:
    """The same key signs both cookies, and even the same person works in both."""
    north, south = halls
    for hall in halls:
        accounts.add_user(hall.program.store, name="wang", password=PASSWORD, role=Role.MANAGER, at=NINE)
    signed_in = browser(north.program, "wang")
    cookie = signed_in.get_cookie("yichuang")
    assert cookie is not None
    assert signed_in.get("/manage").status_code == 200

    stranger = south.program.web.test_client()
    stranger.set_cookie("yichuang", cookie.value)

    assert stranger.get("/manage").status_code in {302, 303, 401}


def test_numbers_events_and_boards_are_counted_apart(halls: tuple[SampleHall, SampleHall]) -> None:
    north, south = halls

    given = [hall.as_("kiosk").take("E01")["number"] for hall in (north, north, south)]

    assert given == ["E001", "E002", "E001"]
    assert (len(north.kinds()), len(south.kinds())) == (north.head, south.head)
    waiting: list[Any] = [hall.as_("board").get("/board").json["waiting"] for hall in halls]
    assert waiting[0] != waiting[1]


def test_a_socket_of_one_hall_shows_no_ticket_of_the_other(halls: tuple[SampleHall, SampleHall]) -> None:
    north, south = halls
    token = north.as_("kiosk").take("E01")["token"]

    def phone(hall: SampleHall) -> bool:
        sockets, web = hall.program.sockets, hall.program.web
        client = sockets.test_client(web, namespace="/phone", query_string=f"token={token}")
        return bool(client.is_connected("/phone"))

    assert (phone(north), phone(south)) == (True, False)


def test_agents_lease_the_papers_of_their_own_hall_each_once(halls: tuple[SampleHall, SampleHall]) -> None:
    north = halls[0]
    for hall in halls:
        for _ in range(6):
            hall.as_("kiosk").take("E01")
    asked = ("kiosk-1", "desk-1")

    def lease(hall: SampleHall, owner: str) -> list[str]:
        leased: list[str] = []
        while jobs := printing.lease(hall.program.store, printers_asked=asked, owner=owner, at=NINE):
            leased += [f"{hall is north} {job.id}" for job in jobs]
            for job in jobs:
                said = printing.Report(job.id, job.copy, job.lease, PaperState.SENT, "")
                printing.report(hall.program.store, said=said, owner=owner, at=NINE)
        return leased

    agents = [(hall, f"agent {n}") for hall in halls for n in range(2)]
    leased = together([partial(lease, hall, owner) for hall, owner in agents])

    assert [one for one in leased if isinstance(one, Exception)] == []
    papers = [paper for one in leased if not isinstance(one, Exception) for paper in one]
    assert len(papers) == len(set(papers)) == 12
