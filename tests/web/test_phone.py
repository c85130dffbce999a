"""The phone page as its owner uses it, with or without a script; and what a guesser gets."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.hall.ticket import Ticket, TicketState
from kiosk.operations import calling, desk, undoing
from tests.web import api_hall
from tests.web.api_hall import SampleHall, open_hall

hall = api_hall.hall

WEEK_S = 7 * 24 * 3600


class Phone:
    """A browser without a script on one ticket's page."""

    def __init__(self, hall: SampleHall, token: str) -> None:
        self.hall, self.token = hall, token
        self.browser: FlaskClient = hall.program.web.test_client()

    def open(self, query: str = "") -> TestResponse:
        return self.browser.get(f"/t/{self.token}{query}")

    def press(self, act: str, **fields: str | list[str]) -> TestResponse:
        """Press a button of the page as it is drawn now."""
        return self.send(act, self.hidden(), **fields)

    def hidden(self) -> dict[str, str]:
        """Read what the page's forms carry."""
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.open().text))

    def send(self, act: str, hidden: dict[str, str], **fields: str | list[str]) -> TestResponse:
        return self.browser.post(f"/t/{self.token}/{act}", data={**hidden, **fields}, follow_redirects=True)

    @property
    def ticket(self) -> Ticket:
        with self.hall.program.store.read() as reading:
            return reading.tickets.by_token(self.token)


@pytest.fixture
def phone(hall: SampleHall) -> Phone:
    """The page of the only one who waits, for a drainage permit."""
    return Phone(hall, hall.as_("kiosk").take("E05")["token"])


def take(hall: SampleHall, people: int) -> list[str]:
    """Let people take numbers for the same window, one after the other."""
    numbers = []
    for _ in range(people):
        hall.clock.later(1)
        numbers.append(hall.as_("kiosk").take("E01")["number"])
    return numbers


def miss(phone: Phone) -> None:
    """Call the ticket to window 5, in vain."""
    hall = phone.hall
    calling.call_ticket(hall.program.store, window=5, ticket=phone.ticket.id, at=hall.clock.at)
    calling.miss(hall.program.store, ticket=phone.ticket.id, window=5, at=hall.clock.at)


def test_the_clerk_sees_which_papers_the_citizen_has_ticked(phone: Phone) -> None:
    codes = re.findall(r'name="ticked" value="([^"]+)"', phone.open().text)

    page = phone.press("ticks", ticked=[codes[0], codes[1], "a-paper-of-another-list"])

    card = desk.card_now(phone.hall.program.store, ticket=phone.ticket.id, at=phone.hall.clock.at)
    assert set(phone.ticket.ticked) == {codes[0], codes[1]}
    assert card.ticked == 2
    assert len(re.findall(r'value="[^"]+" checked', page.text)) == 2
    assert phone.hall.kinds().count("PapersTicked") == 1


def test_the_same_ticks_again_are_no_event(phone: Phone) -> None:
    for _ in range(3):
        phone.press("ticks", ticked=[])

    assert "PapersTicked" not in phone.hall.kinds()


def test_a_call_taken_back_keeps_what_was_ticked_since(phone: Phone) -> None:
    codes = re.findall(r'name="ticked" value="([^"]+)"', phone.open().text)
    calling.call_next(phone.hall.program.store, window=5, at=phone.hall.clock.at)
    phone.press("ticks", ticked=[codes[0]])

    undoing.undo(phone.hall.program.store, ticket=phone.ticket.id, at=phone.hall.clock.at)

    assert (phone.ticket.state, phone.ticket.ticked) == (TicketState.WAITING, (codes[0],))


def test_papers_are_missing_until_all_are_ticked(hall: SampleHall) -> None:
    phone = Phone(hall, hall.as_("kiosk").take("F01", papers_missing=True)["token"])
    codes = re.findall(r'name="ticked" value="([^"]+)"', phone.open().text)
    missing = 'data-has="lacks_papers" hidden'
    assert missing not in phone.open().text

    page = phone.press("ticks", ticked=codes)

    card = desk.card_now(hall.program.store, ticket=phone.ticket.id, at=hall.clock.at)
    assert missing in page.text
    assert not card.papers_missing
    assert missing not in phone.press("ticks", ticked=[]).text


def test_nobody_is_asked_to_tick_papers_of_a_visit_that_is_over(phone: Phone) -> None:
    asked = 'id="brought" data-has="open" data-words'
    assert asked in phone.open().text

    assert asked not in phone.press("cancel").text


def test_ticks_of_a_visit_that_is_over_are_refused(phone: Phone) -> None:
    phone.press("cancel")

    page = phone.press("ticks", ticked=[])

    assert page.status_code == 409
    assert "已取消" in page.text


def test_three_people_go_before_who_comes_later(phone: Phone) -> None:
    others = take(phone.hall, 4)

    page = phone.press("later")

    with phone.hall.program.store.read() as reading:
        line = [one.number for one in reading.tickets.waiting()]
    assert line == [*others[:3], phone.ticket.number, others[3]]
    assert "还可以用 1 次" in page.text


def test_a_double_tap_on_later_is_one(phone: Phone) -> None:
    take(phone.hall, 8)
    hidden = phone.hidden()

    phone.send("later", hidden)
    phone.send("later", hidden)

    assert phone.ticket.delays == 1


def test_later_is_had_twice_and_not_oftener(phone: Phone) -> None:
    take(phone.hall, 9)
    phone.press("later")
    last = phone.press("later")
    assert 'data-has="delays_left" hidden' in last.text

    page = phone.press("later")

    assert page.status_code == 409
    assert "已往后排过 2 次" in page.text


def test_the_last_in_line_is_told_that_nobody_is_behind_him(phone: Phone) -> None:
    page = phone.press("later")

    assert page.status_code == 409
    assert "后面没有人排队" in page.text
    assert phone.ticket.delays == 0


def test_who_is_called_cannot_step_back_and_sees_that_he_is_called(phone: Phone) -> None:
    hidden = phone.hidden()
    calling.call_next(phone.hall.program.store, window=5, at=phone.hall.clock.at)

    page = phone.send("later", hidden)

    assert page.status_code == 409
    assert 'html lang="zh-CN" class="phone called"' in page.text


def test_why_he_is_called_now_is_said_while_he_is_called_only(phone: Phone) -> None:
    store, at, why = phone.hall.program.store, phone.hall.clock.at, "为什么现在叫您：按先后轮到"
    called = calling.call_next(store, window=5, at=at)
    assert called is not None
    assert why in phone.open().text

    calling.start(store, ticket=called.id, window=5, at=at)
    assert why not in phone.open().text

    calling.finish(store, ticket=called.id, window=5, at=at)
    assert why not in phone.open().text


def test_a_missed_number_comes_back_by_phone(phone: Phone) -> None:
    others = take(phone.hall, 4)
    miss(phone)
    assert "前可以恢复" in phone.open().text

    phone.press("back")

    with phone.hall.program.store.read() as reading:
        line = [one.number for one in reading.tickets.waiting()]
    assert line == [*others[:3], phone.ticket.number, others[3]]


def test_after_half_an_hour_it_is_too_late_to_come_back(phone: Phone) -> None:
    miss(phone)
    hidden = phone.hidden()
    phone.hall.clock.later(30 * 60 + 1)

    page = phone.send("back", hidden)

    assert page.status_code == 409
    assert "请重新取号" in page.text
    assert 'data-has="may_revive" hidden' in page.text
    assert phone.ticket.state is TicketState.MISSED


def test_a_number_comes_back_twice_and_not_oftener(phone: Phone) -> None:
    for _ in range(2):
        miss(phone)
        phone.press("back")
    miss(phone)

    assert 'data-has="may_revive" hidden' in phone.open().text
    assert phone.press("back").status_code == 409


def test_a_script_is_told_its_next_press_and_every_refusal_in_words(phone: Phone) -> None:
    script = {"Accept": "application/json"}
    take(phone.hall, 3)

    done = phone.browser.post(f"/t/{phone.token}/later", data=phone.hidden(), headers=script)
    refused = phone.browser.post(f"/t/{phone.token}/back", data=phone.hidden(), headers=script)

    assert done.json
    assert len(done.json["press"]) > 16
    assert refused.status_code == 409
    assert refused.json
    assert "等候中" in refused.json["detail"]


@pytest.mark.parametrize("act", ["ticks", "later", "back", "cancel"])
def test_nothing_is_done_without_the_pages_own_key(phone: Phone, act: str) -> None:
    answer = phone.browser.post(f"/t/{phone.token}/{act}", data={"press": "a made up press"})

    assert answer.status_code == 400
    assert phone.ticket.state is TicketState.WAITING


@pytest.mark.parametrize(
    ("act", "fields"),
    [("later", {"press": "short"}), ("ticks", {"ticked": "x" * 65}), ("ticks", {"ticked": ["x"] * 101})],
)
def test_bad_input_is_named_above_the_page(phone: Phone, act: str, fields: dict[str, str]) -> None:
    page = phone.press(act, **fields)

    assert page.status_code == 422
    assert phone.ticket.number in page.text


def test_without_a_script_the_page_says_one_thing_at_a_time(phone: Phone) -> None:
    page = phone.open().text

    shown = re.findall(r'<p data-when="(\w+)">', page)
    assert shown == ["waiting"]
    assert "0 人" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_large_type_is_remembered_for_phone_pages_only(phone: Phone) -> None:
    answer = phone.open("?size=large")

    (cookie,) = answer.headers.getlist("Set-Cookie")[:1]
    assert cookie.startswith("size=large")
    assert "Path=/t;" in cookie
    assert 'class="phone elder"' in phone.open().text
    assert 'class="phone elder"' in phone.open("?size=huge").text
    assert 'class="phone elder"' not in phone.open("?size=normal").text


@pytest.mark.parametrize(("looks", "end"), [("elder", "?size=large"), ("", "")])
def test_who_read_large_letters_at_the_kiosk_reads_them_on_his_phone(
    tmp_path: Path, looks: str, end: str
) -> None:
    hall = open_hall(tmp_path / "data", public_url="https://hall.example")
    kiosk = hall.program.web.test_client()
    kiosk.set_cookie("looks", looks)
    form = kiosk.get("/kiosk/offer?unsure=1").text
    (key,) = re.findall(r'name="csrf_token" value="([^"]+)"', form)[:1]

    taken = kiosk.post("/kiosk/tickets", data={"csrf_token": key, "press": "press-0001", "unsure": "1"})

    with hall.program.store.read() as reading:
        (ticket,) = reading.tickets.waiting()
        (paper,) = reading.papers.of_ticket(ticket.id)
    assert taken.status_code == 303
    assert f'https://hall.example/t/{ticket.token}{end}"' in json.dumps(paper.document)
    hall.program.store.close()
