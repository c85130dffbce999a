"""办事群众: what a person does at the kiosk, and when he gives up."""

from datetime import datetime

from kiosk.simulation.api import Refused
from kiosk.simulation.people import Visit
from kiosk.simulation.record import End, Person
from kiosk.simulation.scene import Scene

NO_NUMBERS = frozenset({"nobody-serves", "quota-used", "full-until-closing"})  # the hall's own rules say no
CALLED = "illegal-move"  # he gives up in the moment in which he is called


async def come(scene: Scene, visit: Visit, at: datetime) -> None:
    """Walk in, and take a number, a list home, or nothing."""
    await scene.until(at)
    person = Person(visit)
    scene.record.people.append(person)
    try:
        person.end = await _at_kiosk(scene, person)
    except Refused as refused:
        person.end = End.NO_NUMBER
        if refused.code not in NO_NUMBERS:
            scene.record.faults.append(f"{visit.name}: {refused}")
    if person.has_number and visit.gives_up is not None:
        await scene.until(at + visit.gives_up)
        if person.state == "waiting" and person.calls == 0:
            await scene.act(person, "cancel", CALLED)


async def _at_kiosk(scene: Scene, person: Person) -> End | None:
    visit = person.visit
    if visit.takes_phone_way:
        return await _by_phone(scene, visit)
    if visit.goes_home:
        first, *others = visit.services
        wanted = {"answers": visit.answers, "services": others, "language": visit.language, "print": True}
        await scene.api.go_home(first, "checklist", wanted)
        return End.LIST
    offer = await scene.api.offer(visit.body())
    if visit.turns_away(offer["people_ahead"]):
        return await _by_phone(scene, visit) if visit.by_phone else End.CROWD
    await scene.take(person)
    return None


async def _by_phone(scene: Scene, visit: Visit) -> End:
    await scene.api.go_home(visit.services[0], "no-visit-guide", {"language": visit.language})
    return End.PHONE
