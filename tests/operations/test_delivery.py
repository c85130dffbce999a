"""Parcels in the store: from the request to the signature, with people behind a key, on both databases."""

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from kiosk.config import SAMPLE_HALL
from kiosk.hall.case import Case, CaseState, Delivery, Mark, Receipt
from kiosk.hall.courier import InThePost, NotOffered
from kiosk.hall.errors import HallError
from kiosk.hall.mail_number import WrongMailNumber
from kiosk.hall.parcel import Parcel, ParcelState, Recipient, SignedBy
from kiosk.hall.person import Person
from kiosk.hall.recipient import recipient
from kiosk.loading import load
from kiosk.operations import applying, case_files, case_steps, casework, delivery, ledger, rounds
from kiosk.operations.casework import Found
from kiosk.operations.rounds import PostRow
from kiosk.storage.parcels import ParcelOvertaken, UnknownParcel
from kiosk.storage.store import Store, open_store
from tests.databases import KEY
from tests.hall.halls import NINE
from tests.hall.test_courier import HOME

SAMPLE = load(SAMPLE_HALL)
WANG = Person("王小明", "13800002046")
ALL_THERE = {
    line.code: Found(Mark.RECEIVED) for code in ("E05", "E01") for line in SAMPLE.service(code).materials
}
NUMBER, OTHER = "1234567890123", "1234567890124"
TICKED = frozenset({"name", "numbers", "count"})


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, hall_id="sample", catalogue=lambda _: SAMPLE, key=KEY)
    yield opened
    opened.close()


def accepted(store: Store, service: str = "E05", who: Person = WANG, ticket: str = "") -> Case:
    case = casework.open_case(
        store, service=service, ticket=ticket, applicant=who, window=5, clerk="小李", at=NINE
    )
    return casework.receive(
        store, case=case.id, version=case.version, found=ALL_THERE, outcome=Receipt.COMPLETE, at=NINE
    )


def issued(store: Store, case: Case) -> Case:
    case = case_steps.decide(store, case=case.id, version=case.version, granted=True, at=NINE)
    return case_steps.issue(store, case=case.id, version=case.version, at=NINE)


def ask(store: Store, case: Case, to: Recipient | None = None) -> Parcel:
    return applying.request(
        store, case=case.id, recipient=to or recipient(HOME), copies=1, window=5, clerk="小李", at=NINE
    )


def now(store: Store, parcel: Parcel) -> Parcel:
    return ledger.one(store, parcel=parcel.id)[0]


def pack(store: Store, parcel: Parcel, number: str = NUMBER) -> Parcel:
    seen = now(store, parcel)
    return delivery.pack(
        store,
        parcel=seen.id,
        version=seen.version,
        licence_numbers=("样字 001",),
        ticked=TICKED,
        number=number,
        by="c1",
        at=NINE,
    )


def post(store: Store, *parcels: Parcel) -> str:
    listed = rounds.draw_up(store, parcels=[one.id for one in parcels], by="c1", at=NINE)
    rounds.sign(store, handover=listed.id, by="c1", at=NINE)
    return listed.id


def away(store: Store, number: str = NUMBER) -> Parcel:
    case = accepted(store)
    parcel = ask(store, case)
    issued(store, case)
    pack(store, parcel, number)
    post(store, parcel)
    return now(store, parcel)


def test_a_parcel_goes_from_the_request_to_the_signature_and_its_case_with_it(store: Store) -> None:
    case = accepted(store)
    parcel = ask(store, case)
    assert (parcel.id, parcel.state) == ("YJ20261123-001", ParcelState.APPLIED)
    issued(store, case)
    assert now(store, parcel).state is ParcelState.TO_SEND

    pack(store, parcel)
    post(store, parcel)
    seen = now(store, parcel)
    delivery.deliver(store, parcel=seen.id, version=seen.version, signed_by=SignedBy.RECIPIENT, at=NINE)

    done, _ = case_files.one(store, case=case.id)
    assert (done.state, done.delivery) == (CaseState.DELIVERED, Delivery.POST)
    assert now(store, parcel).state is ParcelState.DELIVERED


def test_nothing_is_posted_before_its_papers_are_verified_and_nothing_twice(store: Store) -> None:
    fresh = casework.open_case(
        store, service="E05", ticket="", applicant=WANG, window=5, clerk="小李", at=NINE
    )
    with pytest.raises(NotOffered):
        ask(store, fresh)

    case = accepted(store, who=Person("李丽", "13900001111"))
    assert ask(store, case).id == ask(store, case).id


def test_two_results_for_one_person_go_into_one_parcel_and_nobody_elses_do(store: Store) -> None:
    first, second = accepted(store), accepted(store, "E01")
    stranger = accepted(store, who=Person("李丽", "13900001111"))
    parcel = ask(store, first)
    with store.read() as reading:
        offered = applying.may_join(reading, second.id)
    assert offered

    applying.join(store, parcel=offered.id, case=second.id, copies=2, window=1, at=NINE)
    with pytest.raises(applying.OtherRecipient):
        applying.join(store, parcel=parcel.id, case=stranger.id, copies=1, window=1, at=NINE)
    issued(store, first)

    assert now(store, parcel).pieces == 3
    assert now(store, parcel).state is ParcelState.APPLIED
    issued(store, second)
    assert now(store, parcel).state is ParcelState.TO_SEND


def test_what_is_in_the_post_is_not_handed_out_at_the_counter(store: Store) -> None:
    away(store)
    (case, _), *_ = case_files.open_cases(store)

    with pytest.raises(InThePost):
        case_steps.deliver(store, case=case.id, version=case.version, delivery=Delivery.COUNTER, at=NINE)

    assert case_files.one(store, case=case.id)[0] == case


def test_who_comes_for_it_after_all_ends_the_posting(store: Store) -> None:
    case = accepted(store)
    parcel = ask(store, case)
    case = issued(store, case)

    case_steps.deliver(store, case=case.id, version=case.version, delivery=Delivery.COUNTER, at=NINE)

    assert now(store, parcel).state is ParcelState.SELF_COLLECT


def test_a_mail_number_may_be_strange_but_not_impossible_and_not_two_parcels(store: Store) -> None:
    away(store, "SF12345")
    case = accepted(store)
    parcel = ask(store, case)
    issued(store, case)

    with pytest.raises(WrongMailNumber):
        pack(store, parcel, "?")
    with pytest.raises(delivery.MailNumberTaken, match="YJ20261123-001"):
        pack(store, parcel, "sf 123 45")


def test_a_list_that_nobody_signed_is_torn_up_and_one_that_was_is_not(store: Store) -> None:
    case = accepted(store)
    parcel = ask(store, case)
    issued(store, case)
    pack(store, parcel)
    listed = rounds.draw_up(store, parcels=[parcel.id], by="c1", at=NINE)

    rounds.tear_up(store, handover=listed.id, by="c1", at=NINE)

    assert now(store, parcel).handover == ""
    signed = post(store, parcel)
    with pytest.raises(ParcelOvertaken):
        rounds.tear_up(store, handover=signed, by="c1", at=NINE)
    with pytest.raises(rounds.NothingToHandOver):
        rounds.draw_up(store, parcels=[], by="c1", at=NINE)


def test_of_two_liaisons_one_draws_up_the_list(store: Store) -> None:
    case = accepted(store)
    parcel = ask(store, case)
    issued(store, case)
    pack(store, parcel)
    gate, refused = Barrier(2), list[HallError]()

    def press() -> None:
        gate.wait()
        try:
            rounds.draw_up(store, parcels=[parcel.id], by="c1", at=NINE)
        except HallError as error:
            refused.append(error)

    both = [Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(refused) == 1


def test_the_posts_file_is_read_line_by_line_and_a_bad_one_stops_no_other(store: Store) -> None:
    parcel, other = away(store), away(store, "")
    rows = (
        PostRow(2, parcel.id, NUMBER, "妥投", "本人"),
        PostRow(3, other.id, "EA473124829CN", "已退回"),
        PostRow(4, "", NUMBER, "妥投"),
        PostRow(5, "YJ20200101-001", "", "妥投"),
        PostRow(6, parcel.id, "", "飞走了"),
        PostRow(7, parcel.id, OTHER, "妥投"),
        PostRow(8, parcel.id, NUMBER, "妥投", "本人"),
        PostRow(9, other.id, "", "妥投", "谁"),
    )

    read = rounds.read_back(store, rows=rows, by="c1", at=NINE)

    assert (read.taken, read.unchanged) == (2, 1)
    assert [(one.line, type(one.why)) for one in read.refused] == [
        (4, rounds.NoReference),
        (5, UnknownParcel),
        (6, rounds.UnknownWord),
        (7, rounds.OtherMailNumber),
        (9, rounds.UnknownWord),
    ]
    assert now(store, parcel).state is ParcelState.DELIVERED
    assert now(store, other).mail_number == "EA473124829CN"
    assert now(store, other).state is ParcelState.RETURNED


def test_a_returned_parcel_goes_again_to_a_new_address(store: Store) -> None:
    parcel = away(store)
    delivery.come_back(store, parcel=parcel.id, version=parcel.version, at=NINE)
    moved = recipient({**HOME, "street": "样例镇南街 1 号"})
    seen = now(store, parcel)

    again = delivery.send_again(store, parcel=parcel.id, version=seen.version, recipient=moved, at=NINE)
    pack(store, again, OTHER)
    post(store, again)

    assert ledger.one(store, parcel=parcel.id)[1] == moved
    assert now(store, parcel).mail_number == OTHER
