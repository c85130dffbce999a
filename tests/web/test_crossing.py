"""Somebody who is signed in to one hall asks for everything that another hall in the same database has.

Both halls have one of each, with the same numbers where numbers are counted: whoever forgets the hall in a
question finds the other's row, or changes it.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk.hall.roles import Role
from tests.web import api_hall, test_two_halls
from tests.web.api_hall import SampleHall
from tests.web.one_of_each import IDS, Family, fill, ids_of, rows_of
from tests.web.test_assistant import phone
from tests.web.test_manage import browser, key_of

pytestmark = pytest.mark.postgres
halls, still_hall = test_two_halls.halls, api_hall.still_hall
NORTH = Family("王大爷", "13800002046", "1234567890123", 100)
SOUTH = Family("李大娘", "13900007788", "9876543210987", 500)
# What stands in a hall's files or in the program: an address may have it in every hall.
EVERYWHERE = {
    "code": "E05",
    "filename": "kiosk/kiosk.css",
    "first": 1,
    "language": "zh",
    "last": 3,
    "letter": "E",
    "name": "lead-call",
    "printer": "kiosk-1",
    "queue": "E",
    "screen": "kiosk",
    "step": "visit",
    "window": 5,
}
# What the forms and programs say, by the last word of the address where it matters.
FORM = {
    "act": "seen",
    "arrears": "23.50",
    "balance": "276.50",
    "days": "7",
    "decision": "granted",
    "given": "paper",
    "grade": "simple",
    "kind": "visiting",
    "on": "2026-11-20",
    "outcome": "reached",
    "paid": "300",
    "phone": "",
    "reason": "other",
    "result": "fine",
    "service": "E05",
    "to": "w5",
    "why": "withdrawn",
    "words": "明天来取",
}
FORMS: dict[str, dict[str, str]] = {
    "close": {"why": "not_needed"},
    "delivery": {"signed_by": "recipient"},
    "fail": {"why": "system_down"},
    "follow-up": {"result": "satisfied"},
    "receipt": {"outcome": "complete"},
    "visit": {"outcome": "passed", "days": "0"},
}
BODIES: dict[str, dict[str, object]] = {
    "call": {"outcome": "reached"},
    "calls": {},
    "give": {"window": 1},
    "pay": {"fen": 30000, "arrears": 2350, "balance": 27650, "window": 2},
    "refund": {"window": 2},
    "return": {"outcome": "done"},
    "services": {"services": ["E05"]},
    "split": {"parts": [{"queue": "B", "services": ["B01"]}]},
    "transfer": {"window": 1},
}
# Where something of the south's own was changed by this, or the walk has lost its way.
MOVED = {
    *("batch", "case", "deposit", "escalation", "finding", "help_call", "inspection", "paper", "parcel"),
    *("parcel_handover", "retiree", "ticket", "token", "village"),
}
UNKNOWN = {400, 401, 403, 404, 405, 409, 410, 415, 422}


class Stranger:
    """Whoever is let in by the south: at the desk, the office, the kiosk, in the village, by a token."""

    def __init__(self, south: SampleHall) -> None:
        self._south = south
        self._boss, self._helper = browser(south.program, "boss"), phone(south.program, "helper")
        self._key = key_of(self._boss.get("/manage/printers"))
        self._boss.post("/desk/window", data={"csrf_token": self._key, "window": "5"})
        self._helper_key = key_of(self._helper.get("/assistant"))
        self._citizen = south.program.web.test_client()
        self._pressed = 0

    def asks(self, path: str, method: str) -> TestResponse:
        """Ask as whoever may open the address, with what its page or a program would say."""
        client, key, token = self._boss, self._key, None
        if path.startswith("/assistant"):
            client, key = self._helper, self._helper_key
        elif path.startswith(("/api", "/agent")):
            client, token = self._citizen, Role.AGENT if path.startswith("/agent") else Role.MANAGER
        headers = {"X-CSRFToken": key}
        if token:
            headers = {"Authorization": f"Bearer {self._south.tokens[token]}"}
        if method == "GET":
            return client.get(path, headers=headers)
        name, self._pressed = path.rpartition("/")[2], self._pressed + 1
        press = f"press {self._pressed}"
        if token or path.startswith("/desk/5/"):  # the desk's keys speak JSON
            headers["Idempotency-Key"] = press
            return client.open(path, method=method, headers=headers, json=BODIES.get(name, {}))
        said = {**FORM, **FORMS.get(name, {}), "press": press, "version": self._seen(path)}
        return client.open(path, method=method, headers=headers, data=said)

    def _seen(self, path: str) -> int:
        """Say how often a thing was changed so far, as the page with the form would."""
        with self._south.program.store.read() as reading:
            for part in path.split("/"):
                if part.startswith("BJ"):
                    return reading.cases.get(part).version
                if part.startswith("YJ"):
                    return reading.parcels.get(part).version
                if part.startswith("PC"):
                    return reading.inspections.get(part).version
        return 0


def ways(rule: Rule, ids: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Every address of a rule with these ids; none for a rule without an id of the hall's own."""
    own = sorted(set(IDS) & rule.arguments)
    for chosen in product(*(ids[name] for name in own)) if own else ():
        values = {name: EVERYWHERE.get(name) for name in rule.arguments} | dict(zip(own, chosen, strict=True))
        built = rule.build(values)
        assert built is not None, rule
        yield built[1]


def test_every_word_in_an_address_is_an_id_of_the_hall_or_the_same_everywhere(
    still_hall: SampleHall,
) -> None:
    words = {name for rule in still_hall.program.web.url_map.iter_rules() for name in rule.arguments}

    assert words - set(EVERYWHERE) == set(IDS)


def test_nothing_of_one_hall_is_read_or_changed_from_the_other(halls: tuple[SampleHall, SampleHall]) -> None:
    north, south = halls
    fill(north, NORTH)
    fill(south, SOUTH)
    theirs, own = ids_of(north), ids_of(south)
    before, south_before = rows_of(north), rows_of(south)
    stranger, crossed = Stranger(south), list[tuple[str, str, int, list[str]]]()
    for rule in south.program.web.url_map.iter_rules():
        for path in ways(rule, theirs):
            is_theirs_alone = path not in set(ways(rule, own))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                said = stranger.asks(path, method)
                shown = [secret for secret in NORTH.secrets if secret.encode() in said.data]
                may_be_answered = said.status_code < 500 and not is_theirs_alone
                if shown or not (said.status_code in UNKNOWN or may_be_answered):
                    crossed.append((method, path, said.status_code, shown))

    assert crossed == []
    assert rows_of(north) == before
    after = rows_of(south)
    assert {name for name in after if after[name] != south_before[name]} >= MOVED
