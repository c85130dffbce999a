"""办事群众: what a person does at the kiosk, and when he gives up."""

from kiosk.simulation.api import Refused
from kiosk.simulation.people import Visit
from kiosk.simulation.record import End, Person
from kiosk.simulation.scene import Scene

NO_NUMBERS = frozenset({"nobody-serves", "quota-used", "full-until-closing"})  # the hall's own rules say no


def come(scene: Scene, visit: Visit) -> None:
    """Walk in, and take a number, a list home, or nothing."""
    person = Person(visit)
    scene.record.people.append(person)
    try:
        person.end = _at_kiosk(scene, person)
    except Refused as refused:
        person.end = End.NO_NUMBER
        if refused.code not in NO_NUMBERS:
            scene.record.faults.append(f"{visit.name}: {refused}")
        return
    if person.has_number:
        scene.entered(person)
        if visit.gives_up is not None:
            scene.later(visit.gives_up, lambda: _give_up(scene, person), matters=False)


def _at_kiosk(scene: Scene, person: Person) -> End | None:
    visit = person.visit
    if visit.takes_phone_way:
        return _by_phone(scene, visit)
    if visit.goes_home:
        first, *others = visit.services
        wanted = {"answers": visit.answers, "services": others, "language": visit.language, "print": True}
        scene.api.go_home(first, "checklist", wanted)
        return End.LIST
    offer = scene.api.offer(visit.body())
    if visit.turns_away(offer["people_ahead"]):
        return _by_phone(scene, visit) if visit.by_phone else End.CROWD
    person.took(scene.api.take(visit.body()))
    return None


def _by_phone(scene: Scene, visit: Visit) -> End:
    scene.api.go_home(visit.services[0], "no-visit-guide", {"language": visit.language})
    return End.PHONE


def _give_up(scene: Scene, person: Person) -> None:
    """Tell the desk that he no longer waits; who was called before stays."""
    if person.state == "waiting" and person.calls == 0:
        scene.act(person, "cancel")
