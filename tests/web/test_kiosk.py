"""The kiosk's pages as a browser asks for them: who may, what a press does, and what is refused."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from kiosk.hall.ticket import Ticket
from kiosk.operations import floor
from kiosk.operations.accounts import Role
from kiosk.storage.papers import PaperRow
from tests.web.api_hall import SampleHall, open_hall

DRAINAGE = "s=E05&a=E05.kind.general&a=E05.pretreat.no&a=E05.agent.self"
OFFER = f"/kiosk/offer?{DRAINAGE}"
HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"
INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Kiosk:
    """A browser before the kiosk's pages, with its cookies."""

    hall: SampleHall
    browser: FlaskClient

    def look(self, path: str, *, address: str = HERE) -> TestResponse:
        """Open a page."""
        return self.browser.get(path, environ_base={"REMOTE_ADDR": address})

    def form(self, address: str, action: str) -> MultiDict[str, str]:
        """Read the hidden fields of one form of a page."""
        page = self.look(address).text
        found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
        assert found, f"no form for {action}"
        return MultiDict((name, html.unescape(value)) for name, value in INPUT.findall(found[1]))

    def press(self, action: str, form: MultiDict[str, str], *, address: str = HERE) -> TestResponse:
        """Send a form."""
        return self.browser.post(action, data=form, environ_base={"REMOTE_ADDR": address})

    def take(self, address: str = OFFER, **chosen: str) -> Ticket:
        """Take a number from an offer."""
        form = self.form(address, "/kiosk/tickets")
        for name, value in chosen.items():
            form.add(name, value)
        assert self.press("/kiosk/tickets", form).status_code == 303
        return self.tickets()[-1]

    def tickets(self) -> tuple[Ticket, ...]:
        """List all tickets of the day, oldest first."""
        with self.hall.program.store.read() as reading:
            return tuple(sorted(reading.tickets.waiting(), key=lambda one: one.taken_at))

    def papers(self) -> tuple[PaperRow, ...]:
        """List all papers, newest first."""
        with self.hall.program.store.read() as reading:
            return reading.papers.recent(50)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk in front of a sample hall at nine o'clock."""
    hall = open_hall(tmp_path / "data")
    yield Kiosk(hall, hall.program.web.test_client())
    hall.program.store.close()


def refused(answer: TestResponse, status: int, chinese: str) -> None:
    """A refusal says so in both languages, with the right status."""
    assert answer.status_code == status
    assert chinese in answer.text
    assert re.search(r'lang="en">[A-Z][^<]+</p>', answer.text)
    assert "Traceback" not in answer.text


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("path", ["/kiosk", OFFER, "/kiosk/more", "/kiosk/panel.css"])
    def test_nobody_from_elsewhere(self, kiosk: Kiosk, path: str) -> None:
        refused(kiosk.look(path, address=ELSEWHERE), 403, "没有这项操作的权限")

    def test_nobody_from_elsewhere_takes_a_number_with_a_form_of_ours(self, kiosk: Kiosk) -> None:
        form = kiosk.form(OFFER, "/kiosk/tickets")

        refused(kiosk.press("/kiosk/tickets", form, address=ELSEWHERE), 403, "没有这项操作的权限")
        assert kiosk.tickets() == ()

    def test_a_request_through_other_hands_is_from_elsewhere(self, kiosk: Kiosk) -> None:
        answer = kiosk.browser.get("/kiosk", headers={"X-Forwarded-For": "127.0.0.1"})

        assert answer.status_code == 403

    def test_a_browser_that_was_enrolled_once(self, kiosk: Kiosk) -> None:
        enrol(kiosk, kiosk.hall.tokens[Role.KIOSK])

        assert kiosk.look("/kiosk", address=ELSEWHERE).status_code == 200
        form = kiosk.form(OFFER, "/kiosk/tickets")
        assert kiosk.press("/kiosk/tickets", form, address=ELSEWHERE).status_code == 303

    @pytest.mark.parametrize("role", [None, Role.DESK, Role.MANAGER, Role.AGENT])
    def test_no_other_token_makes_a_kiosk(self, kiosk: Kiosk, role: Role | None) -> None:
        answer = enrol(kiosk, kiosk.hall.tokens[role] if role else "yc_kiosk_guessed")

        refused(answer, 403, "没有这项操作的权限")
        assert kiosk.look("/kiosk", address=ELSEWHERE).status_code == 403

    def test_a_kiosk_is_no_desk(self, kiosk: Kiosk) -> None:
        enrol(kiosk, kiosk.hall.tokens[Role.KIOSK])

        desk = kiosk.look("/desk", address=ELSEWHERE)
        assert desk.status_code in {302, 303}
        assert "/desk/sign-in" in desk.headers["Location"]
        assert kiosk.look("/api/v1/tickets/none", address=ELSEWHERE).status_code in {401, 404}


def enrol(kiosk: Kiosk, token: str) -> TestResponse:
    """Bring a token from elsewhere."""
    form = kiosk.form("/kiosk/enrol", "/kiosk/enrol")
    form["token"] = token
    return kiosk.press("/kiosk/enrol", form, address=ELSEWHERE)


class TestOnePress:
    def test_however_often_it_comes_gives_one_number(self, kiosk: Kiosk) -> None:
        form = kiosk.form(OFFER, "/kiosk/tickets")

        answers = [kiosk.press("/kiosk/tickets", form) for _ in range(3)]

        assert {answer.status_code for answer in answers} == {303}
        assert len({answer.headers["Location"] for answer in answers}) == 1
        assert [one.number for one in kiosk.tickets()] == ["E001"]
        assert len(kiosk.papers()) == 1

    def test_with_another_wish_is_refused(self, kiosk: Kiosk) -> None:
        form = kiosk.form(OFFER, "/kiosk/tickets")
        kiosk.press("/kiosk/tickets", form)
        form["priority"] = "elder"

        refused(kiosk.press("/kiosk/tickets", form), 422, "已用于另一次操作")
        assert len(kiosk.tickets()) == 1

    def test_prints_one_list(self, kiosk: Kiosk) -> None:
        form = kiosk.form(f"/kiosk/visit?{DRAINAGE}", "/kiosk/checklists")

        places = {kiosk.press("/kiosk/checklists", form).headers["Location"] for _ in range(2)}

        assert len(places) == 1
        assert len(kiosk.papers()) == 1

    @pytest.mark.parametrize("missing", ["csrf_token", "press"])
    def test_without_its_marks_is_refused(self, kiosk: Kiosk, missing: str) -> None:
        form = kiosk.form(OFFER, "/kiosk/tickets")
        del form[missing]

        refused(
            kiosk.press("/kiosk/tickets", form), *((400, "过期") if missing == "csrf_token" else (422, "编号"))
        )
        assert kiosk.tickets() == ()


class TestBadInput:
    @pytest.mark.parametrize(
        ("address", "status", "said"),
        [
            ("/kiosk/visit?s=ZZZ", 404, "没有事项 ZZZ"),
            ("/kiosk/offer?s=ZZZ", 404, "没有事项 ZZZ"),
            ("/kiosk/offer?s=E05&priority=king", 422, "king"),
            (f"/kiosk/visit?s={'E' * 65}", 422, "太长"),
            ("/kiosk/visit?" + "&".join(f"s=E{n}" for n in range(21)), 422, "太多"),
            ("/kiosk/visit?s=E0%005", 422, "不能使用的字符"),
            ("/kiosk/queues/Q", 404, "没有 Q 队列"),
            ("/kiosk/no-visit/ZZZ", 404, "没有事项 ZZZ"),
            ("/kiosk/no-visit/E05", 422, "E05"),
            ("/kiosk/tickets/guessed", 404, "没有找到号票"),
            ("/kiosk/printed/guessed", 404, ""),
        ],
    )
    def test_in_an_address_is_told(self, kiosk: Kiosk, address: str, status: int, said: str) -> None:
        refused(kiosk.look(address), status, said)

    @pytest.mark.parametrize(
        ("field", "value", "status", "said"),
        [
            ("s", "ZZZ", 404, "没有事项 ZZZ"),
            ("a", "E05.kind.moon", 422, "moon"),
            ("a", "E05.colour.red", 422, "colour"),
            ("t", "x" * 65, 422, "太长"),
            ("priority", "king", 422, "king"),
            ("priority", "x" * 65, 422, "太长"),
            ("needs", "throne", 422, "throne"),
        ],
    )
    def test_in_a_form_writes_nothing(
        self, kiosk: Kiosk, field: str, value: str, status: int, said: str
    ) -> None:
        form, head = kiosk.form(OFFER, "/kiosk/tickets"), kiosk.hall.head
        form.add(field, value)

        refused(kiosk.press("/kiosk/tickets", form), status, said)
        assert (kiosk.tickets(), kiosk.papers(), kiosk.hall.head) == ((), (), head)

    def test_no_list_is_printed_before_every_answer(self, kiosk: Kiosk) -> None:
        form, head = kiosk.form(f"/kiosk/visit?{DRAINAGE}", "/kiosk/checklists"), kiosk.hall.head
        form.setlist("a", ["E05.kind.general"])

        refused(kiosk.press("/kiosk/checklists", form), 422, "还有问题没有回答")
        assert (kiosk.papers(), kiosk.hall.head) == ((), head)

    def test_a_refusal_still_has_help_and_the_way_home(self, kiosk: Kiosk) -> None:
        page = kiosk.look("/kiosk/visit?s=ZZZ").text

        assert "呼叫工作人员" in page
        assert "返回首页" in page
        assert 'data-idle="45"' in page

    def test_an_answer_that_the_catalogue_no_longer_knows_is_asked_again(self, kiosk: Kiosk) -> None:
        assert "属于哪一类排水？" in kiosk.look("/kiosk/visit?s=E05&a=E05.kind.moon").text


class TestTheThreeWays:
    def test_the_list_goes_home_without_a_number(self, kiosk: Kiosk) -> None:
        form = kiosk.form(f"/kiosk/visit?{DRAINAGE}", "/kiosk/checklists")

        page = kiosk.look(kiosk.press("/kiosk/checklists", form).headers["Location"])

        assert "没有取号" in page.text
        assert [paper.name for paper in kiosk.papers()] == ["checklist"]
        assert kiosk.tickets() == ()
        assert kiosk.hall.kinds()[-1] == "ChecklistPrinted"

    def test_who_still_wants_to_ask_gets_an_a_number_marked_so(self, kiosk: Kiosk) -> None:
        assert "材料未齐，先到综合服务窗口问清楚" in kiosk.look(f"{OFFER}&missing=1").text

        taken = kiosk.take(f"{OFFER}&missing=1")

        assert taken.number == "A001"
        assert taken.papers_missing
        assert taken.services == ("E05",)

    def test_several_things_go_to_one_window_that_says_why(self, kiosk: Kiosk) -> None:
        address = f"/kiosk/offer?s=B01&{DRAINAGE}"
        assert "涉及多个窗口，由综合服务窗口一次受理" in kiosk.look(address).text

        taken = kiosk.take(address)

        assert taken.number == "A001"
        assert taken.services == ("B01", "E05")

    def test_a_suspended_queue_sends_elsewhere_and_says_why(self, kiosk: Kiosk) -> None:
        at = kiosk.hall.clock()
        until = at + timedelta(hours=3)
        floor.suspend_queue(kiosk.hall.program.store, queue="E", reason="停电", until=until, at=at)

        said = "规划建设窗口暂停受理，由综合服务窗口代为受理"
        assert said in kiosk.look(OFFER).text
        assert kiosk.take().number == "A001"

    def test_needs_and_priority_are_two_things(self, kiosk: Kiosk) -> None:
        helped = kiosk.take(OFFER, needs="wheelchair")
        earlier = kiosk.take(OFFER, priority="elder")

        assert (helped.needs, helped.priority) == (("wheelchair",), "")
        assert (earlier.needs, earlier.priority) == ((), "elder")


def test_nobody_is_asked_for_an_account_number(kiosk: Kiosk) -> None:
    for address in ("/kiosk/visit?s=B01", "/kiosk/offer?s=B01", "/kiosk/no-visit/B01", OFFER):
        page = kiosk.look(address).text
        kinds = set(re.findall(r'<input[^>]*type="(\w+)"', page)) | set(
            re.findall("<(textarea|select)", page)
        )
        assert kinds <= {"hidden", "checkbox", "radio"}, address


def test_the_way_without_a_visit_prints_its_guide_and_takes_no_number(kiosk: Kiosk) -> None:
    form = kiosk.form("/kiosk/no-visit/B01", "/kiosk/no-visit/B01")

    page = kiosk.look(kiosk.press("/kiosk/no-visit/B01", form).headers["Location"])

    assert "没有取号，不用排队。" in page.text
    assert [paper.name for paper in kiosk.papers()] == ["no-visit-guide"]
    assert kiosk.tickets() == ()


def test_a_ticket_without_a_printer_does_not_promise_paper(kiosk: Kiosk) -> None:
    form = kiosk.form(OFFER, "/kiosk/tickets")

    page = kiosk.look(kiosk.press("/kiosk/tickets", form).headers["Location"]).text

    assert re.search(r'data-when="coming out" hidden>', page)
    assert 'data-idle="90"' in page
