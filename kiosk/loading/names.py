"""名称: the codes that the files give, read leniently so that one fault does not hide the next."""

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.loading.files import Table


def tables(table: object, key: str) -> Iterator[tuple[str, Table]]:
    """List the sub-tables under a key with their places, whatever else stands there."""
    found = table.get(key) if isinstance(table, Mapping) else None
    for index, one in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(one, dict):
            yield f"{key}[{index}]", one


def text(table: Table, key: str) -> str:
    """Read a text, or nothing when it is missing or no text."""
    found = table.get(key)
    return found if isinstance(found, str) else ""


def texts(table: Table, key: str) -> Iterator[tuple[str, str]]:
    """List the texts of a list with their places."""
    found = table.get(key)
    for index, one in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(one, str):
            yield f"{key}[{index}]", one


def whole(table: Table, key: str) -> int | None:
    """Read a whole number, or nothing."""
    found = table.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def clauses(table: Table) -> Iterator[tuple[str, str, list[str]]]:
    """List the clauses of a table's `when`: place, question, options."""
    found: Any = table.get("when")
    ways = found if isinstance(found, list) else [found]
    for way in ways:
        for question, options in way.items() if isinstance(way, dict) else ():
            if isinstance(options, list):
                yield f"when.{question}", question, [one for one in options if isinstance(one, str)]


def listed(codes: object) -> str:
    """Write known codes for a remedy."""
    return ", ".join(sorted(str(code) for code in codes)) if isinstance(codes, set | dict) else ""
