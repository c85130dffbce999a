"""事项: what the hall handles, what each needs, and the lists to take home."""

from typing import Any

from kiosk.hall.guide import checklist
from kiosk.operations import intake
from kiosk.operations.accounts import Role
from kiosk.web.api.routes import Reply, route
from kiosk.web.api.service_shapes import (
    BundleList,
    ChecklistShape,
    Printed,
    ServiceList,
    ServiceShape,
    bundle_shape,
    checklist_shape,
    service_shape,
)
from kiosk.web.context import hall
from kiosk.web.parts.asker import asker, place
from kiosk.web.parts.forms import ChecklistBody, NoVisitBody
from kiosk.web.parts.presses import press_of_header

TAKERS = (Role.KIOSK, Role.DESK)


@route("GET", "/services", public=True, answers={200: ServiceList})
def services() -> ServiceList:
    """List every service in force, with its questions."""
    catalogue = hall().catalogue()
    return ServiceList(
        version=catalogue.version,
        services=tuple(service_shape(one, catalogue) for one in catalogue.services),
    )


@route("GET", "/bundles", public=True, answers={200: BundleList})
def bundles() -> BundleList:
    """List the joint matters (一件事) in force; `bundle` of POST /tickets takes the code of one."""
    catalogue = hall().catalogue()
    return BundleList(
        version=catalogue.version,
        bundles=tuple(bundle_shape(one, catalogue) for one in catalogue.bundles),
    )


@route("GET", "/services/<code>", public=True, answers={200: ServiceShape})
def service(code: str) -> ServiceShape:
    """Show one service."""
    catalogue = hall().catalogue()
    return service_shape(catalogue.service(code), catalogue)


@route(
    "POST",
    "/services/<code>/checklist",
    roles=TAKERS,
    body=ChecklistBody,
    answers={200: ChecklistShape, 201: ChecklistShape},
)
def give_checklist(code: str, body: ChecklistBody) -> Reply:
    """Give the exact list of materials once every question is answered; `print` puts it on paper as well."""
    now, catalogue = hall().now(), hall().catalogue()
    visit = body.visit(code, place(catalogue))
    chosen = [catalogue.service(one) for one in visit.services]
    made = checklist(chosen, visit.answers or {}, insist=True)
    if not body.print:
        return Reply(checklist_shape(made, printed=None))
    press = press_of_header(asker(), body)
    event = intake.print_checklist(hall().store, visit=visit, press=press, at=now)
    return Reply(checklist_shape(made, printed=event), 201)


@route("POST", "/services/<code>/no-visit-guide", roles=TAKERS, body=NoVisitBody, answers={201: Printed})
def print_no_visit_guide(code: str, body: NoVisitBody) -> Reply:
    """Print how to get this done without coming."""
    values: dict[str, Any] = {"service": code, "language": body.language, "place": place(hall().catalogue())}
    press = press_of_header(asker(), body)
    event = intake.print_no_visit_guide(hall().store, **values, press=press, at=hall().now())
    return Reply(Printed(printed=event), 201)
