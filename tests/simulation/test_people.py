"""The plan of a simulated day: the same for the same seed, and within the figures it is drawn from."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.simulation import figures as of
from kiosk.simulation.api import about_in, offered_in
from kiosk.simulation.figures import Day
from kiosk.simulation.people import Offered, Question, Service, Visit, plan
from tests.web import api_hall
from tests.web.api_hall import SampleHall

still_hall = api_hall.still_hall

KIND = Question("kind", ("key", "general"))
POWER = Question("power", ("self", "agent"), ({"kind": frozenset({"key"})},))
HALL = Offered(
    tuple(
        Service(code, code[0], (KIND, POWER) if code[0] == "E" else (), by_phone=code == "B01")
        for code in of.MINUTES
    ),
    ("elder", "pregnant", "military"),
    ("wheelchair",),
)
SEEDS = st.integers(0, 10**6)
DAYS = st.sampled_from(Day)
MANY = 100


@cache
def many(day: Day) -> tuple[Visit, ...]:
    """Everybody of a hundred days."""
    return tuple(visit for seed in range(MANY) for visit in plan(seed, day, HALL))


def share(day: Day, happens: Callable[[Visit], object]) -> float:
    """Say in what share of visits something happens."""
    return sum(bool(happens(visit)) for visit in many(day)) / len(many(day))


@given(SEEDS, DAYS)
def test_the_same_seed_plans_the_same_day(seed: int, day: Day) -> None:
    assert plan(seed, day, HALL) == plan(seed, day, HALL)


@given(SEEDS, DAYS)
def test_another_seed_plans_another_day(seed: int, day: Day) -> None:
    assert plan(seed, day, HALL) != plan(seed + 1, day, HALL)


@given(SEEDS, DAYS)
def test_people_come_in_order_and_not_at_noon(seed: int, day: Day) -> None:
    times = [visit.comes for visit in plan(seed, day, HALL)]

    assert times == sorted(times)
    morning, afternoon = timedelta(hours=3.5), timedelta(hours=5)
    assert all(timedelta(0) <= at < morning or afternoon <= at < timedelta(hours=8.5) for at in times)


@given(SEEDS, DAYS)
def test_everybody_asks_for_what_the_hall_has_and_answers_only_what_is_asked(seed: int, day: Day) -> None:
    for visit in plan(seed, day, HALL):
        assert all(HALL.service(code) for code in visit.services)
        for given_answers in visit.answers.values():
            asked = [one for one in (KIND, POWER) if one.code in given_answers]
            assert all(given_answers[one.code] in one.options for one in asked)
            assert ("power" in given_answers) == (given_answers.get("kind") == "key")


@given(SEEDS, DAYS)
def test_nobody_stays_for_no_time_at_all(seed: int, day: Day) -> None:
    for visit in plan(seed, day, HALL):
        assert visit.stays > timedelta(0)
        assert not visit.sent_on or visit.stays_there > timedelta(0)


@pytest.mark.parametrize(("day", "visits"), [(Day.NORMAL, 120), (Day.PEAK, 300)])
def test_a_day_has_its_visits(day: Day, visits: int) -> None:
    assert len(many(day)) / MANY == pytest.approx(visits, rel=0.03)


@pytest.mark.parametrize("day", Day)
def test_the_hours_have_their_shares(day: Day) -> None:
    for start, end, percent in of.ARRIVALS:
        low, high = (timedelta(hours=at.hour - 8, minutes=at.minute - 30) for at in (start, end))
        coming = sum(low <= one.comes < high for one in many(day)) / len(many(day))
        assert coming == pytest.approx(percent / 100, abs=0.015)


def test_the_queues_have_their_shares_and_the_medical_season_fills_one() -> None:
    normal = Counter(visit.queue for visit in many(Day.NORMAL))
    peak = Counter(visit.queue for visit in many(Day.PEAK))

    for letter, percent in of.SHARES.items():
        assert normal[letter] / normal.total() == pytest.approx(percent / 100, abs=0.015)
    assert peak["D"] / peak.total() == pytest.approx(0.40, abs=0.015)


@pytest.mark.parametrize("day", Day)
def test_half_only_ask_a_fifth_go_first_and_a_third_of_a_is_sent_on(day: Day) -> None:
    assert share(day, lambda one: one.consults) == pytest.approx(0.5, abs=0.015)
    assert share(day, lambda one: one.priority) == pytest.approx(0.2, abs=0.015)
    general = [one for one in many(day) if one.queue == "A" and not one.lacks_papers]
    assert sum(bool(one.sent_on) for one in general) / len(general) == pytest.approx(0.28, abs=0.04)


def test_who_read_the_list_lacks_fewer_papers() -> None:
    cases = [one for one in many(Day.NORMAL) if not one.consults]
    read = [one.lacks_papers for one in cases if one.reads_list]
    unread = [one.lacks_papers for one in cases if not one.reads_list]

    assert sum(read) / len(read) == pytest.approx(0.05, abs=0.015)
    assert sum(unread) / len(unread) == pytest.approx(0.20, abs=0.03)


def test_a_peak_day_goes_a_fifth_slower() -> None:
    asking = {day: sorted(one.stays for one in many(day) if one.consults) for day in Day}
    medians = {day: times[len(times) // 2] / timedelta(minutes=1) for day, times in asking.items()}

    assert medians[Day.NORMAL] == pytest.approx(3, rel=0.05)
    assert medians[Day.PEAK] == pytest.approx(3.6, rel=0.05)


@given(st.floats(0, 1), st.floats(0, 600))
def test_who_waits_longer_misses_more_but_most_hear_their_call(drawn: float, minutes: float) -> None:
    visit = Visit(1, timedelta(0), (), "A", draws=(drawn,))
    waited = timedelta(minutes=minutes)

    assert visit.hears(0, timedelta(0)) == (drawn >= of.MISSES)
    assert visit.hears(0, waited) or not visit.hears(0, waited + timedelta(minutes=10))
    assert visit.hears(0, waited) or drawn < of.MISSES_AT_MOST


def test_a_crowd_sends_only_some_away() -> None:
    patient, hasty = (Visit(1, timedelta(0), (), "A", leaves_crowd=one) for one in (False, True))

    assert not patient.turns_away(50)
    assert [hasty.turns_away(ahead) for ahead in (0, 2, 3)] == [False, False, True]
    assert share(Day.NORMAL, lambda one: one.leaves_crowd) == pytest.approx(0.15, abs=0.015)
    assert share(Day.PEAK, lambda one: one.leaves_crowd) == pytest.approx(0.25, abs=0.015)


def test_a_hall_without_these_services_still_has_its_questions() -> None:
    bare = Offered((Service("X01", "A"),))

    visits = plan(7, Day.PEAK, bare)

    assert visits
    assert {visit.services for visit in visits} == {()}
    assert all(visit.body()["not_sure"] for visit in visits)


def test_the_sample_hall_can_take_everybody_of_a_day(still_hall: SampleHall) -> None:
    public = still_hall.as_("")
    about = about_in(public.get("/hall").json)
    visits = plan(7, Day.NORMAL, offered_in(public.get("/services").json, about))

    refused = [
        (visit.body(), answer.text)
        for visit in visits
        if (answer := still_hall.as_("kiosk").post("/tickets/offer", visit.body())).status_code != 200
    ]

    assert refused == []
    assert {visit.queue for visit in visits} == set("ABCDEF")


def test_who_takes_a_list_home_has_answered_all_that_it_needs(still_hall: SampleHall) -> None:
    public = still_hall.as_("")
    about = about_in(public.get("/hall").json)
    offered = offered_in(public.get("/services").json, about)
    readers = {
        visit.services: visit
        for seed in range(5)
        for visit in plan(seed, Day.NORMAL, offered)
        if visit.reads_list
    }

    for (first, *others), visit in readers.items():
        body = {"answers": visit.answers, "services": others, "language": visit.language}
        answer = still_hall.as_("kiosk").post(f"/services/{first}/checklist", body)
        assert answer.status_code == 200, answer.text
