"""When something was broken, and for how long after it the hall may still be slow to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

AFTERMATH_S = 3.0  # a connection that broke is found broken when it is used again


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault, from its first moment to its last."""

    begun: float
    ended: float

    def meets(self, begun: float, ended: float) -> bool:
        """Tell whether something between two times may have come from it."""
        return self.begun <= ended and begun <= self.ended + AFTERMATH_S


def calm(troubles: Sequence[Trouble], begun: float, ended: float) -> bool:
    """Tell whether nothing was broken between two times."""
    return not any(one.meets(begun, ended) for one in troubles)


def allowed(troubles: Sequence[Trouble], since: float, within_s: float) -> float:
    """Say by when something must have happened that takes so long; trouble on the way begins it anew."""
    until = since + within_s
    for one in sorted(troubles, key=lambda one: one.begun):
        if one.begun <= until and since <= one.ended + AFTERMATH_S:
            until = max(until, one.ended + AFTERMATH_S + within_s)
    return until
