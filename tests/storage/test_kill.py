"""A power cut in the middle of the rush: whoever got a number keeps it, and nobody gets it again."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.hall.ticket import number_of
from tests.databases import open_test_store

RUSH = """
import sys
from threading import Thread
from kiosk.operations.intake import Press, Visit, take_ticket
from tests.databases import open_test_store
from tests.hall.halls import NINE

store = open_test_store(sys.argv[1])

def citizen(name):
    for n in range(100_000):
        ticket = take_ticket(store, visit=Visit(("B01",)), press=Press(f"{name}-{n}", ""), at=NINE).ticket
        sys.stdout.write(ticket.number + "\\n")
        sys.stdout.flush()

for name in range(4):
    Thread(target=citizen, args=(name,), daemon=True).start()
sys.stdin.read()
"""


@pytest.mark.parametrize("after", [1, 37, 90])
def test_every_number_given_before_the_cut_is_kept(sqlite_url: str, after: int) -> None:
    hall = subprocess.Popen(
        [sys.executable, "-c", RUSH, sqlite_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert hall.stdout
    given = [hall.stdout.readline().strip() for _ in range(after)]
    hall.kill()
    given += [line.strip() for line in hall.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    hall.wait(10)

    store = open_test_store(sqlite_url)
    with store.read() as reading:
        kept = {one.number for one in reading.tickets.waiting()}
        events = [seq for seq, _, _ in reading.events.after(0, 100_000)]
        papers = reading.papers.recent(100_000)
    store.close()
    assert len(given) == len(set(given))
    assert set(given) <= kept
    assert kept == {number_of("B", n) for n in range(1, len(kept) + 1)}
    assert events == list(range(1, len(kept) + 1))
    assert len(papers) in {0, len(kept)}
