"""Paper at TCP port 9100: what comes out is what was meant, and nothing is lost while the printer is away."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kiosk.app import Content, open_hall
from printer.document import from_json
from printer.encode.lines import Line, RuleLine, TextLine, lines_of
from tests.journeys.papers import Papers, printer_at
from tests.people import DESK, KIOSK, Citizen, Clerk, Open
from tests.servers import RAW_PORT, HallServer, serving, the_raw_port

pytestmark = pytest.mark.browser

COLUMNS = 48


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallServer]:
    """Serve a hall with one network printer, which is off."""
    with the_raw_port() as port:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
        with serving(tmp_path, printer_url=f"tcp://127.0.0.1:{port}") as server:
            yield server


def stored_texts(server: HallServer) -> list[str]:
    """Write the stored documents as plain lines, oldest first."""
    settings = server.chosen()
    store = open_hall(settings, Content(settings))
    with store.read() as reading:
        documents = [from_json(paper.document) for paper in reversed(reading.papers.recent(20))]
    store.close()
    return ["".join(written(one) for one in lines_of(document, COLUMNS)) for document in documents]


def written(line: Line) -> str:
    if isinstance(line, TextLine):
        return f"{' ' * line.pad}{line.text.rstrip()}\n"
    return "-" * COLUMNS + "\n" if isinstance(line, RuleLine) else ""


def test_ticket_and_list_come_out_as_they_were_meant(hall: HallServer, new_page: Open) -> None:
    papers = Papers()
    with printer_at(RAW_PORT, papers):
        citizen = Citizen(hall, new_page(KIOSK))
        number = citizen.take_drainage()
        expect(citizen.page.get_by_text("请取小票")).to_be_visible()
        citizen.choose_drainage()
        citizen.choose("还不齐，打印清单")
        ticket, checklist = papers.wait_for(2)

    assert number in ticket
    assert "材料清单" in checklist
    assert [ticket, checklist] == stored_texts(hall)
    for text in (ticket, checklist):
        assert "?" not in text
        assert "�" not in text


def test_a_printer_that_is_away_loses_no_ticket_and_stops_nobody(hall: HallServer, new_page: Open) -> None:
    papers, clerk = Papers(), Clerk(hall, new_page(DESK))
    clerk.open_window(5)
    citizen = Citizen(hall, new_page(KIOSK))
    first = citizen.take_drainage()

    expect(citizen.page.get_by_text("小票暂时打不出来")).to_be_visible(timeout=30_000)
    expect(citizen.page.locator(".number.hero")).to_have_text(first)
    expect(clerk.page.locator("#stuck")).to_contain_text(first)
    second = Citizen(hall, new_page(KIOSK)).take_drainage()
    clerk.press("Enter")
    clerk.expect_in_hand(first)

    with printer_at(RAW_PORT, papers):
        texts = papers.wait_for(2)
        expect(clerk.page.locator("#stuck")).to_be_empty(timeout=30_000)
    assert [number for text in texts for number in (first, second) if number in text] == [first, second]
    assert len(papers.texts) == 2


def test_the_desk_prints_a_ticket_again_and_says_so_on_paper(hall: HallServer, new_page: Open) -> None:
    papers, clerk = Papers(), Clerk(hall, new_page(DESK))
    with printer_at(RAW_PORT, papers):
        number = Citizen(hall, new_page(KIOSK)).take_drainage()
        papers.wait_for(1)
        clerk.open_window(5)
        clerk.page.fill("#number", number)
        clerk.page.locator("button[value=find]").click()
        clerk.page.locator("#ticket [data-do=reprint]").click()
        clerk.expect_said(f"{number} 正在补打（第 2 份）")
        _, again = papers.wait_for(2)

    assert number in again
    assert "补打" in again
