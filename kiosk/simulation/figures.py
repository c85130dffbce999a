"""数字: a normal and a peak day: arrivals, what people come for, how long it takes, who does not come.

No published figures for such halls were found. Where a line says *assumed*, it is ours alone; all others are
the project's domain notes, which put them together from centres that publish cases and windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum

OPENS = time(8, 30)
Hours = tuple[time, time, int]
ARRIVALS: tuple[Hours, ...] = (  # from, to, percent of the day's visits
    (OPENS, time(9), 10),
    (time(9), time(10), 22),
    (time(10), time(11), 20),
    (time(11), time(12), 13),
    (time(13, 30), time(14), 5),
    (time(14), time(15), 14),
    (time(15), time(16), 11),
    (time(16), time(17), 5),
)
CONSULT = "A00"
RECEPTION = "A01"  # several services at once, before they are sent on
MINUTES: Mapping[str, tuple[float, float]] = {  # median and sigma of a log-normal time at the window
    CONSULT: (3, 0.6),
    RECEPTION: (12, 0.5),  # assumed
    "A02": (5, 0.4),  # assumed
    "A03": (12, 0.5),  # assumed
    "B01": (4, 0.4),
    "C01": (8, 0.4),
    "C02": (10, 0.4),
    "D01": (6, 0.4),
    "D02": (15, 0.5),
    "D03": (8, 0.4),
    "E01": (25, 0.6),
    "E02": (25, 0.6),
    "E03": (25, 0.6),
    "E04": (25, 0.6),
    "E05": (20, 0.5),
    "F01": (10, 0.4),
    "F02": (3, 0.4),
}
OTHER_MINUTES = (8, 0.5)  # assumed, for a service that a hall has added
COMPREHENSIVE = "A"
SHARES: Mapping[str, int] = {"A": 25, "B": 20, "C": 12, "D": 18, "E": 15, "F": 10}  # percent by queue
MEDICAL_SEASON_D = 40  # percent of all visits in October to December
CASES: Mapping[str, Mapping[str, int]] = {  # assumed: what they come for, in percent of a queue's cases
    "A": {RECEPTION: 60, "A02": 20, "A03": 20},  # 60 % of half the visits: 30 % of A is sent on
    "B": {"B01": 100},
    "C": {"C01": 40, "C02": 60},
    "D": {"D01": 60, "D02": 25, "D03": 15},
    "E": {"E01": 12, "E02": 12, "E03": 13, "E04": 13, "E05": 50},
    "F": {"F01": 30, "F02": 70},
}
ENROLMENT = {"D01": 80, "D02": 10, "D03": 10}  # assumed: the medical season is the season of enrolment

CONSULTING = 0.5
LACKS_PAPERS, LACKS_PAPERS_WITH_LIST = 0.20, 0.05
PRIORITY = 0.20
MISSES, MISSES_PER_MINUTE, MISSES_AT_MOST = 0.03, 0.001, 0.15  # of those called, by the minutes waited
CROWD = 3  # people ahead from which some leave without a number

# Assumed, all of these.
ELDER_AMONG_PRIORITY = 0.7
HAS_NEED = 0.03
SPEAKS_ENGLISH = 0.03
READS_LIST = 0.6
GOES_HOME_WITH_LIST = 0.5  # of those whose list says that papers are missing
TAKES_PHONE_WAY = 0.1
SENT_HOME_AFTER = 0.4  # how much of the usual time it takes to say what is missing
FETCHES_PAPER, FETCHING_MIN = 0.25, (4, 12)
GIVES_UP, PATIENCE_MIN = 0.03, (45, 0.4)
RETURNS_AFTER_MISS, RETURNING_MIN = 0.6, (2, 25)
WALKING_S = (10, 40)  # from the call to the window
REACTION_S = (5, 20)  # from one person to the next call


class Day(StrEnum):
    """Which day is played."""

    NORMAL = "normal"
    PEAK = "peak"


@dataclass(frozen=True, slots=True)
class Figures:
    """What differs between days: visits, patience, pace, and what people come for."""

    visits: int
    leaves_crowd: float
    slower: float
    shares: Mapping[str, float]
    cases: Mapping[str, Mapping[str, int]]


NORMAL = Figures(120, 0.15, 1.0, SHARES, CASES)


def figures(day: Day) -> Figures:
    """Return the figures of a day; the peak is the end of a month in the medical season."""
    if day is Day.NORMAL:
        return NORMAL
    rest = (100 - MEDICAL_SEASON_D) / (100 - SHARES["D"])
    shares = {letter: share * rest for letter, share in SHARES.items()} | {"D": MEDICAL_SEASON_D}
    return replace(
        NORMAL,
        visits=300,
        leaves_crowd=0.25,
        slower=1.2,
        shares=shares,
        cases={**CASES, "D": ENROLMENT},
    )
