"""一次到厅: a visit as it stands in the address of a kiosk's page, so that reload and back just work.

Nothing personal is in it: codes of services, answers and papers.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.guide import kept, steps
from kiosk.web.parts.forms import MAX_CHOICES, VisitBody

SERVICES, ANSWERS, TICKED = "s", "a", "t"
MISSING, NOT_SURE = "missing", "unsure"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the citizen has touched so far."""

    services: tuple[str, ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
    ticked: tuple[str, ...] = ()
    papers_missing: bool = False
    not_sure: bool = False

    def query(self) -> str:
        """Write it as the query of an address."""
        pairs = [(SERVICES, code) for code in self.services]
        pairs += [(ANSWERS, ".".join(answer)) for answer in self.answers]
        pairs += [(TICKED, code) for code in self.ticked]
        pairs += [(MISSING, "1")] if self.papers_missing else []
        pairs += [(NOT_SURE, "1")] if self.not_sure else []
        return urlencode(pairs)

    def given(self) -> dict[str, dict[str, str]]:
        """Return the answers by service and question."""
        found: dict[str, dict[str, str]] = {}
        for service, question, option in self.answers:
            found.setdefault(service, {})[question] = option
        return found

    def answering(self, service: str, question: str, option: str) -> "Wanted":
        """Add one answer."""
        others = tuple(answer for answer in self.answers if answer[:2] != (service, question))
        return replace(self, answers=(*others, (service, question, option)))

    def without_last_answer(self) -> "Wanted":
        """Go one question back."""
        return replace(self, answers=self.answers[:-1])

    def asking(self) -> "Wanted":
        """Go to a person although papers are missing."""
        return replace(self, papers_missing=True)


def pressed(form: MultiDict[str, str], catalogue: Catalogue) -> Wanted:
    """Read a visit from a form of ours: nothing in it is passed over.

    Raises:
        InvalidInput: too much or too long.
        UnknownService: a code is not in the catalogue.
        UnknownAnswer: an answer names something that is not there, or no longer.
    """
    want = wanted(form, catalogue)
    steps(tuple(catalogue.service(code) for code in want.services), _answers(form))
    return want


def wanted(values: MultiDict[str, str], catalogue: Catalogue) -> Wanted:
    """Read a visit from an address; answers that the catalogue no longer knows are dropped.

    Raises:
        InvalidInput: too much or too long.
        UnknownService: a code is not in the catalogue.
    """
    body = VisitBody.checked({"services": values.getlist(SERVICES), "ticked": values.getlist(TICKED)})
    services = tuple(catalogue.service(code) for code in dict.fromkeys(body.services))
    answers = _answers(values)
    known = kept(services, answers)
    return Wanted(
        services=tuple(service.code for service in services),
        answers=tuple(
            (service, question, option)
            for service, given in answers.items()
            for question, option in given.items()
            if known.get(service, {}).get(question) == option
        ),
        ticked=body.ticked,
        papers_missing=MISSING in values,
        not_sure=NOT_SURE in values,
    )


def _answers(values: MultiDict[str, str]) -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = {}
    for text in values.getlist(ANSWERS)[:MAX_CHOICES]:
        service, _, rest = text.partition(".")
        question, _, option = rest.partition(".")
        answers.setdefault(service, {})[question] = option
    return answers


def visit_body(want: Wanted, form: MultiDict[str, str], language: str) -> VisitBody:
    """Make the visit that is asked for, with priority and needs as they were touched.

    Raises:
        InvalidInput: a value is wrong.
    """
    return VisitBody.checked(
        {
            "services": want.services,
            "answers": want.given(),
            "ticked": want.ticked,
            "priority": form.get("priority", ""),
            "needs": form.getlist("needs"),
            "language": language,
            "papers_missing": want.papers_missing,
            "parts": form.get("parts") == "1",
            "custody": form.get("custody") == "1",
            "not_sure": want.not_sure or not want.services,
        }
    )
