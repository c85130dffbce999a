"""The description of the interface names all that is there, and nothing that is not."""

import json
import re

from kiosk.web.api.openapi import PLACE, description
from tests.web import api_hall
from tests.web.api_hall import SampleHall

still_hall = api_hall.still_hall


def test_every_route_for_programs_is_described(still_hall: SampleHall) -> None:
    served = {
        (method, PLACE.sub(r"{\2}", rule.rule))
        for rule in still_hall.program.web.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith(("/api/", "/agent/")) and method not in {"HEAD", "OPTIONS"}
    }

    described = {
        (method.upper(), path) for path, operations in description()["paths"].items() for method in operations
    }

    assert served - described == {("GET", "/api/v1/openapi.json")}  # the description itself
    assert described - served == set()


def test_every_shape_that_is_named_is_there_and_each_operation_has_its_own_name() -> None:
    whole = description()
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(whole)))
    names = [one["operationId"] for operations in whole["paths"].values() for one in operations.values()]

    assert named <= set(whole["components"]["schemas"])
    assert len(names) == len(set(names))


def test_two_bodies_of_one_name_are_told_apart() -> None:
    paths = description()["paths"]
    fields = [
        set(description()["components"]["schemas"][_name(paths[path]["post"])]["properties"])
        for path in ("/api/v1/windows/{window}/calls", "/api/v1/custody/{deposit}/call")
    ]

    assert fields == [{"ticket", "reason"}, {"outcome"}]


def _name(operation: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]) -> str:
    return operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
