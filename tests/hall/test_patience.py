"""Who guesses waits longer each time, and never longer than five minutes."""

from datetime import timedelta

from kiosk.hall.patience import FORGOTTEN, FREE, LONGEST_S, Tries, left, once_more
from tests.hall.halls import NINE


def test_wrong_tries_wait_longer_each_time_and_never_for_ever() -> None:
    tries, at, waits = None, NINE, list[int]()
    for _ in range(14):
        tries = once_more(tries, at)
        waits.append(left(tries, at))
        at += timedelta(seconds=waits[-1])

    assert waits == [0] * (FREE - 1) + [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]
    assert waits[-1] == LONGEST_S


def test_a_part_of_a_second_is_waited_whole() -> None:
    tries = Tries(5, NINE, NINE + timedelta(seconds=2))

    assert left(tries, NINE + timedelta(seconds=0.5)) == 2
    assert left(tries, NINE + timedelta(seconds=1.9)) == 1
    assert left(tries, NINE + timedelta(seconds=2)) == 0
    assert left(None, NINE) == 0


def test_an_hour_without_a_try_forgets_all() -> None:
    tries = Tries(12, NINE, NINE + timedelta(seconds=LONGEST_S))

    assert once_more(tries, NINE + FORGOTTEN - timedelta(seconds=1)).times == 13
    assert once_more(tries, NINE + FORGOTTEN).times == 1
