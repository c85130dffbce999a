"""The hall that is played: with hours, quotas, quick visits and papers to tick."""

from dataclasses import replace
from datetime import time

from kiosk.app import PAPER_WORDS, speakers
from kiosk.hall.catalogue import Opening, Quota
from kiosk.reactions.following import Following
from tests.hall.content_sample import sample
from tests.hall.halls import CATALOGUE, HALL

WEEK = (1, 2, 3, 4, 5)
HOURS = (Opening(WEEK, time(8, 30), time(12)), Opening(WEEK, time(13, 30), time(17)))
FOLLOWING = Following(speakers(PAPER_WORDS), lambda _catalogue, _token: "")
SCARCE, LISTED = "E05", "C01"  # a service with a quota, and one with a list of papers
PAPERS = sample().service("E05").materials
OFFICE = replace(
    CATALOGUE,
    hall=replace(HALL, always_open=False, hours=HOURS, days=sample().hall.days),
    services=tuple(
        replace(
            one,
            quotas=(Quota(3),) if one.code == SCARCE else (),
            materials=PAPERS if one.code == LISTED else (),
        )
        for one in CATALOGUE.services
    ),
)
