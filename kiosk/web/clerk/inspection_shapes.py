"""排查与办件: what was prepared before a case, as the page of cases shows it."""

from kiosk.operations import inspection_views as views
from kiosk.operations import prepared
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts.inspection_shapes import Json, line_json, page_json


def prepared_json(ticket: str) -> Json | None:
    """Show what was prepared for the ticket in hand, so that nobody types it again."""
    number = views.of_ticket(hall().store, ticket=ticket) if ticket else ""
    if not number:
        return None
    seen = prepared.one(hall().store, number=number, at=hall().now())
    if not seen.inspection.is_open:
        return None
    return {**page_json(seen, language.chosen(), hall().mask), "code_of_service": seen.service}


def knows_applicant(ticket: str, service: str) -> bool:
    """Tell whether the inspector knows already who applies for a service of a ticket."""
    known = prepared_json(ticket)
    return known is not None and known["code_of_service"] == service


def found_json(text: str) -> list[Json]:
    """List the inspections that a search for cases finds as well."""
    found = views.search(hall().store, text=text, at=hall().now())
    return [line_json(one, language.chosen(), hall().mask) for one in found]
