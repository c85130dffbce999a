"""An application that lacks papers: told once and in full, done on the second visit."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.journeys.papers import Papers
from tests.people import DESK, PHONE, Clerk, Open
from tests.servers import HallServer

pytestmark = pytest.mark.browser

ANSWERS = {"E05": {"kind": "general", "pretreat": "no", "agent": "self"}}
NAME, CALLS_HIM = "王小明", "13800002046"


def take(hall: HallServer, *ticked: str) -> dict[str, str]:
    with hall.api("kiosk") as kiosk:
        wish = {"services": ["E05"], "answers": ANSWERS, "ticked": list(ticked)}
        taken: dict[str, str] = kiosk.post("/tickets", json=wish).raise_for_status().json()
    return taken


def call_in(clerk: Clerk, number: str) -> None:
    """Call the next one, who comes."""
    clerk.press("Enter")
    clerk.expect_in_hand(number)
    clerk.press("F7")
    expect(clerk.page.locator("#hand .head-state [data-when=serving]")).to_be_visible()


def events(hall: HallServer) -> list[tuple[str, dict[str, object]]]:
    with hall.api() as manager:
        found = manager.get("/events", params={"limit": 1000}).json()["events"]
    return [(one["kind"], one["facts"]) for one in found]


def key(clerk: Clerk, name: str) -> None:
    """Press a key of a page of forms, which listens once its script runs."""
    clerk.page.wait_for_load_state()
    clerk.press(name)


def mark_all(page: Page, mark: str) -> None:
    for one in page.locator("[data-mark]").all():
        if one.input_value() in {"missing", "wrong"}:
            one.select_option(mark)


def test_what_was_told_once_is_brought_once(hall: HallServer, new_page: Open, papers: Papers) -> None:
    first, second = take(hall, "drainage-form"), take(hall)
    clerk = Clerk(hall, new_page(DESK))
    clerk.open_window(5)
    call_in(clerk, first["number"])

    case = receive_it(clerk)
    tell_all_that_is_missing(clerk, first["number"])
    phone = new_page(PHONE)
    phone.goto(f"{hall.url}/t/{first['token']}")
    expect(phone.locator("#cases")).to_contain_text(f"{case} 城镇污水排入排水管网许可证核发：待补正材料")

    call_in(clerk, second["number"])
    come_again(clerk, case)
    go_on_to_the_end(clerk)

    find_it_by(clerk, case, first["number"], second["number"], CALLS_HIM, "2046", NAME, case)
    read_the_log(hall, case)
    accept_with_a_paper_to_follow(clerk)
    read_the_papers(papers, case, first["number"], second["number"])


def receive_it(clerk: Clerk) -> str:
    """Open a case for the ticket in hand by keys alone; returns its number."""
    clerk.press("c")
    expect(clerk.page.locator("input[name=name]")).to_be_focused()
    clerk.page.keyboard.type(NAME)
    clerk.press("Tab")
    clerk.page.keyboard.type(CALLS_HIM)
    clerk.press("Enter")
    title = clerk.page.locator("#case-title .number")
    expect(title).to_have_text(re.compile(r"^BJ\d{8}-001$"))
    assert violations(clerk.page) == []
    assert NAME not in clerk.page.content()
    return title.inner_text()


def tell_all_that_is_missing(clerk: Clerk, number: str) -> None:
    """Mark what is wrong, tell it once and in full, and end the visit."""
    clerk.page.locator("[data-mark]").last.select_option("wrong")
    clerk.page.locator(".why.is-asked input").last.fill("要原件")
    key(clerk, "Escape")
    clerk.expect_in_hand(number)
    clerk.press("c")
    clerk.page.locator("#work-title").click()
    key(clerk, "1")
    expect(clerk.page.get_by_role("alert")).to_contain_text("不能按“齐全”受理")
    clerk.page.locator("[data-mark]").last.select_option("wrong")
    clerk.page.locator("[data-mark]").last.evaluate("one => one.blur()")
    key(clerk, "2")
    expect(clerk.page.locator("#case-title .badge")).to_have_text("待补正材料")
    key(clerk, "Escape")
    clerk.expect_in_hand(number)
    clerk.press("F9")
    clerk.expect_said(f"{number} 已办毕")


def come_again(clerk: Clerk, case: str) -> None:
    """By keys alone: C and what he says of himself lead to his case, which asks why he comes again."""
    key(clerk, "c")
    expect(clerk.page.locator("input[name=name]")).to_be_focused()
    key(clerk, "F2")
    clerk.page.keyboard.type("2046")
    clerk.press("Enter")
    expect(clerk.page.locator(".case-line").filter(has_text=case).first).to_be_focused()
    key(clerk, "Escape")
    expect(clerk.page.locator("#hand .head-state [data-when=serving]")).to_be_visible()
    key(clerk, "c")
    expect(clerk.page.locator("input[name=name]")).to_be_focused()
    clerk.page.keyboard.type(NAME)
    clerk.press("Tab")
    clerk.page.keyboard.type(CALLS_HIM)
    clerk.press("Enter")
    expect(clerk.page.get_by_role("link", name=f"接着办 {case}")).to_be_focused()
    assert violations(clerk.page) == []
    clerk.press("Enter")
    expect(clerk.page.locator("[name=reason]")).to_have_value("supplement")
    key(clerk, "a")
    expect(clerk.page.locator("[data-mark]").last).to_have_value("received")
    assert violations(clerk.page) == []


def go_on_to_the_end(clerk: Clerk) -> None:
    """One key for each step until he has his licence."""
    for state in ("已受理", "已办结，准予许可", "已出件，待领取", "已送达"):
        key(clerk, "1")
        expect(clerk.page.locator("#case-title .badge")).to_have_text(state)


def find_it_by(clerk: Clerk, case: str, *wanted: str) -> None:
    """The case is found by each of its tickets, its phone, its name and its number."""
    for text in wanted:
        clerk.page.goto(f"{clerk.hall.url}/desk/cases")
        clerk.page.locator("#q").fill(text)
        clerk.page.get_by_role("button", name="查找").click()
        expect(clerk.page.locator(".case-line").filter(has_text=case).first).to_be_visible()


def read_the_log(hall: HallServer, case: str) -> None:
    said = events(hall)
    assert [kind for kind, facts in said if facts.get("case") == case] == [
        "CaseOpened",
        "SupplementTold",
        "CaseVisited",
        "CaseAccepted",
        "CaseDecided",
        "ResultIssued",
        "ResultDelivered",
    ]
    assert NAME not in str(said)
    assert CALLS_HIM not in str(said)


def accept_with_a_paper_to_follow(clerk: Clerk) -> None:
    """Somebody else lacks one secondary paper only: the hall accepts, and says by when it follows."""
    page = clerk.page
    page.goto(f"{clerk.hall.url}/desk/cases?q=")
    page.select_option(".new-case [name=service]", "E03")
    page.fill(".new-case [name=name]", NAME)
    page.fill(".new-case [name=phone]", CALLS_HIM)
    page.click(".new-case button")
    expect(page.locator("#case-title .badge")).to_contain_text("已收件")
    mark_all(page, "received")
    page.locator("tr").filter(has_text="可容缺").locator("[data-mark]").select_option("missing")
    page.locator("[name=outcome][value=tolerant]").click()
    expect(page.get_by_role("heading", name="等后补的材料")).to_be_visible()


def read_the_papers(papers: Papers, case: str, *numbers: str) -> None:
    """What came out of the printer says all that was missing, that it was accepted, and what may follow."""
    (undertaking,) = papers.saying("容缺受理承诺书")
    (told,), (accepted,) = papers.saying("补正材料通知书"), papers.saying("  受理通知书")
    (tolerated,) = papers.saying("容缺受理通知书")
    assert all(papers.saying(number) for number in numbers)
    assert "一次说全" in told
    assert "未提交" in told
    for notice in (told, accepted):
        assert case in notice
    assert "最迟办结" in accepted
    assert "主要材料已齐，先予受理。还缺：" in tolerated
    assert "补交期限" in tolerated
    assert "承诺在" in undertaking
    for secret in (NAME, CALLS_HIM):
        assert secret not in "".join(papers.texts)
