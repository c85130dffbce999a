"""个人信息的每一项: what the hall keeps of one person in each kind of matter, and how one of them goes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.hall.case import OVER, Case
from kiosk.hall.case_events import PersonErased
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.custody_events import PayersErased
from kiosk.hall.delegation import KEEP_DAYS, SERVICE, Retiree
from kiosk.hall.delegation_events import RetireeErased
from kiosk.hall.deposit import Deposit
from kiosk.hall.escalation import Escalation, UnknownEscalation
from kiosk.hall.escalation_events import EscalationErased
from kiosk.hall.escalation_words import State
from kiosk.hall.inspection import Inspection
from kiosk.hall.inspection_events import InspectionErased
from kiosk.hall.jobs import SETTLED, PaperState
from kiosk.hall.paper_events import PapersErased
from kiosk.hall.parcel import ENDED, NO_RECIPIENT, Parcel, Recipient
from kiosk.hall.person import NOBODY, Person
from kiosk.hall.personal import Fact, Held, Stay, Whom, after, stay_until
from kiosk.hall.principal import NOBODY as NO_PRINCIPAL
from kiosk.hall.principal import Principal
from kiosk.hall.words import Words
from kiosk.operations.moment import known_services
from kiosk.storage.custody import UnknownDeposit
from kiosk.storage.inspections import NOWHERE, Site
from kiosk.storage.parcels import Wanted
from kiosk.storage.store import Reading, Work

MOST = 100  # matters of one kind that one person may have
REVERSIBLE_DAYS = KEEP_DAYS
GIVEN_UP = PaperState.EXPIRED
NAME, PHONE = Words("姓名", "name"), Words("电话", "phone")
NOT_OVER = Words("还没办完，办完以后才能删", "it is not finished; it may go when it is")
REVIEW = Words("复议、诉讼期内要用", "a review or a lawsuit may need it")
MONEY_LEFT = Words(
    "还有钱在代收，结清以后才能删", "there is money in custody; it may go when that is settled"
)
ACCOUNTS = Words("收付现金的凭据，对账要用", "it is the voucher of a cash payment")
IN_THE_POST = Words("邮件还没送到，送到以后才能删", "the parcel has not arrived; it may go when it has")
MANAGED = Words("还在管理名册里，每年要认证", "is on the roster and verified every year")
REVERSIBLE = Words("刚移出名册，期内还可以撤销", "has just left the roster, which may still be reversed")


def cases(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:
    """List the cases of a person."""
    found = reading.cases.found(whom.number, whom.phone, MOST) if whom.number or whom.phone else ()
    return tuple(_case(one, who, catalogue, today) for one, who in found if who != NOBODY)


def erase_case(work: Work, item: str, at: datetime) -> None:
    """Forget who applied."""
    work.cases.set_person(item, NOBODY)
    work.record(PersonErased(item), at)
    erase_papers_of(work, item, at)


def deposits(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:
    """List what a person has left in custody."""
    found: Iterable[Deposit] = reading.custody.of_phone(whom.phone) if whom.phone else ()
    if whom.number.startswith("DS"):
        try:
            found = (reading.custody.get(whom.number),)
        except UnknownDeposit:
            found = ()
    every = (_deposit(reading, one, catalogue, today) for one in found)
    return tuple(one for one in every if one.known)


def erase_deposit(work: Work, item: str, at: datetime) -> None:
    """Forget whose money it was."""
    ticket = work.custody.get(item).ticket
    work.custody.erase(item)
    work.record(PayersErased((item,)), at)
    erase_papers_of(work, ticket or item, at)


def parcels(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:  # noqa: ARG001  each kind is asked alike
    """List the parcels of a person."""
    wanted = Wanted(
        phone=whom.phone,
        id=whom.number if whom.number.startswith("YJ") else "",
        case=whom.number if whom.number.startswith("BJ") else "",
    )
    found = reading.parcels.found(wanted, MOST)
    return tuple(_parcel(one, to, catalogue) for one, to in found if to != NO_RECIPIENT)


def erase_parcel(work: Work, item: str, at: datetime) -> None:
    """Forget to whom it went."""
    work.parcels.set_recipient(item, NO_RECIPIENT)
    work.record(PersonErased(item), at)
    erase_papers_of(work, item, at)


def problems(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:  # noqa: ARG001  each kind is asked alike
    """List what a person has complained of."""
    found = reading.escalations.of_phone(whom.phone) if whom.phone else ()
    if whom.number:
        try:
            found = (reading.escalations.get(whom.number),)
        except UnknownEscalation:
            found = ()
    return tuple(_problem(reading, one, catalogue) for one in found if one.erased_at is None)


def erase_problem(work: Work, item: str, at: datetime) -> None:
    """Forget who it was and what was said."""
    work.escalations.erase(item, at)
    work.record(EscalationErased(item), at)


def retirees(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:
    """List a person on the rosters of the villages."""
    if whom.id_number:
        one = reading.retirees.by_number(whom.id_number)
        found: Iterable[tuple[Retiree, Principal]] = (reading.retirees.get(one.id),) if one else ()
    else:
        found = reading.retirees.by_phone(whom.phone, MOST) if whom.phone else ()
    return tuple(_retiree(reading, one, who, catalogue, today) for one, who in found if who != NO_PRINCIPAL)


def erase_retiree(work: Work, item: str, at: datetime) -> None:
    """Forget who it was, and what was written of him in words."""
    work.retirees.set_person(item, NO_PRINCIPAL)
    work.findings.forget(item)
    work.record(RetireeErased(item), at)


def inspections(reading: Reading, whom: Whom, catalogue: Catalogue, today: date) -> tuple[Held, ...]:  # noqa: ARG001  each kind is asked alike
    """List the places of a person that were looked at."""
    text = whom.number or whom.phone
    found = reading.inspections.found(text, whom.phone, MOST) if text else ()
    return tuple(_inspection(one, site, catalogue) for one, site in found if not one.is_erased)


def erase_inspection(work: Work, item: str, at: datetime) -> None:
    """Forget whose place it was and what was found there."""
    before = work.inspections.get(item)
    work.inspections.move(before, replace(before, is_erased=True), at)
    work.inspections.retell(item, NOWHERE)
    work.record(InspectionErased(item), at)
    erase_papers_of(work, item, at)


def erase_papers_of(work: Work, of: str, at: datetime) -> None:
    """Forget what stands on the papers of a matter that are out."""
    papers = [
        one
        for one in work.papers.of_ticket(of)
        if one.is_personal and not one.is_erased and one.state in SETTLED
    ]
    for paper in papers:
        work.papers.erase(paper.id)
    if papers:
        work.record(PapersErased(tuple(one.id for one in papers)), at)


def _case(case: Case, who: Person, catalogue: Catalogue, today: date) -> Held:
    stay: Stay | None = Stay(NOT_OVER)
    if case.state in OVER:
        stay = stay_until(REVIEW, after(case.ended_at, catalogue.hall.personal.hold_days), today)
    facts = Fact(NAME, who.name, "name"), Fact(PHONE, who.phone, "phone")
    return Held(
        "case", case.id, _service(catalogue, case.service), _day(case.opened_at, catalogue), facts, stay
    )


def _deposit(reading: Reading, deposit: Deposit, catalogue: Catalogue, today: date) -> Held:
    payer, stay = reading.custody.payer(deposit.id), Stay(MONEY_LEFT)
    facts = (
        Fact(NAME, payer.person.name, "name"),
        Fact(PHONE, payer.person.phone, "phone"),
        Fact(Words("账号", "account"), payer.account, "id_number"),
    )
    over = stay_until(ACCOUNTS, after(deposit.closed_at, catalogue.hall.personal.hold_days), today)
    matter = _service(catalogue, deposit.service)
    return Held(
        "custody",
        deposit.id,
        matter,
        _day(deposit.taken_at, catalogue),
        facts,
        stay if deposit.is_open else over,
    )


def _parcel(parcel: Parcel, to: Recipient, catalogue: Catalogue) -> Held:
    facts = (
        Fact(NAME, to.name, "name"),
        Fact(PHONE, to.phone, "phone"),
        Fact(Words("地址", "address"), to.address, "address"),
        Fact(Words("代收人", "who may sign"), to.substitute, "name"),
        Fact(Words("代收人电话", "his phone"), to.substitute_phone, "phone"),
    )
    stay = None if parcel.state in ENDED else Stay(IN_THE_POST)
    matter = _service(catalogue, parcel.contents[0].service)
    return Held("parcel", parcel.id, matter, _day(parcel.opened_at, catalogue), facts, stay)


def _inspection(inspection: Inspection, site: Site, catalogue: Catalogue) -> Held:
    facts = (
        Fact(Words("单位（店铺）", "place"), site.name),
        Fact(Words("地址", "address"), site.address, "address"),
        Fact(NAME, site.contact.name, "name"),
        Fact(PHONE, site.contact.phone, "phone"),
        Fact(Words("现场情况", "what was found"), site.findings),
        Fact(Words("整改要求", "what to put right"), "；".join(site.demands)),
    )
    stay = Stay(NOT_OVER) if inspection.is_open else None
    matter, day = _service(catalogue, inspection.service), _day(inspection.registered_at, catalogue)
    return Held("inspection", inspection.number, matter, day, facts, stay)


def _problem(reading: Reading, problem: Escalation, catalogue: Catalogue) -> Held:
    told = reading.escalations.told(problem.number)
    facts = (
        Fact(NAME, told.person.name, "name"),
        Fact(PHONE, told.person.phone, "phone"),
        Fact(Words("所说", "what was said"), told.words),
        Fact(Words("答复", "the answer"), told.answer),
        Fact(Words("回访", "the call afterwards"), told.note),
    )
    stay = None if problem.state is State.CLOSED else Stay(NOT_OVER)
    matter = _service(catalogue, problem.service)
    return Held("problem", problem.number, matter, _day(problem.registered_at, catalogue), facts, stay)


def _retiree(reading: Reading, retiree: Retiree, who: Principal, catalogue: Catalogue, today: date) -> Held:
    notes = "；".join(one.note for one in reading.findings.duties(retiree.id, MOST) if one.note)
    facts = (
        Fact(NAME, who.name, "name"),
        Fact(Words("身份证号", "identity number"), who.id_number, "id_number"),
        Fact(PHONE, who.phone, "phone"),
        Fact(Words("村", "village"), reading.villages.get(retiree.village).name),
        Fact(Words("协管员记的话", "the assistant's notes"), notes),
    )
    stay: Stay | None = Stay(MANAGED)
    if retiree.ended_on:
        stay = stay_until(REVERSIBLE, after(retiree.ended_on, KEEP_DAYS), today)
    return Held("retiree", retiree.id, _service(catalogue, SERVICE), retiree.certified_on, facts, stay)


def _service(catalogue: Catalogue, code: str) -> Words:
    known = known_services(catalogue, (code,) if code else ())
    return known[0].name if known else Words("—", "—")


def _day(at: datetime, catalogue: Catalogue) -> date:
    return at.astimezone(ZoneInfo(catalogue.hall.timezone)).date()
