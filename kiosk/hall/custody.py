"""代收代缴: cash that somebody in a hurry leaves with his phone, from the counter to the call back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from kiosk.hall.calendar import after_opening_time
from kiosk.hall.catalogue import Catalogue, CustodyRules, Service
from kiosk.hall.deposit import (
    STATE_WORDS,
    TO_CALL,
    TOLD,
    Deposit,
    DepositState,
    Failure,
    Outcome,
    Payer,
)
from kiosk.hall.errors import HallError
from kiosk.hall.fen import yuan
from kiosk.hall.person import person as person_of
from kiosk.hall.routing import must_allow_custody
from kiosk.hall.wait import Outlook

LONGEST_ACCOUNT = 60  # characters; a household's name and address may stand for its number


class PhoneNeeded(HallError):
    """Without a phone nobody can be called back."""

    status = 422
    zh = "请填写回电的电话号码：办好后要打给他，没有电话不能代收。"
    en = "Please enter the phone to call back; without one the cash cannot be taken."


class WrongAccount(HallError):
    """An account is far too long."""

    status = 422
    zh = "账号或户名地址不超过 60 个字，请写短一些。"
    en = "The account has at most 60 characters. Please shorten it."


class TooMuchChange(HallError):
    """More change than cash, or nothing is left to pay with."""

    status = 422
    zh = "点收 {0} 元、找零 {1} 元，没有剩下可以代缴的钱。请重新点一遍。"
    en = "{0} yuan counted and {1} yuan given back leave nothing to pay with. Please count again."


class SecondNeeded(HallError):
    """So much cash is counted by two people."""

    status = 422
    zh = "{0} 元起须有同事复核：请另一位同事当面点一遍，填自己的用户名和密码。"
    en = "From {0} yuan a colleague counts too: he enters his own name and password."


class SameEyes(HallError):
    """Who takes cash cannot be his own witness."""

    status = 422
    zh = "复核、接收和交出的不能是同一个人。请另一位同事来签。"
    en = "One person cannot sign for both sides. Please let a colleague sign."


class NotTheNextStep(HallError):
    """The deposit stands elsewhere, so that this cannot be done now."""

    zh = "代收 {0} 现在不能这样办：它{1}。请看最新状态。"
    en = "This cannot be done with deposit {0} now: it is {2}. Please look at its state."


class NotYourCash(HallError):
    """The cash lies in another clerk's drawer."""

    zh = "代收 {0} 的现金不在您的抽屉里。请先办交接，双方都登录确认。"
    en = "The cash of deposit {0} is not in your drawer. Hand it over first; both sign in for it."


class MoreThanTaken(HallError):
    """More, or nothing, is to be paid than was left."""

    status = 422
    zh = "缴费 {0} 元不对：手上代收的是 {1} 元。请核对缴费凭证。"
    en = "{0} yuan cannot be paid in: {1} yuan were left. Please check the receipt."


class SumsDiffer(HallError):
    """Paid, arrears and balance do not fit."""

    status = 422
    zh = "三个数对不上：缴费 {0} 减欠费 {1} 应余 {2} 元，填的是 {3} 元。请再看一眼缴费凭证。"
    en = "The sums do not fit: {0} paid less {1} owed leave {2}, not {3}. Please look at the receipt again."


class NothingLeft(HallError):
    """No cash of this deposit is in any drawer."""

    zh = "代收 {0} 没有钱在手上，不用退，也不用交接。"
    en = "No cash is left of deposit {0}: there is nothing to return or to hand over."


class MoneyLeft(HallError):
    """A deposit cannot end while some of its cash is here."""

    zh = "代收 {0} 还有 {1} 元没有退给群众，退了才能结清。"
    en = "{1} yuan of deposit {0} must go back to the citizen before it can be closed."


class DrawerDiffers(HallError):
    """Counted cash is not what the book says."""

    zh = "{0} 的抽屉账上 {1} 元，点出 {2} 元，对不上。请重点一遍，再查当天的账；查不出的，记长短款。"
    en = "The drawer of {0} should hold {1} yuan, not {2}. Count again, look at the book, or enter it below."


class SignatureNeeded(HallError):
    """What is not closed is carried over under the name of the director or a manager only."""

    status = 422
    zh = "还有 {0} 笔没有结清。结转到下一个工作日，须大厅负责人或管理员签字：填自己的用户名和密码。"
    en = "{0} deposits are not closed. To carry them over, the director or a manager signs with his password."


def payer(name: str, phone: str, account: str, *, area_code: str = "") -> Payer:
    """Note whose money it is; the account may be left out.

    Raises:
        PhoneNeeded: there is no phone.
        WrongName, WrongPhone, WrongAccount: it cannot be that.
    """
    if not phone.strip():
        raise PhoneNeeded
    said = " ".join(account.split())
    if len(said) > LONGEST_ACCOUNT:
        raise WrongAccount
    return Payer(person_of(name, phone, area_code=area_code), said)


def to_keep(service: Service, *, counted: int, change: int, second: str, by: str, rules: CustodyRules) -> int:
    """Say how many fen stay in custody when so much was counted and so much given back as change.

    Raises:
        NotForCustody: the service is not one for which cash may be left.
        TooMuchChange: nothing would stay.
        SecondNeeded, SameEyes: so much is counted by two people.
    """
    must_allow_custody((service,))
    if change >= counted:
        raise TooMuchChange(yuan(counted), yuan(change))
    if counted - change >= rules.second_from_fen and not second:
        raise SecondNeeded(yuan(rules.second_from_fen))
    if second == by:
        raise SameEyes
    return counted - change


def may_be_left(services: Sequence[Service]) -> bool:
    """Tell whether cash may be left for everything that somebody has come for."""
    return bool(services) and all(service.custody_allowed for service in services)


def is_long(outlook: Outlook, rules: CustodyRules) -> bool:
    """Tell whether a wait may be so long that somebody in a hurry is asked to leave his cash."""
    wait = outlook.expected_wait
    return bool(rules.offer_from_min and wait and wait.high >= 60 * rules.offer_from_min)


def is_no_later(instead: Outlook, own: Outlook) -> bool:
    """Tell whether the window that takes cash calls him no later than the one he came for."""
    there, here = instead.expected_wait, own.expected_wait
    return bool(there and here and there.high <= here.high)


def call_back_due(catalogue: Catalogue, at: datetime) -> datetime:
    """Say by when is called back: so many minutes of the comprehensive window's opening time from now."""
    letter = next(queue.letter for queue in catalogue.hall.queues if queue.comprehensive)
    promised = timedelta(minutes=catalogue.hall.custody.call_back_min)
    return after_opening_time(catalogue, letter, promised, at)


def pay(deposit: Deposit, *, fen: int, arrears: int, balance: int, by: str) -> Deposit:
    """Note that it was paid in, and how the account stands since.

    Raises:
        NotTheNextStep: it was paid or failed before.
        NotYourCash: the cash lies in another drawer.
        MoreThanTaken: more than was left, or nothing.
        SumsDiffer: balance is not paid less arrears.
    """
    _must_stand(deposit, DepositState.TAKEN)
    must_hold(deposit, by)
    if not 0 < fen <= deposit.left:
        raise MoreThanTaken(yuan(fen), yuan(deposit.left))
    if balance != fen - arrears:
        raise SumsDiffer(yuan(fen), yuan(arrears), yuan(fen - arrears), yuan(balance))
    return replace(deposit, state=DepositState.PAID, paid=fen, arrears=arrears, balance=balance)


def fail(deposit: Deposit, *, why: Failure) -> Deposit:
    """Note that it cannot be paid in.

    Raises:
        NotTheNextStep: it was paid or failed before.
    """
    _must_stand(deposit, DepositState.TAKEN)
    return replace(deposit, state=DepositState.FAILED, failure=why.value)


def refund(deposit: Deposit, *, by: str) -> Deposit:
    """Give back what is left: all of a failed one, the rest of a paid one.

    Raises:
        NotTheNextStep: it is not decided yet what becomes of it.
        NothingLeft: no cash of it is here.
        NotYourCash: the cash lies in another drawer.
    """
    if deposit.state is DepositState.TAKEN:
        raise _not_next(deposit)
    if not deposit.left:
        raise NothingLeft(deposit.id)
    must_hold(deposit, by)
    state = DepositState.REFUNDED if deposit.state is DepositState.FAILED else deposit.state
    return replace(deposit, state=state, returned=deposit.returned + deposit.left)


def note_call(deposit: Deposit, *, outcome: Outcome, rules: CustodyRules, at: datetime) -> Deposit:
    """Note a call back; after so many in vain a paid deposit is carried over.

    Raises:
        NotTheNextStep: there is nothing to tell yet, or it was told.
    """
    _must_stand(deposit, *TO_CALL)
    tried = replace(deposit, attempts=deposit.attempts + 1)
    failed = deposit.state is DepositState.FAILED
    if outcome in TOLD:
        told = replace(tried, told_at=at)
        return told if failed else replace(told, state=DepositState.CALLED_BACK)
    in_vain = tried.attempts >= rules.attempts and not failed
    return replace(tried, state=DepositState.CARRIED) if in_vain else tried


def close(deposit: Deposit, *, at: datetime) -> Deposit:
    """End it: the citizen knows, and nothing of his is here.

    Raises:
        NotTheNextStep: something is still to be done.
        MoneyLeft: some of the cash is still here.
    """
    _must_stand(deposit, DepositState.CALLED_BACK, DepositState.REFUNDED)
    if deposit.left:
        raise MoneyLeft(deposit.id, yuan(deposit.left))
    return replace(deposit, state=DepositState.CLOSED, closed_at=at)


def hand_over(deposit: Deposit, *, giver: str, taker: str) -> Deposit:
    """Put what is left into another clerk's drawer.

    Raises:
        NothingLeft: no cash of it is here.
        NotYourCash: the cash lies in another drawer than the giver's.
        SameEyes: one person is both.
    """
    if not deposit.left:
        raise NothingLeft(deposit.id)
    must_hold(deposit, giver)
    if giver == taker:
        raise SameEyes
    return replace(deposit, holder=taker)


def carry(deposit: Deposit, *, day: date) -> Deposit:
    """Leave it open when a day is closed."""
    return replace(deposit, carried_on=day)


def must_hold(deposit: Deposit, clerk: str) -> None:
    """See that the cash lies in a clerk's drawer.

    Raises:
        NotYourCash: it lies in another one.
    """
    if deposit.left and deposit.holder != clerk:
        raise NotYourCash(deposit.id)


def _must_stand(deposit: Deposit, *states: DepositState) -> None:
    if deposit.state not in states:
        raise _not_next(deposit)


def _not_next(deposit: Deposit) -> NotTheNextStep:
    words = STATE_WORDS[deposit.state]
    return NotTheNextStep(deposit.id, words.zh, words.said("en"))
