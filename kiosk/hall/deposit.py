"""代收件: one sum left in custody, how far it has come, and what is known of its payer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.hall.person import NOBODY, Person
from kiosk.hall.words import Words


class DepositState(StrEnum):
    """How far a deposit has come."""

    TAKEN = "taken"
    PAID = "paid"
    CALLED_BACK = "called_back"
    FAILED = "failed"
    REFUNDED = "refunded"
    CARRIED = "carried"  # paid, and nobody answered as often as the rules ask
    CLOSED = "closed"


STATE_WORDS: Mapping[DepositState, Words] = {
    DepositState.TAKEN: Words("已收现金，待缴费", "taken, not paid in yet"),
    DepositState.PAID: Words("已缴费，待回电", "paid in, call back"),
    DepositState.CALLED_BACK: Words("已回电，待结清", "called back"),
    DepositState.FAILED: Words("没缴成，待退款", "not paid, to be returned"),
    DepositState.REFUNDED: Words("已退款，待结清", "returned"),
    DepositState.CARRIED: Words("没联系上，待结转", "not reached, to be carried over"),
    DepositState.CLOSED: Words("已结清", "closed"),
}


class Failure(StrEnum):
    """Why money could not be paid in."""

    ACCOUNT_UNKNOWN = "account_unknown"
    SYSTEM_DOWN = "system_down"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


FAILURE_WORDS: Mapping[Failure, Words] = {
    Failure.ACCOUNT_UNKNOWN: Words("查不到账户", "the account is not known"),
    Failure.SYSTEM_DOWN: Words("缴费系统故障", "the payment system is down"),
    Failure.NOT_ACCEPTED: Words("收款单位不收", "the payee does not take it"),
    Failure.WITHDRAWN: Words("群众不缴了", "the citizen wants it back"),
}


class Outcome(StrEnum):
    """What came of a call back."""

    REACHED = "reached"
    IN_PERSON = "in_person"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    SOMEBODY_ELSE = "somebody_else"


OUTCOME_WORDS: Mapping[Outcome, Words] = {
    Outcome.REACHED: Words("本人接听，三个数都说了", "spoke to the person"),
    Outcome.IN_PERSON: Words("本人来厅，当面说了", "told in person"),
    Outcome.NO_ANSWER: Words("没人接", "no answer"),
    Outcome.BUSY: Words("占线、关机", "busy or off"),
    Outcome.SOMEBODY_ELSE: Words("别人接的，没有说金额", "somebody else; no sums told"),
}
TOLD = frozenset({Outcome.REACHED, Outcome.IN_PERSON})
TO_CALL = frozenset({DepositState.PAID, DepositState.FAILED, DepositState.CARRIED})
AWAITED = frozenset({DepositState.TAKEN, DepositState.PAID, DepositState.FAILED})


@dataclass(frozen=True, slots=True)
class CustodyRules:
    """How cash is kept for people in a hurry.

    From `second_from_fen` on a colleague counts too; the citizen is called back within `call_back_min`
    minutes of opening time, up to `attempts` times; the kiosk offers it when a wait may reach
    `offer_from_min` minutes (0: never); names, phones and accounts are erased `kept_years` after the end.
    """

    second_from_fen: int = 100_000
    call_back_min: int = 60
    attempts: int = 3
    offer_from_min: int = 30
    kept_years: int = 3


USUAL_CUSTODY = CustodyRules()


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose money it is, whom to call, and which account it is for; empty once it was erased."""

    person: Person = NOBODY
    account: str = ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """Cash in custody, in fen; it knows neither a name nor a phone.

    `holder` is the account id of the clerk in whose drawer the rest lies; `told_at` when the citizen
    heard what became of it; `carried_on` the last day that was closed with it open.
    """

    id: str
    ticket: str
    service: str
    fen: int
    taken_at: datetime
    due_at: datetime
    window: int
    taken_by: str
    second: str
    holder: str
    state: DepositState = DepositState.TAKEN
    paid: int = 0
    arrears: int = 0
    balance: int = 0
    returned: int = 0
    attempts: int = 0
    failure: str = ""
    told_at: datetime | None = None
    closed_at: datetime | None = None
    carried_on: date | None = None

    @property
    def left(self) -> int:
        """What lies in the holder's drawer."""
        return self.fen - self.paid - self.returned

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state is not DepositState.CLOSED

    @property
    def awaits_call(self) -> bool:
        """Whether the citizen was promised a call back, and nobody has told him yet."""
        return self.state in AWAITED and self.told_at is None

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether the call back was promised for an earlier time."""
        return self.awaits_call and at > self.due_at
