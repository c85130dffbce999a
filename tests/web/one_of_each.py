"""One of everything that a hall keeps, so that a test can ask for each of it by its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, text

from kiosk.hall.delegation import Commission
from kiosk.hall.delegation_terms import Given, Way
from kiosk.hall.escalation_words import Grade, Trouble
from kiosk.hall.person import Person
from kiosk.hall.recipient import recipient
from kiosk.hall.roles import Role
from kiosk.operations import accounts, delegation, escalation, floor, inspection, rounds, villages
from kiosk.operations.escalation import Complaint
from kiosk.operations.inspection import Place
from kiosk.operations.intake import Press
from kiosk.storage.schema import metadata
from kiosk.storage.store import Store
from tests.hall.test_courier import HOME
from tests.operations.test_delivery import accepted, ask, issued, pack
from tests.retirees import rows
from tests.web.api_hall import NINE, SampleHall
from tests.web.test_manage import PASSWORD

# In which column an id of an address lies, by the name that the addresses have for it.
IDS = {
    "batch": ("batch.id",),
    "call": ("help_call.id", "call.seq"),
    "case": ("case.id",),
    "deposit": ("deposit.id",),
    "device": ("token.id",),
    "finding": ("finding.id",),
    "handover": ("parcel_handover.id",),
    "job": ("paper.id",),
    "number": ("escalation.number", "inspection.number"),
    "paper": ("paper.id",),
    "paper_id": ("paper.id",),
    "parcel": ("parcel.id",),
    "retiree": ("retiree.id",),
    "ticket": ("ticket.id",),
    "token": ("ticket.token", "inspection.token"),
    "village": ("village.code",),
}
EACH = 1  # of each column
Rows = Mapping[str, tuple[tuple[Any, ...], ...]]


@dataclass(frozen=True)
class Family:
    """Who has come to a hall; in no other hall may anybody read of him."""

    name: str
    phone: str
    number: str
    first: int  # of the village's retirees

    @property
    def secrets(self) -> tuple[str, ...]:
        """What of them may be read in their own hall only."""
        return (self.name, self.phone, self.number, f"样{self.first:04d}")


def fill(hall: SampleHall, family: Family) -> None:
    """Let one of everything happen; its numbers are those of any hall's first day."""
    store, who = hall.program.store, Person(family.name, family.phone)
    for name, role in (("boss", Role.MANAGER), ("clerk", Role.DESK)):
        accounts.add_user(store, name=name, password=PASSWORD, role=role, at=NINE)
    ticket = hall.as_("kiosk").take("E01")
    hall.as_("kiosk").take("E01")
    hall.as_("manager").post("/windows/5/calls", {"ticket": ticket["id"], "reason": "急事"})
    floor.call_help(store, place="window 5", at=NINE)
    cash = {"service": "B01", "name": who.name, "phone": who.phone, "counted": 30000, "window": 2}
    assert hall.as_("desk").post("/custody", cash, key="cash").status_code == 201

    accepted(store, "E01", who=who, ticket=ticket["id"])
    home = recipient({**HOME, "name": who.name, "phone": who.phone})
    packed = []
    for number in (family.number, str(int(family.number) + 1)):
        case = accepted(store, who=who)
        packed.append(pack(store, ask(store, issued(store, case), home), number))
    rounds.draw_up(store, parcels=[packed[0].id], by="boss", at=NINE)

    said = Complaint(Trouble.LATE, "一个月了", service="E05", name=who.name, phone=who.phone)
    problem = escalation.register(store, complaint=said, window=5, place="window 5", by="boss", at=NINE)
    escalation.classify(store, number=problem.number, grade=Grade.SIMPLE, about="", by="boss", at=NINE)
    site = Place("样例小吃店", "样例路 8 号", who.name, who.phone)
    inspection.register(store, service="E05", place=site, by="boss", at=NINE)
    _hand_in(store, family)


def _hand_in(store: Store, family: Family) -> None:
    """Let a village have its assistant and three retirees, and hand two of them in."""
    password = accounts.hash_password(PASSWORD)
    village = villages.add_village(store, name="样例村", by="boss", at=NINE).code
    code = villages.appoint(store, village=village, sign_in="helper", by="boss", at=NINE)
    villages.renew(store, sign_in="helper", code=code, password_hash=password, at=NINE)
    delegation.import_roster(store, village=village, rows=rows(3, family.first), by="boss", at=NINE)
    signed = Commission(Given.PAPER, NINE.date())
    for one in delegation.everybody(store, village=village, at=NINE)[:2]:
        delegation.note(
            store,
            village=village,
            retiree=one.retiree.id,
            what=Way.SEEN,
            commission=signed,
            by="helper",
            at=NINE,
        )
    delegation.hand_in(store, village=village, by="helper", press=Press("hand in", "1"), at=NINE)


def rows_of(hall: SampleHall) -> Rows:
    """Read every row that a hall has, by table."""
    engine, own = create_engine(hall.program.settings.database), {"hall": hall.program.content.newest.hall.id}
    with engine.connect() as connection:
        found = {
            table.name: tuple(
                sorted(
                    (
                        tuple(row)
                        for row in connection.execute(
                            text(f'SELECT * FROM "{table.name}" WHERE hall_id = :hall'), own
                        )
                    ),
                    key=repr,
                )
            )
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def ids_of(hall: SampleHall) -> dict[str, tuple[str, ...]]:
    """Read what a hall has for each kind of id."""
    engine, own = create_engine(hall.program.settings.database), {"hall": hall.program.content.newest.hall.id}
    found: dict[str, tuple[str, ...]] = {}
    with engine.connect() as connection:
        for name, columns in IDS.items():
            values: list[str] = []
            for table, _, column in (one.partition(".") for one in columns):
                asked = text(f'SELECT "{column}" FROM "{table}" WHERE hall_id = :hall ORDER BY 1')
                values += [str(value) for (value,) in connection.execute(asked, own)][:EACH]
            found[name] = tuple(values)
    engine.dispose()
    return found
