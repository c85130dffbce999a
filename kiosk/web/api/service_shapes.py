"""JSON shapes of services, their questions and their lists."""

from pydantic import Field

from kiosk.hall.bundle import Bundle
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.guide import Checklist, Line
from kiosk.hall.service import Limit, LimitUnit, Question, Service, ServiceKind
from kiosk.web.parts.shapes import Label, Shape, label


class LimitShape(Shape):
    """How long the hall may take."""

    n: int
    unit: LimitUnit
    words: Label


class OptionShape(Shape):
    """One answer to a question."""

    code: str
    label: Label
    consequence: Label


class ClauseShape(Shape):
    """One earlier question, answered with any of these options."""

    question: str
    options: tuple[str, ...]


class QuestionShape(Shape):
    """One question; it is asked when every clause of at least one way of `when` holds, or always."""

    code: str
    text: Label
    hint: Label
    options: tuple[OptionShape, ...]
    shared: bool
    when: tuple[tuple[ClauseShape, ...], ...] | None


class NoVisitWayShape(Shape):
    """One way to get it done from home."""

    title: Label
    steps: tuple[Label, ...]


class NoVisitShape(Shape):
    """How a service is done without a visit; `first` offers it beside the ticket."""

    first: bool
    ways: tuple[NoVisitWayShape, ...]
    things_needing_no_visit: tuple[Label, ...]


class ServiceShape(Shape):
    """One service with everything that must be told about it at once."""

    code: str
    name: Label
    short: Label
    queue: str
    windows: tuple[int, ...]
    batch: int
    kind: ServiceKind
    legal: LimitShape | None
    promised: LimitShape | None
    fee: Label
    phone: str
    usual_minutes: int
    questions: tuple[QuestionShape, ...]
    no_visit: NoVisitShape | None
    version: str
    sample: bool = Field(description="nobody of the hall has confirmed this text yet")


class ServiceList(Shape):
    """The catalogue in force."""

    version: str
    services: tuple[ServiceShape, ...]


class GroupShape(Shape):
    """Papers of which any one is enough."""

    code: str
    name: Label


class MaterialShape(Shape):
    """One paper of a list; `required` is false where it depends on a condition."""

    code: str
    name: Label
    originals: int
    copies: int
    electronic: bool
    required: bool
    exempt: bool
    exempt_source: Label
    undertaking: bool
    tolerable: bool
    spoken: bool
    group: GroupShape | None
    conditions: tuple[Label, ...]
    notes: tuple[Label, ...]
    services: tuple[str, ...]


class SituationShape(Shape):
    """One answer in words."""

    service: str
    question: Label
    answer: Label
    consequence: Label


class ChecklistShape(Shape):
    """What to bring for all services of a visit; a one-of group counts as one thing."""

    services: tuple[str, ...]
    materials: tuple[MaterialShape, ...]
    count: int
    situations: tuple[SituationShape, ...]
    sample: bool
    printed: int | None = Field(description="number of the event when it was printed")


class Printed(Shape):
    """The event of a paper that is on its way."""

    printed: int


def service_shape(service: Service, catalogue: Catalogue) -> ServiceShape:
    """Show a service."""
    windows = (one.number for one in catalogue.hall.windows if service.queue in one.queues)
    return ServiceShape(
        code=service.code,
        name=label(service.name),
        short=label(service.short),
        queue=service.queue,
        windows=tuple(windows),
        batch=service.batch,
        kind=service.kind,
        legal=_limit(service.legal),
        promised=_limit(service.promised),
        fee=label(service.fee),
        phone=catalogue.queue(service.queue).phone,
        usual_minutes=service.usual_minutes,
        questions=tuple(_question(one) for one in service.questions),
        no_visit=_no_visit(service),
        version=service.version,
        sample=service.is_sample,
    )


def checklist_shape(made: Checklist, *, printed: int | None) -> ChecklistShape:
    """Show a list of materials."""
    return ChecklistShape(
        services=tuple(service.code for service in made.services),
        materials=tuple(_material(line) for line in made.lines),
        count=made.count,
        situations=tuple(
            SituationShape(
                service=one.service,
                question=label(one.question),
                answer=label(one.answer),
                consequence=label(one.consequence),
            )
            for one in made.situations
        ),
        sample=made.is_sample,
        printed=printed,
    )


def _limit(limit: Limit | None) -> LimitShape | None:
    if limit is None:
        return None
    return LimitShape(n=limit.n, unit=limit.unit, words=Label(zh=limit.said("zh"), en=limit.said("en")))


def _question(question: Question) -> QuestionShape:
    ways = question.when.ways if question.when else None
    return QuestionShape(
        code=question.code,
        text=label(question.text),
        hint=label(question.hint),
        options=tuple(
            OptionShape(code=one.code, label=label(one.label), consequence=label(one.consequence))
            for one in question.options
        ),
        shared=question.shared,
        when=None
        if ways is None
        else tuple(
            tuple(ClauseShape(question=one.question, options=tuple(sorted(one.options))) for one in way)
            for way in ways
        ),
    )


def _no_visit(service: Service) -> NoVisitShape | None:
    found = service.no_visit
    if found is None:
        return None
    return NoVisitShape(
        first=found.first,
        ways=tuple(
            NoVisitWayShape(title=label(way.title), steps=tuple(label(step) for step in way.steps))
            for way in found.ways
        ),
        things_needing_no_visit=tuple(label(one) for one in found.things_needing_no_visit),
    )


def _material(line: Line) -> MaterialShape:
    material, group = line.material, line.group
    return MaterialShape(
        code=line.code,
        name=label(material.name),
        originals=material.originals,
        copies=material.copies,
        electronic=material.electronic,
        required=line.required,
        exempt=material.exempt,
        exempt_source=label(material.exempt_source),
        undertaking=material.undertaking,
        tolerable=material.tolerable,
        spoken=material.spoken,
        group=GroupShape(code=group.code, name=label(group.name)) if group else None,
        conditions=tuple(label(one) for one in line.conditions),
        notes=tuple(label(one) for one in line.notes),
        services=line.services,
    )


class BundleShape(Shape):
    """A joint matter: several services that are done in one visit with one list."""

    code: str
    name: Label
    about: Label
    services: tuple[str, ...]
    sample: bool


class BundleList(Shape):
    """Every joint matter in force."""

    version: str
    bundles: tuple[BundleShape, ...]


def bundle_shape(bundle: Bundle, catalogue: Catalogue) -> BundleShape:
    """Describe a joint matter; it is sample data while any of its services is."""
    return BundleShape(
        code=bundle.code,
        name=label(bundle.name),
        about=label(bundle.about),
        services=bundle.services,
        sample=any(catalogue.service(code).is_sample for code in bundle.services),
    )
