"""A parcel goes its way: nothing leaves before it was issued, checked and signed for on a list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.hall import chasing, courier
from kiosk.hall.case import Case, CaseState, Delivery
from kiosk.hall.errors import HallError
from kiosk.hall.parcel import (
    ENDED,
    Enclosed,
    FollowUpResult,
    Parcel,
    ParcelState,
    SignedBy,
)
from kiosk.hall.recipient import PhoneNeeded, WrongAddress, recipient

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
A, B = "BJ20261123-001", "BJ20261123-002"
HOME = {
    "name": "王小明",
    "phone": "138 0000 2046",
    "province": "样例省",
    "city": "样例市",
    "county": "样例县",
    "street": "样例镇北街 8 号",
    "postcode": "322000",
}


def case(case_id: str = A, state: CaseState = CaseState.ACCEPTED) -> Case:
    return Case(case_id, "E05", state, NINE, 5, "小李")


def asked(*cases: str) -> Parcel:
    contents = tuple(Enclosed(one, "E05") for one in cases or (A,))
    return Parcel("YJ20261123-001", ParcelState.APPLIED, NINE, 5, "小李", contents)


def ready() -> Parcel:
    return courier.follow(asked(), [case(state=CaseState.ISSUED)], at=NINE)


def packed(number: str = "1234567890123") -> Parcel:
    return courier.pack(
        ready(),
        licence_numbers=("浙样 001",),
        name_checked=True,
        numbers_checked=True,
        count_checked=True,
        mail_number=number,
        by="c1",
        at=NINE,
    )


def away() -> Parcel:
    return courier.hand_over(courier.put_on_list(packed(), handover="JJ20261123-001"), at=NINE)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (CaseState.RECEIVED, False),
        (CaseState.SUPPLEMENT, False),
        (CaseState.ACCEPTED, True),
        (CaseState.TOLERANT, True),
        (CaseState.ISSUED, True),
        (CaseState.DELIVERED, False),
    ],
)
def test_posting_is_offered_after_the_papers_are_verified_and_only_then(
    state: CaseState, offered: bool
) -> None:
    if offered:
        courier.must_be_offered(case(state=state), postable=True)
    else:
        with pytest.raises(courier.NotOffered):
            courier.must_be_offered(case(state=state), postable=True)
    with pytest.raises(courier.NotOffered):
        courier.must_be_offered(case(state=state), postable=False)


def test_a_parcel_follows_its_case_until_the_result_is_there() -> None:
    states = (CaseState.ACCEPTED, CaseState.GRANTED, CaseState.ISSUED)

    followed = [courier.follow(asked(), [case(state=state)], at=NINE).state for state in states]

    assert followed == [ParcelState.APPLIED, ParcelState.TO_ISSUE, ParcelState.TO_SEND]


def test_two_results_wait_for_each_other_and_one_that_is_refused_waits_for_nobody() -> None:
    both, issued = asked(A, B), case(A, CaseState.ISSUED)

    waits = courier.follow(both, [issued, case(B)], at=NINE)
    alone = courier.follow(both, [issued, case(B, CaseState.REFUSED)], at=NINE)

    assert waits.state is ParcelState.APPLIED
    assert (alone.state, alone.contents) == (ParcelState.TO_SEND, (Enclosed(A, "E05"),))


def test_with_nothing_left_to_send_it_is_void_or_was_collected() -> None:
    at_the_counter = replace(case(state=CaseState.DELIVERED), delivery=Delivery.COUNTER)

    assert courier.follow(asked(), [case(state=CaseState.WITHDRAWN)], at=NINE).state is ParcelState.VOID
    assert courier.follow(ready(), [at_the_counter], at=NINE).state is ParcelState.SELF_COLLECT
    with pytest.raises(courier.InThePost):
        courier.must_not_be_in_the_post(away(), at_the_counter)


@pytest.mark.parametrize("missing", ["name_checked", "numbers_checked", "count_checked"])
def test_a_parcel_is_not_closed_before_everything_is_ticked(missing: str) -> None:
    ticks = {one: one != missing for one in ("name_checked", "numbers_checked", "count_checked")}

    with pytest.raises(courier.NotChecked):
        courier.pack(ready(), licence_numbers=(), mail_number="", by="c1", at=NINE, **ticks)


def test_who_was_not_named_may_not_sign() -> None:
    named = replace(away(), only_in_person=False)

    assert courier.deliver(away(), signed_by=SignedBy.SUBSTITUTE, at=NINE).signed_by is SignedBy.OTHER
    assert courier.deliver(named, signed_by=SignedBy.SUBSTITUTE, at=NINE).signed_by is SignedBy.SUBSTITUTE


def test_a_returned_parcel_goes_again_with_a_new_number_or_is_collected() -> None:
    back = courier.come_back(courier.refuse(away(), at=NINE), at=NINE)

    again = courier.send_again(back)

    assert (again.state, again.mail_number, again.is_packed) == (ParcelState.TO_SEND, "", False)
    assert courier.self_collect(back, at=NINE).state is ParcelState.SELF_COLLECT


def test_what_went_wrong_is_called_about_and_a_sample_of_the_rest() -> None:
    def wants(parcel: Parcel, at: datetime = NINE, every: int = 10) -> bool:
        return chasing.wants_call(parcel, at=at, undelivered_days=7, sample_every=every)

    fine = courier.deliver(away(), signed_by=SignedBy.RECIPIENT, at=NINE)
    other = courier.deliver(away(), signed_by=SignedBy.OTHER, at=NINE)

    assert wants(fine)  # the first of the day is one of the sample
    assert not wants(replace(fine, id="YJ20261123-002"))
    assert not wants(fine, every=0)
    assert wants(replace(other, id="YJ20261123-002"))
    assert wants(courier.refuse(away(), at=NINE))
    assert not wants(away(), at=NINE + timedelta(days=6))
    assert wants(away(), at=NINE + timedelta(days=7))
    unreached = courier.follow_up(other, result=FollowUpResult.UNREACHED, by="c1", at=NINE)
    assert wants(unreached)
    assert not wants(courier.follow_up(other, result=FollowUpResult.FINE, by="c1", at=NINE))


def test_a_recipient_is_kept_in_one_form() -> None:
    kept = recipient({**HOME, "substitute": " 李 丽 ", "substitute_phone": "85550012"}, area_code="0579")

    assert kept.phone == "13800002046"
    assert kept.address == "样例省样例市样例县样例镇北街 8 号"
    assert (kept.substitute, kept.substitute_phone) == ("李 丽", "0579-85550012")
    assert recipient({**HOME, "province": "北京市", "city": "北京市"}).address.startswith("北京市样例县")


@pytest.mark.parametrize(
    ("missing", "refusal"),
    [
        ({"phone": ""}, PhoneNeeded),
        ({"street": " "}, WrongAddress),
        ({"county": ""}, WrongAddress),
        ({"postcode": "32200"}, WrongAddress),
        ({"street": "a" * 121}, WrongAddress),
        ({"street": "样例\x00"}, WrongAddress),
        ({"substitute": "李", "substitute_phone": "12"}, HallError),
    ],
)
def test_an_address_that_the_post_could_not_find_is_refused(
    missing: dict[str, str], refusal: type[HallError]
) -> None:
    with pytest.raises(refusal):
        recipient({**HOME, **missing})


class Way(RuleBasedStateMachine):
    """Whatever is pressed, in whatever order, a parcel moves only along its way."""

    def __init__(self) -> None:
        super().__init__()
        self.parcel, self.case, self.was = asked(), case(), [ParcelState.APPLIED]

    @rule(state=st.sampled_from(sorted(CaseState)))
    def the_case_moves(self, state: CaseState) -> None:
        before, self.case = self.case, replace(self.case, state=state, delivery=Delivery.COUNTER)
        try:
            courier.must_not_be_in_the_post(self.parcel, self.case)
        except courier.InThePost:
            self.case = before
        self._now(courier.follow(self.parcel, [self.case], at=NINE))

    @rule(
        act=st.sampled_from(
            (
                "pack",
                "list",
                "unlist",
                "hand_over",
                "deliver",
                "refuse",
                "come_back",
                "again",
                "collect",
                "cancel",
                "call",
            )
        ),
        signer=st.sampled_from(SignedBy),
        ticks=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    )
    def something_is_pressed(self, act: str, signer: SignedBy, ticks: tuple[bool, bool, bool]) -> None:
        name, numbers, count = ticks
        acts: dict[str, Callable[[Parcel], Parcel]] = {
            "pack": lambda one: courier.pack(
                one,
                licence_numbers=(),
                name_checked=name,
                numbers_checked=numbers,
                count_checked=count,
                mail_number="1234567890123",
                by="c1",
                at=NINE,
            ),
            "list": lambda one: courier.put_on_list(one, handover="JJ"),
            "unlist": courier.take_off_list,
            "hand_over": lambda one: courier.hand_over(one, at=NINE),
            "deliver": lambda one: courier.deliver(one, signed_by=signer, at=NINE),
            "refuse": lambda one: courier.refuse(one, at=NINE),
            "come_back": lambda one: courier.come_back(one, at=NINE),
            "again": courier.send_again,
            "collect": lambda one: courier.self_collect(one, at=NINE),
            "cancel": lambda one: courier.cancel(one, at=NINE),
            "call": lambda one: courier.follow_up(one, result=FollowUpResult.FINE, by="c1", at=NINE),
        }
        try:
            self._now(acts[act](self.parcel))
        except HallError:
            return

    def _now(self, parcel: Parcel) -> None:
        if parcel.state is not self.parcel.state:
            assert self.parcel.state not in ENDED
            self.was.append(parcel.state)
        self.parcel = parcel

    @invariant()
    def nothing_leaves_before_it_was_checked_and_listed(self) -> None:
        if self.parcel.state is ParcelState.HANDED_OVER:
            assert self.parcel.is_packed
            assert self.parcel.handover
            assert self.was[-2] is ParcelState.TO_SEND

    @invariant()
    def only_what_was_in_the_post_is_signed_for_or_comes_back(self) -> None:
        if self.parcel.state in {ParcelState.DELIVERED, ParcelState.REFUSED}:
            assert self.was[-2] is ParcelState.HANDED_OVER
        if self.parcel.state is ParcelState.RETURNED:
            assert self.was[-2] in {ParcelState.HANDED_OVER, ParcelState.REFUSED}

    @invariant()
    def only_the_named_sign(self) -> None:
        assert not (self.parcel.only_in_person and self.parcel.signed_by is SignedBy.SUBSTITUTE)

    @invariant()
    def an_end_has_its_time(self) -> None:
        assert (self.parcel.state in ENDED) == (self.parcel.ended_at is not None)


TestWay = Way.TestCase
