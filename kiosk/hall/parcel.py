"""邮件: one parcel to one recipient, with one or several results in it, from the request to the signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.hall.words import Words


class ParcelState(StrEnum):
    """How far a parcel has come."""

    APPLIED = "applied"
    TO_ISSUE = "to_issue"  # granted, and a result is not there yet
    TO_SEND = "to_send"  # everything that goes into it is there
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    REFUSED = "refused"
    RETURNED = "returned"
    SELF_COLLECT = "self_collect"  # the applicant fetches it after all
    VOID = "void"


IN_THE_HALL = frozenset({ParcelState.APPLIED, ParcelState.TO_ISSUE, ParcelState.TO_SEND})
CAME_BACK = frozenset({ParcelState.REFUSED, ParcelState.RETURNED})
ENDED = frozenset({ParcelState.DELIVERED, ParcelState.SELF_COLLECT, ParcelState.VOID})


class SignedBy(StrEnum):
    """Who has signed for a parcel."""

    RECIPIENT = "recipient"
    SUBSTITUTE = "substitute"  # whom the applicant has named
    OTHER = "other"  # nobody whom he has named: the post's mistake


class FollowUpResult(StrEnum):
    """What a call after the delivery found."""

    FINE = "fine"
    NOT_RECEIVED = "not_received"
    DAMAGED = "damaged"
    WRONG_CONTENT = "wrong_content"
    NEW_ADDRESS = "new_address"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One result in a parcel: of which case, how many pieces, and its number once it is known."""

    case: str
    service: str
    copies: int = 1
    licence_number: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One call about a parcel."""

    at: datetime
    by: str
    result: FollowUpResult


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a parcel, where, and who may sign for him; empty where it was erased."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    street: str = ""
    postcode: str = ""
    substitute: str = ""
    substitute_phone: str = ""

    @property
    def address(self) -> str:
        """The whole address in one line; a city that is its own province stands once."""
        parts = dict.fromkeys(one for one in (self.province, self.city, self.county, self.street) if one)
        return "".join(parts)


NO_RECIPIENT = Recipient()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel; its recipient is kept beside it, sealed."""

    id: str
    state: ParcelState
    opened_at: datetime
    window: int | None
    clerk: str
    contents: tuple[Enclosed, ...]
    only_in_person: bool = True
    mail_number: str = ""
    packed_at: datetime | None = None
    packed_by: str = ""
    handover: str = ""  # the hand-over list on which it stands
    handed_over_at: datetime | None = None
    back_at: datetime | None = None
    ended_at: datetime | None = None
    signed_by: SignedBy | None = None
    calls: tuple[FollowUp, ...] = ()
    version: int = 0

    @property
    def is_packed(self) -> bool:
        """Whether its contents were checked and it is closed."""
        return self.packed_at is not None

    @property
    def pieces(self) -> int:
        """How many papers are in it."""
        return sum(one.copies for one in self.contents)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a hand-over list, as it was printed and signed."""

    parcel: str
    mail_number: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Handover:
    """交接单: what the hall gave to the post in one round; the signatures are on the paper."""

    id: str
    made_at: datetime
    by: str
    lines: tuple[Listed, ...]
    signed_at: datetime | None = None
    torn_up: bool = False


STATE_WORDS: Mapping[ParcelState, Words] = {
    ParcelState.APPLIED: Words("已申请邮寄", "posting asked for"),
    ParcelState.TO_ISSUE: Words("待出件", "waiting for the result"),
    ParcelState.TO_SEND: Words("待寄出", "ready to be posted"),
    ParcelState.HANDED_OVER: Words("已交邮", "handed to the post"),
    ParcelState.DELIVERED: Words("邮件已签收", "parcel signed for"),
    ParcelState.REFUSED: Words("邮件被拒收", "parcel refused"),
    ParcelState.RETURNED: Words("邮件已退回", "parcel returned"),
    ParcelState.SELF_COLLECT: Words("改为自取", "to be collected"),
    ParcelState.VOID: Words("邮寄已作废", "posting cancelled"),
}
