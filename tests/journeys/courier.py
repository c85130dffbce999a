"""What a clerk does before something can be posted, in his browser."""

from playwright.sync_api import Page, expect

from tests.people import Clerk

STREET = "样例镇北街 8 号 2 幢 301 室"


def accept_and_ask(
    clerk: Clerk, name: str, phone: str, *, service: str = "E05", ticket: str = ""
) -> tuple[str, str]:
    """Receive a complete application and fill in the request; returns the numbers of case and parcel."""
    page, case = clerk.page, accept(clerk, name, phone, service=service, ticket=ticket)
    ask(page)
    page.keyboard.type(STREET)
    page.keyboard.press("Enter")
    expect(page.locator(".parcel")).to_contain_text("已申请邮寄")
    return case, page.locator(".parcel p").first.inner_text().split(" ")[0]


def accept(clerk: Clerk, name: str, phone: str, *, service: str = "E05", ticket: str = "") -> str:
    """Receive a complete application; returns the number of its case."""
    page, url = clerk.page, clerk.hall.url
    page.goto(f"{url}/desk/cases?q=" + (f"&ticket={ticket}" if ticket else ""))
    if not ticket:
        page.select_option(".new-case [name=service]", service)
    page.fill(".new-case [name=name]", name)
    page.fill(".new-case [name=phone]", phone)
    page.click(".new-case button")
    case = page.locator("#case-title .number").inner_text()
    expect(page.get_by_text("免费邮寄")).to_have_count(0)  # not before the papers are verified
    for one in page.locator("[data-mark]").all():
        if one.input_value() in {"missing", "wrong"}:
            one.select_option("received")
    page.locator("[name=outcome][value=complete]").click()
    expect(page.locator("#case-title .badge")).to_have_text("已受理")
    return case


def ask(page: Page) -> None:
    """Open the request for the post from the page of a case."""
    page.locator("#case-title").click()
    page.wait_for_load_state()
    page.keyboard.press("m")
    expect(page.locator("[name=street]")).to_be_focused()


def issue(clerk: Clerk, case: str) -> None:
    """Grant a case and have its result ready."""
    clerk.page.goto(f"{clerk.hall.url}/desk/cases/{case}")
    clerk.page.get_by_role("button", name="准予").click()
    clerk.page.get_by_role("button", name="证照已出").click()
    expect(clerk.page.locator(".parcel")).to_contain_text("待寄出")


def pack(page: Page, number: str) -> None:
    """Check a parcel against its slip, close it and note its mail number."""
    for tick in ("name", "numbers", "count"):
        page.check(f"[name={tick}]")
    page.locator("[name=licence_number]").first.fill("样字第 1 号")
    page.fill("[name=mail_number]", number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已装封")
