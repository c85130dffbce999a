"""How long a phone page lasts: until a week after the visit, and after all that came of it, has ended."""

from kiosk.hall.escalation_words import Grade, Result, Trouble
from kiosk.hall.parcel import SignedBy
from kiosk.hall.ticket import Ticket
from kiosk.operations import calling, case_steps, delivery, escalation, ledger
from kiosk.operations.escalation import Complaint
from tests.operations.test_delivery import accepted, ask, issued, pack, post
from tests.web import api_hall, test_phone
from tests.web.test_phone import WEEK_S, Phone

hall, phone = api_hall.hall, test_phone.phone


def test_a_page_of_which_nothing_came_lives_a_week_after_the_visit_has_ended(phone: Phone) -> None:
    phone.hall.clock.later(WEEK_S * 2)
    assert phone.open().status_code == 200, "an open visit has its page, however long it takes"

    phone.press("cancel")
    phone.hall.clock.later(WEEK_S)
    assert phone.open().status_code == 200
    phone.hall.clock.later(1)

    assert phone.open().status_code == 404
    assert phone.hall.as_("").get(f"/tickets/{phone.token}").status_code == 404


def served(phone: Phone) -> Ticket:
    """Let the visit end at window 5."""
    store, at = phone.hall.program.store, phone.hall.clock.at
    calling.call_next(store, window=5, at=at)
    for step in (calling.start, calling.finish):
        step(store, ticket=phone.ticket.id, window=5, at=at)
    return phone.ticket


def must_live_a_week_more(phone: Phone) -> None:
    phone.hall.clock.later(WEEK_S)
    assert phone.open().status_code == 200
    phone.hall.clock.later(1)
    assert phone.open().status_code == 404


def test_a_page_lives_until_a_week_after_its_parcel_has_arrived(phone: Phone) -> None:
    store, clock = phone.hall.program.store, phone.hall.clock
    case = accepted(store, ticket=served(phone).id)
    parcel = ask(store, case)
    clock.later(WEEK_S * 2)
    issued(store, case)
    assert "已出件" in phone.open().text

    pack(store, parcel)
    post(store, parcel)
    clock.later(WEEK_S * 2)
    assert "已交邮" in phone.open().text
    seen = ledger.one(store, parcel=parcel.id)[0]
    delivery.deliver(store, parcel=seen.id, version=seen.version, signed_by=SignedBy.RECIPIENT, at=clock.at)

    must_live_a_week_more(phone)


def test_a_page_lives_until_a_week_after_its_case_has_ended_without_a_result(phone: Phone) -> None:
    store, clock = phone.hall.program.store, phone.hall.clock
    case = accepted(store, ticket=served(phone).id)
    clock.later(WEEK_S * 3)
    assert phone.open().status_code == 200

    case_steps.decide(store, case=case.id, version=case.version, granted=False, at=clock.at)

    must_live_a_week_more(phone)


def test_a_page_lives_until_a_week_after_its_problem_is_closed(phone: Phone) -> None:
    store, clock = phone.hall.program.store, phone.hall.clock
    said = Complaint(Trouble.LATE, "一个月了", ticket=served(phone).id)
    number = escalation.register(
        store, complaint=said, window=5, place="window 5", by="c1", at=clock.at
    ).number
    escalation.classify(store, number=number, grade=Grade.COMPLEX, about="", by="m", at=clock.at)
    escalation.assign(store, number=number, window=5, person="", by="m", at=clock.at)
    clock.later(WEEK_S * 2)
    escalation.answer(store, number=number, words="办好了", by="m", is_manager=True, at=clock.at)
    assert f"您反映的问题 {number}：已答复" in phone.open().text

    escalation.follow_up(store, number=number, result=Result.SATISFIED, note="", by="m", at=clock.at)
    escalation.close(store, number=number, by="m", at=clock.at)

    must_live_a_week_more(phone)
