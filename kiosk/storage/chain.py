"""链: each event carries a hash over itself and the hash before it, so that no change to the past fits."""

import hashlib
from datetime import datetime

from kiosk.storage.columns import EPOCH, MICROSECOND

BEGINNING = ""  # what stands before the first event
LINK = 64  # hexadecimal digits of SHA-256


def link(before: str, hall: str, seq: int, at: datetime, kind: str, body: str) -> str:
    """Return the hash of an event: of the one before it, its hall, number, time, kind and facts, a line each.

    The facts come last and none of the others can hold the end of a line, so that no two logs read alike.
    """
    text = f"{before}\n{hall}\n{seq}\n{(at - EPOCH) // MICROSECOND}\n{kind}\n{body}"
    return hashlib.sha256(text.encode()).hexdigest()
