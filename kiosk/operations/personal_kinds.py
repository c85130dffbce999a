"""个人信息的种类: each kind of matter that names people: why, how long, how it is found and how it goes.

One entry here gives a further kind its sentence on every form, its place in the round that erases what is
old, and its lines on the page where a person asks what the hall keeps of him.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.floor import Hall
from kiosk.hall.jobs import SETTLED
from kiosk.hall.paper_events import PaperExpired, PapersErased
from kiosk.hall.personal import Held, Whom
from kiosk.hall.words import Words
from kiosk.operations import batches, case_files, custody_day, escalation, inspection, ledger
from kiosk.operations import personal_matters as matters
from kiosk.storage.store import Reading, Store, Work

PAPERS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of matter that names people.

    `why` says what it is asked for, `kept` how long it stays; `found` lists what there is of one person,
    `erase` forgets one matter inside an act, `forget` erases what is old.
    """

    code: str
    name: Words
    why: Words
    kept: Callable[[Hall], Words]
    seen_by: Words
    found: Callable[[Reading, Whom, Catalogue, date], tuple[Held, ...]]
    erase: Callable[[Work, str, datetime], None]
    forget: Callable[..., int]


def erase_papers(store: Store, *, at: datetime) -> int:
    """Erase what stands on papers that name somebody, some hours after they came out; returns how many.

    One that never came out in a week is given up first: nobody waits for it any more.
    """
    with store.read() as reading:
        before = at - timedelta(hours=reading.catalogue(at).hall.personal.paper_hours)
        if not reading.papers.to_erase(before, at, 1):
            return 0
    with store.begin() as work:
        old = work.papers.to_erase(before, at, PAPERS_AT_ONCE)
        for paper in old:
            if paper.state not in SETTLED:
                work.papers.set_state(paper.id, matters.GIVEN_UP, paper.detail, at)
                work.record(PaperExpired(paper.id), at)
            work.papers.erase(paper.id)
        if old:
            work.record(PapersErased(tuple(one.id for one in old)), at)
    return len(old)


def forget_retirees(store: Store, *, at: datetime) -> int:
    """Erase who is no longer managed, and let the others be found by phone; returns how many are erased."""
    with store.read() as reading:
        late = reading.retirees.has_unindexed()
    if late:
        with store.begin() as work:
            work.retirees.index_phones(PAPERS_AT_ONCE)
    return batches.forget_people(store, at=at)


def _nothing_found(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:  # noqa: ARG001  papers are found with their matters
    return ()


def _gone_with_its_matter(work: Work, item: str, at: datetime) -> None:
    matters.erase_papers_of(work, item, at)


KINDS: tuple[Kind, ...] = (
    Kind(
        "case",
        Words("办件", "cases"),
        Words(
            "姓名印在通知书上（遮住），电话只用来联系申请人",
            "the name stands masked on the notices, the phone is only for reaching the applicant",
        ),
        lambda hall: Words(
            f"办结 {hall.cases.keep_years} 年后抹去", f"erased {hall.cases.keep_years} years after the end"
        ),
        Words("窗口人员，看全名要记录", "clerks; whoever looks at the whole name is noted"),
        matters.cases,
        matters.erase_case,
        case_files.forget_people,
    ),
    Kind(
        "custody",
        Words("代收", "custody"),
        Words(
            "姓名、电话、账号只用来缴费和回电，收条上遮住",
            "name, phone and account are only for paying in and calling back, and masked on the receipt",
        ),
        lambda hall: Words(
            f"结清 {hall.custody.kept_years} 年后抹去，金额留下",
            f"erased {hall.custody.kept_years} years after the end; the sums stay",
        ),
        Words("窗口人员，看电话和账号要记录", "clerks; whoever looks at phone and account is noted"),
        matters.deposits,
        matters.erase_deposit,
        custody_day.erase_payers,
    ),
    Kind(
        "parcel",
        Words("邮寄", "parcels"),
        Words(
            "姓名、电话、地址只用来寄这一件，印在申请单和快递单上交给邮政",
            "name, phone and address are only for this parcel; printed on its request and slip",
        ),
        lambda hall: Words(
            f"送达 {hall.courier.keep_years} 年后抹去",
            f"erased {hall.courier.keep_years} years after delivery",
        ),
        Words("寄递专员、窗口人员，看全部要记录", "liaison and clerks; whoever looks at all of it is noted"),
        matters.parcels,
        matters.erase_parcel,
        ledger.forget_recipients,
    ),
    Kind(
        "problem",
        Words("办不成事", "what could not be done"),
        Words(
            "电话和姓名只用来答复和回访；不留也可以反映",
            "phone and name are only for the answer and the call afterwards; it works without them, too",
        ),
        lambda hall: Words(
            f"办结 {hall.escalation.erase_after_days} 天后抹去",
            f"erased {hall.escalation.erase_after_days} days after the end",
        ),
        Words(
            "首问的窗口人员；承办人、管理员看姓名和电话要记录",
            "the clerk who was asked first; a look at name and phone by who has it, or a manager, is noted",
        ),
        matters.problems,
        matters.erase_problem,
        escalation.erase_old,
    ),
    Kind(
        "retiree",
        Words("退休认证", "retirees"),
        Words(
            "姓名、身份证号和电话只用来核实待遇资格",
            "name, identity number and phone are only for verifying that a pension is due",
        ),
        lambda _: Words(
            f"不再管理的人 {matters.REVERSIBLE_DAYS} 天后抹去",
            f"erased {matters.REVERSIBLE_DAYS} days after somebody is no longer managed",
        ),
        Words("本村协管员、核对的窗口人员", "the assistant of the village, and the window that checks"),
        matters.retirees,
        matters.erase_retiree,
        forget_retirees,
    ),
    Kind(
        "inspection",
        Words("上门排查", "inspections"),
        Words(
            "名称、地址、联系人和电话只用来上门排查和提前告知材料",
            "name, address, contact and phone are only for the visit and for telling the materials ahead",
        ),
        lambda hall: Words(
            f"最后一次有动静 {hall.inspection.erase_after_days} 天后抹去",
            f"erased {hall.inspection.erase_after_days} days after the last step",
        ),
        Words(
            "登记的排查人员；别的排查人员、窗口人员、管理员看全部要记录",
            "the inspector who registered it; a look at all of it by anybody else of the hall is noted",
        ),
        matters.inspections,
        matters.erase_inspection,
        inspection.erase_old,
    ),
    Kind(
        "paper",
        Words("含个人信息的单据", "papers with names"),
        Words("只为打印和补打存放", "kept only for printing, and for printing once more"),
        lambda hall: Words(
            f"出纸 {hall.personal.paper_hours} 小时后抹去内容",
            f"the content goes {hall.personal.paper_hours} hours after it came out",
        ),
        Words("打印程序；窗口人员看原件要记录", "the print agent; a clerk who looks at it is noted"),
        _nothing_found,
        _gone_with_its_matter,
        erase_papers,
    ),
)
BY_CODE = {one.code: one for one in KINDS}
