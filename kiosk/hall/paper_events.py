"""纸上的事实: which papers were asked for, and what became of them and their printers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChecklistPrinted:
    """Somebody took the list of materials home instead of a number: a wait was saved."""

    services: tuple[str, ...]
    answers: dict[str, dict[str, str]]
    language: str
    place: str


@dataclass(frozen=True, slots=True)
class NoVisitGuidePrinted:
    """Somebody took the way that needs no visit: a wait was saved."""

    service: str
    language: str
    place: str


@dataclass(frozen=True, slots=True)
class PadPrinted:
    """Numbers of a queue's emergency pad were printed: as slips, or on sheets of another printer."""

    queue: str
    first: int
    last: int
    place: str
    on_sheets: bool = False


@dataclass(frozen=True, slots=True)
class PaperReprinted:
    """A paper was asked for once more."""

    job: str
    copy: int


@dataclass(frozen=True, slots=True)
class PaperStuck:
    """A paper cannot come out: its printer is dead, empty or away."""

    job: str
    detail: str


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A paper that was stuck has come out, or somebody has seen to it."""

    job: str


@dataclass(frozen=True, slots=True)
class PaperMoved:
    """A paper goes to another printer, because its own cannot print it."""

    job: str
    printer: str


@dataclass(frozen=True, slots=True)
class PaperExpired:
    """A paper is not printed any more: whoever waited for it has gone."""

    job: str


@dataclass(frozen=True, slots=True)
class PaperSettled:
    """A person has looked and says what became of a paper: it is out, or it is given up."""

    job: str
    is_out: bool
    by: str


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    """A printer ran out of paper, was opened, went away, or is well again."""

    printer: str
    condition: str


@dataclass(frozen=True, slots=True)
class PaperRefilled:
    """Somebody put a new roll in, and says so at the kiosk or on the printers' page."""

    printer: str
    place: str


@dataclass(frozen=True, slots=True)
class PrinterTried:
    """Somebody wants to see what a printer does."""

    printer: str
    place: str


@dataclass(frozen=True, slots=True)
class PaperShown:
    """Somebody looked at a paper that names a person, as it was printed."""

    job: str
    by: str


@dataclass(frozen=True, slots=True)
class PapersErased:
    """What stood on papers that name somebody was erased, some hours after they came out."""

    jobs: tuple[str, ...]


PaperEvent = ChecklistPrinted | NoVisitGuidePrinted | PrinterTried | PadPrinted
SpoolEvent = (
    PaperReprinted
    | PaperStuck
    | PaperOut
    | PaperMoved
    | PaperExpired
    | PaperSettled
    | PrinterChanged
    | PaperRefilled
    | PaperShown
    | PapersErased
)
