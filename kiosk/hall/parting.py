"""依次办: a visit for several queues as one number with a part for each queue, one after the other."""

from collections.abc import Sequence

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.visit import Piece


def queues_in_order(catalogue: Catalogue, services: Sequence[str]) -> tuple[str, ...]:
    """Name the queues of a visit in the order in which its services were chosen."""
    return tuple(dict.fromkeys(catalogue.service(code).queue for code in services))


def pieces_in_order(catalogue: Catalogue, services: Sequence[str]) -> tuple[Piece, ...]:
    """Make one piece for each queue; each begins when the one before is back."""
    codes = tuple(dict.fromkeys(services))
    return tuple(
        Piece(letter, tuple(code for code in codes if catalogue.service(code).queue == letter), step=step)
        for step, letter in enumerate(queues_in_order(catalogue, codes), 1)
    )
