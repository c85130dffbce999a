"""分办件: one part of a visit that another window takes over; the citizen keeps his one number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.hall.words import Words


class PartKind(StrEnum):
    """What goes to the other window."""

    WALK = "walk"  # the citizen himself
    PAPERS = "papers"  # his papers; he stays where he is
    CONSULT = "consult"  # a question to a colleague; nothing is handed over
    BACK_OFFICE = "back_office"  # work that nobody waits for, with a due time


class Outcome(StrEnum):
    """With what a part comes back."""

    DONE = "done"
    PAPERS_MISSING = "papers_missing"
    NOT_OURS = "not_ours"
    SYSTEM_DOWN = "system_down"
    NOBODY_CAME = "nobody_came"
    OTHER = "other"


OUTCOME_WORDS: Mapping[Outcome, Words] = {
    Outcome.DONE: Words("已办好", "done"),
    Outcome.PAPERS_MISSING: Words("材料不齐", "papers are missing"),
    Outcome.NOT_OURS: Words("不归本窗口办", "another window handles this"),
    Outcome.SYSTEM_DOWN: Words("业务系统故障", "the system is down"),
    Outcome.NOBODY_CAME: Words("人没有来", "nobody came"),
    Outcome.OTHER: Words("其他原因", "another reason"),
}
KIND_WORDS: Mapping[PartKind, Words] = {
    PartKind.WALK: Words("本人过去", "the citizen goes there"),
    PartKind.PAPERS: Words("材料转去，本人不动", "the papers go, the citizen stays"),
    PartKind.CONSULT: Words("会商（问一句）", "a question to a colleague"),
    PartKind.BACK_OFFICE: Words("后台办理", "back office"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What makes a ticket a part of another one's visit.

    `number` is the citizen's own, which board and voice say; of the parts of one split, its `batch`, those
    of one `step` go at once and the next step begins when all of them are back. `note` and `words` are what
    the two windows tell each other: they stand in the row alone, never in an event. `from_window` is empty
    when the visit was parted at the kiosk.
    """

    visit: str
    number: str
    batch: int
    step: int
    kind: PartKind
    from_window: int | None = None
    due_at: datetime | None = None
    note: str = ""
    outcome: Outcome | None = None
    words: str = ""

    @property
    def walks(self) -> bool:
        """Whether the citizen himself is called."""
        return self.kind is PartKind.WALK
