"""A printer that is a list: for tests in one process."""

from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PRINTED: dict[str, list[bytes]] = {}


class MemoryPrinter:
    """Keeps each paper's bytes under the name in its URL; it answers nothing."""

    def __init__(self, url: str) -> None:
        self._papers = PRINTED.setdefault(urlsplit(url).netloc, [])

    def write(self, data: bytes) -> None:
        """Keep bytes."""
        self._papers.append(data)

    def read(self, count: int, within: float) -> bytes:  # noqa: ARG002  the shape of a device
        """Answer nothing."""
        return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held."""
