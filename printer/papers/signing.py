"""签字处: the lines that people sign, the same on every paper that is kept."""

from collections.abc import Iterator

from printer.document import Block, Feed, Table, Text
from printer.words import Say

LINE = "_" * 16
WIDTHS = (7, 9)  # the longest label and LINE both fit narrow paper, and the lines begin below each other


def lines(*who: str) -> Iterator[Block]:
    """Leave a line to sign for each, all at one edge, with room for a hand above and below it."""
    for one in who:
        yield Feed()
        yield Table(((one, LINE),), WIDTHS)
    yield Feed()


def mark(say: Say, *, reference: str, date: str) -> Iterator[Block]:
    """Say which paper this is and of when."""
    yield Text(say("编号 {reference}", reference=reference))
    yield Text(say("打印 {time}", time=date))


def foot(say: Say, *, reference: str, date: str) -> Iterator[Block]:
    """Mark the paper; as thermal paper fades, ask who takes it home for a photograph."""
    yield from mark(say, reference=reference, date=date)
    yield Text(say("热敏纸会褪色，请拍照留存。"), thermal=True)
