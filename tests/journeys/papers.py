"""The hall's paper as it comes out: a printer in the network, and what stands on each slip."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from printer.decode import text_of
from printer.encode.lines import QrLine
from printer.machine import Sheet
from printer.virtual import VirtualPrinter


@dataclass
class Papers:
    """The papers that came out, in order, and the codes on them."""

    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def keep(self, sheet: Sheet) -> None:
        assert sheet.complete
        self.codes += [line.data for line in sheet.lines if isinstance(line, QrLine)]
        self.texts.append(text_of(sheet.lines))

    def wait_for(self, count: int) -> list[str]:
        """Wait until so many have come out, and return all."""
        until(lambda: len(self.texts) >= count)
        return self.texts

    def saying(self, words: str, *, parts: int = 1) -> list[str]:
        """Wait until so many have come out on which these words stand, and return them."""
        until(lambda: len(self._with(words)) >= parts)
        return self._with(words)

    def _with(self, words: str) -> list[str]:
        return [text for text in self.texts if words in text]


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@contextmanager
def printer_at(port: int, papers: Papers) -> Iterator[VirtualPrinter]:
    """Switch a printer on; at port 0 it finds one for itself."""
    virtual = VirtualPrinter("127.0.0.1", port, papers.keep).start()
    try:
        yield virtual
    finally:
        virtual.shutdown()
        virtual.server_close()
