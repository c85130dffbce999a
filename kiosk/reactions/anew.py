"""补打: a paper that is laid out anew from what it is about, long after its first body was erased."""

from dataclasses import replace

from kiosk.hall.jobs import Paper
from kiosk.storage.store import Work


def once_more(paper: Paper, work: Work) -> Paper:
    """Count a paper on from those that came out before it, so that it is marked as a copy."""
    before = (one.copy for one in work.papers.of_ticket(paper.ticket) if one.name == paper.name)
    return replace(paper, copy=max(before, default=0) + 1)
