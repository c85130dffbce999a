from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall.catalogue import Reasons
from kiosk.hall.queue import Owed, order_of
from kiosk.hall.ticket import Ticket
from kiosk.hall.why import BY_PROGRAM, Because, Why, sentence
from kiosk.hall.words import Words
from tests.hall.halls import CATALOGUE, NINE, staffing, ticket

UNWELL = Words("身体不适", "unwell")
HALL = replace(CATALOGUE, hall=replace(CATALOGUE.hall, reasons=Reasons(jump=(UNWELL,))))
AT = NINE + timedelta(minutes=12)
ORDER = order_of(CATALOGUE)


def told(window: int, *waiting: Ticket, owed: Owed | None = None) -> str:
    """Choose for a window and say why."""
    now = staffing(1, 2, 5, owed={window: owed or Owed()})
    place = now.place(CATALOGUE, window)
    choice = ORDER.choose(place, waiting, at=AT)
    assert choice is not None
    because = ORDER.because(choice, place, waiting, at=AT)
    return sentence(because, HALL, choice.ticket.queue).zh


def test_who_is_first_hears_his_place_and_how_long_he_waited() -> None:
    assert told(2, ticket(1), ticket(2, minutes=1)) == "按先后轮到；等了 12 分钟，按先后在 2 人中排第 1"


def test_who_waited_alone_hears_that_nobody_else_did() -> None:
    assert told(2, ticket(1)) == "按先后轮到；等了 12 分钟，当时没有别人等候"


def test_a_priority_call_names_the_class_and_how_many_were_passed() -> None:
    said = told(2, ticket(1), ticket(2, minutes=2, priority="elder"))

    assert said == "优先对象（老年人）先办；等了 10 分钟，按先后在 2 人中排第 2"


def test_an_ordinary_turn_is_explained_by_the_call_before() -> None:
    said = told(2, ticket(1), ticket(2, priority="elder"), owed=Owed(1))

    assert said.startswith("上一位是优先叫号，这次轮到普通号")


def test_a_helping_window_names_the_queue_it_helps() -> None:
    said = told(1, ticket(1, "E", priority="elder"))

    assert said.startswith("本窗口无人等候，帮E 窗口叫号，优先对象（老年人）")


def test_a_queue_without_a_window_is_said_to_be_called_with_the_others() -> None:
    assert told(1, ticket(1, "F"), ticket(1, "A", minutes=1)).startswith("F 窗口没有人办理")


def test_a_call_before_its_turn_gives_the_reason_in_the_readers_language() -> None:
    early = sentence(Because(Why.BY_NUMBER, 3, 4, 60, reason="身体不适"), HALL, "B")

    assert early.en == "Called early by the staff: unwell; waited 1 min, number 3 of 4 by time"


def test_a_call_by_another_program_says_so_in_both_languages() -> None:
    said = sentence(Because(Why.BY_NUMBER, reason=BY_PROGRAM.zh, by="wall"), HALL, "B")

    assert said == Words(
        "工作人员提前叫号：由接口指定", "Called early by the staff: called by another program"
    )


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_its_sentence_even_without_its_facts(why: Why) -> None:
    said = sentence(Because(why), HALL, "B")

    assert said.zh
    assert said.en
    assert "{" not in said.zh + said.en
