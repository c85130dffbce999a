"""The pages of cash in custody: who may, what is refused kindly, and what no page gives away."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app import Program
from kiosk.hall.deposit import DepositState
from kiosk.operations import desk, intake
from kiosk.operations.intake import Press, Visit
from kiosk.web.clerk.shapes import desk_json
from tests.web.api_hall import NINE, StoppedClock
from tests.web.custody_hall import FORM, PAGE, SECRETS, STALE, act, only, staffed, state, take
from tests.web.test_manage import PASSWORD, browser, key_of, press


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def program(tmp_path: Path, clock: StoppedClock) -> Iterator[Program]:
    with staffed(tmp_path, clock) as made:
        yield made


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"counted": "三百"}, "只写数字"),
        ({"counted": ""}, "只写数字"),
        ({"counted": "-300"}, "只写数字"),
        ({"change": "300"}, "没有剩下可以代缴的钱"),
        ({"change": "500"}, "没有剩下可以代缴的钱"),
        ({"phone": ""}, "没有电话不能代收"),
        ({"phone": "12345"}, "电话号码 12345 不对"),
        ({"name": ""}, "请填写姓名"),
        ({"account": "8" * 90}, "不超过 60 个字"),
        ({"service": "E02"}, "不能代收代缴"),
        ({"service": "Z99"}, "没有事项 Z99"),
        ({"ticket": "20261123-B999"}, "没有找到号票"),
        ({"counted": "1000"}, "须有同事复核"),
        ({"counted": "1000", "second_name": "=li", "second_password": "wrong"}, "用户名或密码不对"),
        (
            {"counted": "1000", "second_name": "helper", "second_password": PASSWORD},
            "没有这项签字的权限",
        ),
        ({"counted": "1000", "second_name": "zhao", "second_password": PASSWORD}, "没有这项签字的权限"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_what_was_typed(
    program: Program, wrong: dict[str, str], said: str
) -> None:
    answer = take(program, **wrong)

    assert 400 <= answer.status_code < 500
    assert said in answer.text
    assert f'value="{wrong.get("name", "王大爷")}"' in answer.text
    assert PASSWORD not in answer.text
    with program.store.read() as reading:
        assert reading.custody.open() == ()
        assert reading.custody.totals() == {}


def test_a_thousand_yuan_are_taken_with_a_colleagues_name_and_password(program: Program) -> None:
    answer = take(program, counted="1,000.00", second_name="=li", second_password=PASSWORD)

    assert "复核 =li" in answer.text
    assert "￥1,000.00" in answer.text


def test_nobody_is_his_own_second_pair_of_eyes(program: Program) -> None:
    answer = take(program, "=li", counted="1000", second_name="=li", second_password=PASSWORD)

    assert answer.status_code == 422
    assert "不能是同一个人" in answer.text


def test_the_same_form_sent_twice_takes_the_cash_once(program: Program) -> None:
    client = browser(program, "wang")
    page = client.get(PAGE).text
    fields = {
        name: page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("csrf_token", "press")
    }

    first, again = (client.post(PAGE, data={**FORM, **fields}) for _ in range(2))

    assert (first.status_code, first.location) == (303, again.location)
    assert only(program) in first.location


def test_the_phone_is_hidden_until_somebody_says_he_needs_it_and_for_ten_minutes(
    program: Program, clock: StoppedClock
) -> None:
    taken = take(program)
    deposit, client = only(program), browser(program, "wang")
    assert not any(secret in taken.text for secret in SECRETS)
    assert "1******2046" in taken.text

    shown = press(client, f"{PAGE}/{deposit}/show", at=f"{PAGE}/{deposit}")

    assert all(secret in shown.text for secret in SECRETS)
    assert "13800002046" not in browser(program, "=li").get(f"{PAGE}/{deposit}").text
    clock.later(601)
    assert "13800002046" not in client.get(f"{PAGE}/{deposit}").text


def test_the_three_sums_are_read_out_in_their_order_after_the_name_was_asked(program: Program) -> None:
    take(program)
    deposit = only(program)
    wrong = act(program, deposit, "pay", paid="300", arrears="23.50", balance="275")
    assert (wrong.status_code, state(program, deposit)) == (422, DepositState.TAKEN)
    assert "应余 276.50 元，填的是 275.00 元" in wrong.text
    assert 'value="275"' in wrong.text

    page = act(program, deposit, "pay", paid="300", arrears="23.50", balance="276.50").text

    asked, stranger, paid, owed, left = (
        page.index(words)
        for words in (
            "请问您贵姓",
            "不说金额",
            "300.00 元已充值成功",
            "原欠费 23.50 元",
            "账户余额 276.50 元",
        )
    )
    assert asked < stranger < paid < owed < left


def test_a_wrong_form_for_no_deposit_is_refused_in_words(program: Program) -> None:
    clerk = browser(program, "wang")

    answer = clerk.post(f"{PAGE}/DS20200101-999/close", data={"csrf_token": key_of(clerk.get(PAGE))})

    assert answer.status_code == 422


def test_a_call_in_vain_is_noted_and_an_unknown_outcome_is_refused(program: Program) -> None:
    take(program)
    deposit = only(program)
    act(program, deposit, "pay", paid="300", arrears="0", balance="300")

    assert act(program, deposit, "call", outcome="gossip").status_code == 422
    assert "打了 1 次" in act(program, deposit, "call", outcome="no_answer").text


def test_what_failed_goes_back_with_a_slip_to_sign(program: Program) -> None:
    take(program)
    deposit = only(program)
    assert act(program, deposit, "close", press=STALE).status_code == 409
    assert "没有缴成：查不到账户" in act(program, deposit, "fail", why="account_unknown").text

    act(program, deposit, "refund")
    act(program, deposit, "close")

    assert state(program, deposit) is DepositState.CLOSED
    with program.store.read() as reading:
        papers = {one.name: json.dumps(one.document, ensure_ascii=False) for one in reading.papers.recent(9)}
    assert "叁佰元整" in papers["custody-refund"]
    assert not any(secret in paper for paper in papers.values() for secret in SECRETS)


def test_cash_goes_to_a_colleague_who_confirms_it_himself(program: Program) -> None:
    take(program)
    deposit, client = only(program), browser(program, "wang")
    give = f"{PAGE}/hand-over"
    wrong = press(client, give, at=PAGE, second_name="=li", second_password="guess")
    own = press(client, give, at=PAGE, second_name="wang", second_password=PASSWORD)
    assert (wrong.status_code, own.status_code) == (403, 422)

    done = press(client, give, at=PAGE, second_name="=li", second_password=PASSWORD, deposit=deposit)

    assert "双方都已登录确认" in done.text
    refused = act(program, deposit, "pay", paid="300", arrears="0", balance="300", press=STALE)
    assert "现金不在您的抽屉里" in refused.text
    paid = act(program, deposit, "pay", "=li", paid="300", arrears="0", balance="300")
    assert "已缴费" in paid.text


def test_a_deposit_is_found_by_phone_and_no_address_says_whose(program: Program) -> None:
    take(program)
    client = browser(program, "wang")

    listed = client.get(PAGE).text.count(only(program))
    for digits in ("2046", "13800002046", "138-0000-2046"):
        assert press(client, f"{PAGE}/find", at=PAGE, digits=digits).text.count(only(program)) > listed
    assert "没有代收记录" in press(client, f"{PAGE}/find", at=PAGE, digits="2047").text
    assert press(client, f"{PAGE}/find", at=PAGE, digits="abc").status_code == 422
    assert client.get(f"{PAGE}/DS1").status_code == 404
    by_number = press(client, f"{PAGE}/find", at=PAGE, digits=only(program).lower())
    assert by_number.request.path == f"{PAGE}/{only(program)}"


def test_the_desk_is_told_who_waits_for_a_call(program: Program, clock: StoppedClock) -> None:
    take(program)

    seen = desk.desk_now(program.store, window=5, at=NINE)

    told = desk_json(seen, program.content.at(NINE), "zh")["call_backs"]
    assert told == [{"due_at": "2026-11-23T10:00:00+08:00"}]
    deposit = only(program)
    act(program, deposit, "pay", paid="300", arrears="0", balance="300")
    clock.at = NINE + timedelta(hours=1, seconds=1)
    assert "10:00 过了" in browser(program, "wang").get(PAGE).text
    act(program, deposit, "call", outcome="reached")
    assert desk.desk_now(program.store, window=5, at=NINE).call_backs == ()
    assert "过了" not in browser(program, "wang").get(PAGE).text


def test_the_phone_page_says_what_is_left_and_whom_nobody_reached(program: Program) -> None:
    visit = Visit(("B01",), custody=True)
    ticket = intake.take_ticket(program.store, visit=visit, press=Press("1", "1"), at=NINE).ticket
    take(program, ticket=ticket.id)
    deposit = only(program)

    def phone() -> str:
        return browser(program).get(f"/t/{ticket.token}").text

    assert "代收 300.00 元，300.00 元在窗口；10:00 前给您回电" in phone()
    act(program, deposit, "pay", paid="87.50", arrears="87.50", balance="0")
    for _ in range(3):
        assert "212.50 元在窗口；10:00 前给您回电" in phone()
        act(program, deposit, "call", outcome="no_answer")
    assert "打了 3 次没联系上您" in phone()
    act(program, deposit, "call", outcome="in_person")
    act(program, deposit, "refund")
    assert "代收 300.00 元：已回电，0.00 元在窗口" in phone()
