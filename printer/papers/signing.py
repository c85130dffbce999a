"""签字处: the lines that people sign, the same on every paper that is kept."""

from collections.abc import Iterator

from printer.document import Block, Feed, KeyValue, Text
from printer.words import Say

LINE = "_" * 16


def lines(*who: str) -> Iterator[Block]:
    """Leave a line to sign for each, with room for a hand above it."""
    for one in who:
        yield Feed()
        yield KeyValue(one, LINE)


def foot(say: Say, *, reference: str, date: str) -> Iterator[Block]:
    """Say which paper this is and of when; thermal paper fades, so it asks for a photograph."""
    yield Text(say("编号 {reference}", reference=reference))
    yield Text(say("打印 {time}", time=date))
    yield Text(say("热敏纸会褪色，请拍照留存。"), thermal=True)
