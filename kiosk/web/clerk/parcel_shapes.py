"""邮寄的页面用语: what the page of a case says of the parcel that its result goes into."""

from typing import Any

from kiosk.hall.case import Case
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.courier import OFFERED
from kiosk.hall.mail_number import masked
from kiosk.hall.parcel import ENDED, STATE_WORDS
from kiosk.web.context import hall

Json = dict[str, Any]


def parcel_json(case: str, language: str) -> Json | None:
    """Write the newest parcel of a case; none when nobody asked for posting."""
    with hall().store.read() as reading:
        newest = next(iter(reading.parcels.of_case(case)), None)
    if newest is None:
        return None
    return {
        "id": newest.id,
        "state": STATE_WORDS[newest.state].said(language),
        "mail_number": masked(newest.mail_number),
        "is_over": newest.state in ENDED,
    }


def is_postable(case: Case, catalogue: Catalogue) -> bool:
    """Tell whether posting may be offered now."""
    return case.state in OFFERED and catalogue.service(case.service).postable
