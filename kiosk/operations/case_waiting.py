"""没办完的办件: what somebody began on an earlier visit, found before a second case is opened for it."""

from kiosk.hall.case import WAITS_FOR_HIM, Case
from kiosk.hall.errors import HallError
from kiosk.hall.person import Person
from kiosk.storage.store import Reading

LOOKED_AT = 20  # the newest cases of one phone or name


class CaseWaiting(HallError):
    """The applicant has a case of this service that waits for him."""

    zh = "他有一件没办完：{0}。请接着办；确实是另一件事，再另立。"
    en = "A case of this person is not finished: {0}. Go on with it, or open another if it is another matter."


def waiting(reading: Reading, service: str, applicant: Person) -> Case | None:
    """Find the newest case of a service that waits for its applicant.

    The phone says who he is; a name alone is enough only where one of the two gave no phone.
    """
    for case, who in reading.cases.of_person(applicant, LOOKED_AT):
        is_he = who.phone == applicant.phone or not (who.phone and applicant.phone)
        if case.service == service and case.state in WAITS_FOR_HIM and is_he:
            return case
    return None
