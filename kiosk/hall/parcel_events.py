"""邮寄的事实: what has happened to a parcel, with ids and decisions and never a name or an address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParcelRequested:
    """An applicant wants his result sent; `window` is where he asked."""

    parcel: str
    case: str
    window: int | None


@dataclass(frozen=True, slots=True)
class ParcelJoined:
    """One more result goes into a parcel for the same recipient."""

    parcel: str
    case: str
    window: int | None


@dataclass(frozen=True, slots=True)
class ParcelFollowed:
    """A parcel's state followed from its cases."""

    parcel: str
    state: str


@dataclass(frozen=True, slots=True)
class ParcelPacked:
    """Its contents were checked and it was closed; `doubtful` when its mail number looks strange."""

    parcel: str
    by: str
    pieces: int
    doubtful: bool


@dataclass(frozen=True, slots=True)
class HandoverDrawnUp:
    """A list of what goes to the post in this round was printed."""

    handover: str
    parcels: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class HandoverTornUp:
    """A list was made void before anybody signed it."""

    handover: str
    by: str


@dataclass(frozen=True, slots=True)
class HandoverSigned:
    """Both have signed, and the post has the parcels."""

    handover: str
    parcels: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class ParcelDelivered:
    """Somebody has signed for it."""

    parcel: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class ParcelRefused:
    """It was not accepted at the door."""

    parcel: str


@dataclass(frozen=True, slots=True)
class ParcelReturned:
    """The post has brought it back."""

    parcel: str


@dataclass(frozen=True, slots=True)
class ParcelSentAgain:
    """It goes to the post once more."""

    parcel: str


@dataclass(frozen=True, slots=True)
class ParcelToCollect:
    """The applicant fetches it after all."""

    parcel: str


@dataclass(frozen=True, slots=True)
class ParcelVoided:
    """The request was a mistake."""

    parcel: str


@dataclass(frozen=True, slots=True)
class ParcelNumbered:
    """The post's file gave its mail number."""

    parcel: str


@dataclass(frozen=True, slots=True)
class ParcelFollowedUp:
    """Somebody called about it."""

    parcel: str
    result: str
    by: str


@dataclass(frozen=True, slots=True)
class SlipReprinted:
    """The request and the slip, with full data, were printed once more."""

    parcel: str
    by: str


@dataclass(frozen=True, slots=True)
class PostFileWritten:
    """The parcels of a list were written into a file for the post, with full data."""

    handover: str
    by: str


@dataclass(frozen=True, slots=True)
class PostFileRead:
    """A file of the post was read back."""

    taken: int
    refused: int
    by: str


@dataclass(frozen=True, slots=True)
class LedgerExported:
    """Lines of the ledger left the hall as a file; `masked` when names and phones were."""

    lines: int
    masked: bool
    by: str


ParcelEvent = (
    ParcelRequested
    | ParcelJoined
    | ParcelFollowed
    | ParcelPacked
    | HandoverDrawnUp
    | HandoverTornUp
    | HandoverSigned
    | ParcelDelivered
    | ParcelRefused
    | ParcelReturned
    | ParcelSentAgain
    | ParcelToCollect
    | ParcelVoided
    | ParcelNumbered
    | ParcelFollowedUp
    | SlipReprinted
    | PostFileWritten
    | PostFileRead
    | LedgerExported
)
