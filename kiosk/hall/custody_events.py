"""代收的事实: what became of cash left in custody; ids, fen and decisions, never a name, phone or account."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepositTaken:
    """Cash was counted and taken; `fen` is what stays after the change, `due` by when is called back."""

    deposit: str
    ticket: str
    service: str
    counted: int
    change: int
    fen: int
    due: str
    window: int
    by: str
    second: str
    place: str


@dataclass(frozen=True, slots=True)
class DepositPaid:
    """It was paid in; `left` is what stays in the drawer for the citizen, all in fen."""

    deposit: str
    fen: int
    arrears: int
    balance: int
    left: int
    by: str


@dataclass(frozen=True, slots=True)
class DepositFailed:
    """It could not be paid in."""

    deposit: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class DepositRefunded:
    """What was left of it went back to the citizen."""

    deposit: str
    fen: int
    by: str
    place: str


@dataclass(frozen=True, slots=True)
class CallBackTried:
    """The citizen was called back, with this outcome."""

    deposit: str
    attempt: int
    outcome: str
    state: str
    by: str


@dataclass(frozen=True, slots=True)
class DepositClosed:
    """Nothing of it is left to do."""

    deposit: str
    by: str


@dataclass(frozen=True, slots=True)
class CashHandedOver:
    """Cash went from one clerk's drawer to another's; both have signed in for it."""

    deposits: tuple[str, ...]
    fen: int
    giver: str
    taker: str
    window: int


@dataclass(frozen=True, slots=True)
class CustodyReconciled:
    """A day's cash was counted and agrees with the book; what is open was carried over with a signature."""

    day: str
    fen: int
    carried: tuple[str, ...]
    by: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class CashDiffered:
    """A drawer held more or less than was booked; two people have signed that the book follows the count."""

    clerk: str
    kind: str
    booked: int
    counted: int
    why: str
    by: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class ReceiptReprinted:
    """The receipt of a deposit was asked for once more."""

    deposit: str
    copy: int
    by: str


@dataclass(frozen=True, slots=True)
class PayerShown:
    """Somebody looked at the phone and the account of a deposit."""

    deposit: str
    by: str


@dataclass(frozen=True, slots=True)
class PayersErased:
    """Names, phones and accounts of deposits closed long ago were erased; their figures stay."""

    deposits: tuple[str, ...]


CustodyEvent = (
    DepositTaken
    | DepositPaid
    | DepositFailed
    | DepositRefunded
    | CallBackTried
    | DepositClosed
    | CashHandedOver
    | CustodyReconciled
    | CashDiffered
    | ReceiptReprinted
    | PayerShown
    | PayersErased
)
