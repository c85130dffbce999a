"""Rows of the table of papers: a document that names somebody lies sealed, and only for some hours."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.hall.errors import HallError
from kiosk.hall.jobs import Paper, PaperState
from kiosk.storage.runner import Row
from kiosk.storage.seal import Seal

BODY = "document"  # the name under which a body is sealed


class UnknownPaper(HallError):
    """No paper has this id."""

    status = 404
    zh = "没有找到单据 {0}。"
    en = "Paper {0} was not found."


class PaperErased(HallError):
    """The body of a paper that names somebody is gone, some hours after it came out."""

    status = 410
    zh = "“{0}”含个人信息，出纸后内容已按期抹去，不能从存档补打或查看。请到原办件、代收或邮件页面重新打印。"
    en = (
        "{0} named somebody: its content was erased after it came out. Print it anew from its case or parcel."
    )


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper: its document, how many times it was asked for, and how far it has come.

    `body` is the document as it is stored: sealed when it names somebody, "" once it was erased.
    """

    id: str
    seq: int
    name: str
    printer: str
    ticket: str
    title: str
    is_personal: bool
    body: str = field(repr=False)
    seal: Seal = field(repr=False, compare=False)
    copy: int
    state: PaperState
    detail: str
    created_at: datetime
    changed_at: datetime
    asked_at: datetime
    lease: int
    lease_owner: str
    lease_until: datetime | None

    @property
    def is_erased(self) -> bool:
        """Whether only the row is left."""
        return not self.body

    @property
    def document(self) -> Mapping[str, Any]:
        """What stands on it.

        Raises:
            PaperErased: it named somebody, and came out long ago.
            WrongKey: another key sealed it.
        """
        if self.is_erased:
            raise PaperErased(self.title)
        written: Mapping[str, Any] = json.loads(self.body if _is_plain(self.body) else self._opened())
        return written

    def _opened(self) -> str:
        return self.seal.open(self.body)[BODY]


def _is_plain(body: str) -> bool:
    return body.startswith("{")  # what is sealed never does


def body_of(paper: Paper, seal: Seal) -> str:
    """Write a document as it is stored: sealed when it names somebody.

    Raises:
        NoKey: it does, and the hall has no key.
    """
    body = json.dumps(paper.document, ensure_ascii=False, separators=(",", ":"))
    return seal.close({BODY: body}) if paper.is_personal else body


def paper_of(row: Row, seal: Seal) -> PaperRow:
    """Read a paper; its document is opened when somebody asks for it."""
    return PaperRow(
        id=row.id,
        seq=row.seq,
        name=row.name,
        printer=row.printer,
        ticket=row.ticket,
        title=row.title,
        is_personal=row.personal,
        body=row.document,
        seal=seal,
        copy=row.copy,
        state=PaperState(row.state),
        detail=row.detail,
        created_at=row.created_at,
        changed_at=row.changed_at,
        asked_at=row.asked_at,
        lease=row.lease,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
    )
