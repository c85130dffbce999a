"""A visit for several queues, one after the other under one number."""

from kiosk.hall.parting import pieces_in_order, queues_in_order
from kiosk.hall.visit import Piece
from tests.hall.halls import CATALOGUE


def test_the_queues_come_in_the_order_in_which_the_services_were_chosen() -> None:
    assert queues_in_order(CATALOGUE, ("E01", "C02", "E05", "C01")) == ("E", "C")


def test_each_queue_gets_one_piece_with_its_services_and_begins_after_the_one_before() -> None:
    assert pieces_in_order(CATALOGUE, ("E01", "C02", "E05", "E01", "C01")) == (
        Piece("E", ("E01", "E05"), step=1),
        Piece("C", ("C02", "C01"), step=2),
    )
