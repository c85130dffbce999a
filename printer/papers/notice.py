"""通知书: what every notice of the hall has at its head, and whom to ask at its end."""

from collections.abc import Iterator

from printer.document import Align, Block, KeyValue, Rule, Text
from printer.papers import masking
from printer.words import Say


def head(say: Say, title: str, *, hall: str, service: str, case: str, applicant: str) -> Iterator[Block]:
    """Name the notice, the hall, the matter and, masked, the person; without a case where none was opened."""
    yield Text(title, size=2, bold=True, align=Align.CENTER)
    yield Text(hall, align=Align.CENTER)
    yield Rule()
    yield KeyValue(say("事项"), service)
    if case:
        yield KeyValue(say("办件编号"), case)
    yield KeyValue(say("申请人"), masking.name(applicant))


def contacts(say: Say, *, window: str = "", phone: str, supervision_phone: str) -> Iterator[Block]:
    """Say where to come, whom to ask, and whom to complain to."""
    if window:
        yield KeyValue(say("办理窗口"), window)
    yield KeyValue(say("咨询电话"), phone)
    yield KeyValue(say("监督电话"), supervision_phone)
