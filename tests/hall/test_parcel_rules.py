"""One parcel for several results, the sample that is called, and a recipient said in full."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.hall import chasing, courier
from kiosk.hall.case import CaseState, Delivery
from kiosk.hall.errors import HallError
from kiosk.hall.parcel import Enclosed, FollowUp, FollowUpResult, Parcel, ParcelState, Recipient, SignedBy
from kiosk.hall.recipient import PhoneNeeded, WrongAddress, recipient
from tests.hall.test_courier import HOME, NINE, A, B, asked, away, case, packed, ready

LATER = NINE + timedelta(hours=3)


def test_one_more_result_goes_into_a_parcel_until_it_is_packed() -> None:
    more = Enclosed(B, "E01")

    assert courier.enclose(asked(A), more) == replace(asked(A), contents=(Enclosed(A, "E05"), more))
    with pytest.raises(courier.ClosedAlready, match="YJ20261123-001"):
        courier.enclose(packed(), more)
    with pytest.raises(HallError):
        courier.enclose(away(), more)


@pytest.mark.parametrize(
    ("parcel", "every", "called"),
    [
        ("YJ20261123-001", 10, True),
        ("YJ20261123-002", 10, False),
        ("YJ20261123-010", 10, False),
        ("YJ20261123-011", 10, True),
        ("YJ20261123-012", 10, False),
        ("YJ-20261123-011", 10, True),
        ("YJ20261123-002", 1, True),
        ("YJ20261123-001", 0, False),
    ],
)
def test_the_first_of_each_day_and_every_nth_after_it_is_called(
    parcel: str, every: int, called: bool
) -> None:
    assert chasing.in_sample(parcel, every) is called


def test_everything_that_is_said_of_a_recipient_is_kept() -> None:
    said = {**HOME, "phone": "85550012", "substitute": "李丽", "substitute_phone": "138 0000 2047"}

    assert recipient(said, area_code="0579") == Recipient(
        name="王小明",
        phone="0579-85550012",
        province="样例省",
        city="样例市",
        county="样例县",
        street="样例镇北街 8 号",
        postcode="322000",
        substitute="李丽",
        substitute_phone="13800002047",
    )
    assert recipient(said).phone == "85550012"


def test_postcode_and_substitute_may_be_left_out_and_a_phone_without_a_substitute_is_dropped() -> None:
    short = {name: text for name, text in HOME.items() if name != "postcode"}

    kept = recipient({**short, "substitute_phone": "13800002047"})

    assert (kept.postcode, kept.substitute, kept.substitute_phone) == ("", "", "")
    assert recipient({**short, "substitute": "李丽"}).substitute_phone == ""


@pytest.mark.parametrize("absent", ["province", "city", "county", "street", "name", "phone"])
def test_what_is_not_said_at_all_is_missing(absent: str) -> None:
    with pytest.raises(PhoneNeeded if absent == "phone" else HallError):
        recipient({name: text for name, text in HOME.items() if name != absent})


def test_the_longest_parts_are_kept_and_a_longer_postcode_is_none() -> None:
    assert recipient({**HOME, "street": "长" * 120, "county": "县" * 30}).street == "长" * 120
    for wrong in ({"county": "县" * 31}, {"postcode": "3220001"}, {"postcode": "32200a"}):
        with pytest.raises(WrongAddress):
            recipient({**HOME, **wrong})


def test_each_step_of_a_parcel_is_noted_with_its_time_and_changes_nothing_else() -> None:
    listed = courier.put_on_list(packed(), handover="JJ1")
    sent, delivered = away(), ParcelState.DELIVERED
    back = courier.come_back(sent, at=LATER)

    assert packed() == replace(
        ready(),
        contents=(Enclosed(A, "E05", licence_number="浙样 001"),),
        mail_number="1234567890123",
        packed_at=NINE,
        packed_by="c1",
    )
    assert listed == replace(packed(), handover="JJ1")
    assert courier.take_off_list(listed) == packed()
    assert courier.hand_over(replace(listed, back_at=NINE), at=LATER) == replace(
        listed, state=ParcelState.HANDED_OVER, handed_over_at=LATER
    )
    assert courier.deliver(sent, signed_by=SignedBy.RECIPIENT, at=LATER) == replace(
        sent, state=delivered, signed_by=SignedBy.RECIPIENT, ended_at=LATER
    )
    assert courier.refuse(sent, at=LATER) == replace(sent, state=ParcelState.REFUSED, back_at=LATER)
    assert back == replace(sent, state=ParcelState.RETURNED, back_at=LATER)
    assert courier.send_again(back) == replace(
        packed(), state=ParcelState.TO_SEND, mail_number="", packed_at=None, back_at=LATER
    )
    assert courier.cancel(ready(), at=LATER) == replace(ready(), state=ParcelState.VOID, ended_at=LATER)
    for before in (ready(), back):
        assert courier.self_collect(before, at=LATER) == replace(
            before, state=ParcelState.SELF_COLLECT, ended_at=LATER
        )


def test_what_stands_on_a_list_is_neither_packed_listed_fetched_nor_cancelled() -> None:
    listed = courier.put_on_list(packed(), handover="JJ1")
    checked = {"name_checked": True, "numbers_checked": True, "count_checked": True}
    acts: tuple[Callable[[], object], ...] = (
        lambda: courier.pack(listed, licence_numbers=(), mail_number="1", by="c1", at=NINE, **checked),
        lambda: courier.put_on_list(listed, handover="JJ2"),
        lambda: courier.self_collect(listed, at=NINE),
        lambda: courier.cancel(listed, at=NINE),
        lambda: courier.hand_over(packed(), at=NINE),
    )

    for act in acts:
        with pytest.raises(courier.IllegalMove, match="YJ20261123-001"):
            act()


def test_a_parcel_is_packed_with_a_licence_for_each_result_and_none_where_it_has_none() -> None:
    both = courier.follow(asked(A, B), [case(A, CaseState.ISSUED), case(B, CaseState.ISSUED)], at=NINE)

    closed = courier.pack(
        both,
        licence_numbers=("浙样 001",),
        name_checked=True,
        numbers_checked=True,
        count_checked=True,
        mail_number="1",
        by="c1",
        at=NINE,
    )

    assert [one.licence_number for one in closed.contents] == ["浙样 001", ""]


@pytest.mark.parametrize("forgotten", ["name_checked", "numbers_checked", "count_checked"])
def test_nothing_is_closed_before_all_three_were_checked(forgotten: str) -> None:
    checks = {"name_checked": True, "numbers_checked": True, "count_checked": True, forgotten: False}

    with pytest.raises(courier.NotChecked):
        courier.pack(ready(), licence_numbers=(), mail_number="1", by="c1", at=NINE, **checks)
    with pytest.raises(courier.NotChecked):
        courier.put_on_list(ready(), handover="JJ1")


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (CaseState.ISSUED, CaseState.ISSUED, ParcelState.TO_SEND),
        (CaseState.ISSUED, CaseState.GRANTED, ParcelState.TO_ISSUE),
        (CaseState.GRANTED, CaseState.ACCEPTED, ParcelState.APPLIED),
        (CaseState.ISSUED, CaseState.ACCEPTED, ParcelState.APPLIED),
    ],
)
def test_a_parcel_waits_for_the_last_of_its_results(
    first: CaseState, second: CaseState, stands: ParcelState
) -> None:
    parcel = replace(asked(A, B), packed_at=NINE, handover="JJ1")

    followed = courier.follow(parcel, [case(A, first), case(B, second)], at=LATER)

    assert followed == replace(parcel, state=stands)


def test_what_is_lost_or_fetched_falls_out_and_the_parcel_is_closed_again() -> None:
    both = replace(asked(A, B), packed_at=NINE, handover="JJ1")

    rest = courier.follow(both, [case(A, CaseState.ISSUED), case(B, CaseState.REFUSED)], at=LATER)

    assert rest == replace(
        both, state=ParcelState.TO_SEND, contents=both.contents[:1], packed_at=None, handover=""
    )
    assert courier.follow(asked(A, B), [case(A, CaseState.ISSUED)], at=LATER).contents == both.contents


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (CaseState.REFUSED, CaseState.WITHDRAWN, ParcelState.VOID),
        (CaseState.DELIVERED, CaseState.REFUSED, ParcelState.SELF_COLLECT),
    ],
)
def test_an_empty_parcel_ends(first: CaseState, second: CaseState, stands: ParcelState) -> None:
    over = courier.follow(asked(A, B), [case(A, first), case(B, second)], at=LATER)

    assert over == replace(asked(A, B), state=stands, ended_at=LATER)


def test_what_came_back_and_was_fetched_ends_and_what_is_in_the_post_stays_there() -> None:
    back = courier.come_back(away(), at=NINE)

    assert courier.follow(back, [case(A, CaseState.DELIVERED)], at=LATER) == replace(
        back, state=ParcelState.SELF_COLLECT, ended_at=LATER
    )
    assert courier.follow(back, [], at=LATER) == back
    assert courier.follow(back, [case(A, CaseState.ISSUED)], at=LATER) == back
    assert courier.follow(away(), [case(A, CaseState.DELIVERED)], at=LATER) == away()


def test_a_signature_of_nobody_named_is_noted_as_such() -> None:
    def signed(parcel: Parcel, by: SignedBy) -> SignedBy | None:
        return courier.deliver(parcel, signed_by=by, at=NINE).signed_by

    named = replace(away(), only_in_person=False)

    assert signed(away(), SignedBy.SUBSTITUTE) is SignedBy.OTHER
    assert signed(away(), SignedBy.RECIPIENT) is SignedBy.RECIPIENT
    assert signed(named, SignedBy.SUBSTITUTE) is SignedBy.SUBSTITUTE


def test_only_the_last_calls_about_a_parcel_are_kept() -> None:
    parcel = away()
    for n in range(courier.MOST_CALLS + 1):
        parcel = courier.follow_up(parcel, result=FollowUpResult.UNREACHED, by=f"c{n}", at=LATER)

    assert len(parcel.calls) == courier.MOST_CALLS
    assert parcel.calls[-1] == FollowUp(LATER, f"c{courier.MOST_CALLS}", FollowUpResult.UNREACHED)
    with pytest.raises(courier.IllegalMove):
        courier.follow_up(ready(), result=FollowUpResult.FINE, by="c1", at=NINE)


def test_nothing_is_handed_out_while_it_is_on_its_way() -> None:
    fetched = replace(case(A, CaseState.DELIVERED), delivery=Delivery.COUNTER)
    posted = replace(fetched, delivery=next(one for one in Delivery if one is not Delivery.COUNTER))
    listed = courier.put_on_list(packed(), handover="JJ1")

    for parcel in (away(), listed):
        with pytest.raises(courier.InThePost, match="YJ20261123-001"):
            courier.must_not_be_in_the_post(parcel, fetched)
        courier.must_not_be_in_the_post(parcel, posted)
        courier.must_not_be_in_the_post(parcel, case(A, CaseState.ISSUED))
    courier.must_not_be_in_the_post(packed(), fetched)
    courier.must_not_be_in_the_post(replace(listed, state=ParcelState.VOID), fetched)
