"""接口说明: OpenAPI 3.1, made from the declarations that the routes themselves run by."""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from flask import Response
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from kiosk.web.api.agents import PROTOCOL
from kiosk.web.api.routes import PREFIX, ROUTES, Route, bp
from kiosk.web.parts.presses import HEADER, MAX_KEY
from kiosk.web.parts.shapes import Shape

Json = dict[str, Any]
PLACE = re.compile(r"<(?:(int):)?(\w+)>")
REF = "#/components/schemas/{model}"
ABOUT = (
    "Every answer to a refusal is a problem document (RFC 9457) with title in English and detail in Chinese. "
    "Words in a ticket's route follow ?lang=zh|en. A POST with an Idempotency-Key is done once: the same "
    "key with the same body gives the same ticket, call or paper; with another body it is refused with 422. "
    "Without a key each request is an act of its own. A refused request does not use its key up."
)
REFUSALS = {
    400: "the body is no JSON",
    401: "no token, or an unknown one",
    403: "the token's role may not do this, or it came without TLS from another machine",
    404: "nothing has this name",
    409: "the hall's state does not allow it",
    413: "the body is longer than 64 KiB",
    415: "the body is not application/json",
    422: "a field is missing, unknown, of the wrong type or too long; or the key was used for another body",
    429: "too many requests of this token, or too many wrong ones of tickets",
    503: "the store could not take it now; try again",
}


class Fault(Shape):
    """One field that is wrong."""

    field: str


class Problem(Shape):
    """What was refused, and why (RFC 9457); `errors` names the fields that are wrong."""

    type: str
    title: str
    detail: str
    status: int
    retry: bool
    errors: tuple[Fault, ...] = ()


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe this interface."""
    return Response(written(), content_type="application/json")


@functools.cache
def written() -> str:
    """Write the description down."""

    return json.dumps(description(), ensure_ascii=False)


def description() -> Json:
    """Make the description of every route."""
    paths: dict[str, Json] = {}
    for path, route in _every():
        paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "一窗 Yichuang", "version": version("yichuang"), "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": _shapes()[1]["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _every() -> Iterator[tuple[str, Route]]:
    """Name every route with its whole path."""
    for route in (*ROUTES, *PROTOCOL):
        path = PLACE.sub(r"{\2}", route.path)
        yield path if route in PROTOCOL else PREFIX + path, route


def _operation(route: Route) -> Json:
    roles = ", ".join(dict.fromkeys(role.value for role in route.roles))
    operation: Json = {
        "operationId": route.name,
        "summary": route.summary,
        "description": f"Roles: {roles}." if roles else "Anybody may ask.",
        "security": [{"token": []}] if roles else [],
        "parameters": list(_parameters(route)),
        "responses": {str(status): _answer(shape) for status, shape in route.answers.items()}
        | {str(status): _refusal(words) for status, words in REFUSALS.items() if _may(route, status)},
    }
    if route.body:
        schema = _reference(route.body, "validation")
        required = any(field.is_required() for field in route.body.model_fields.values())
        operation["requestBody"] = {"required": required, "content": {"application/json": {"schema": schema}}}
    return operation


def _parameters(route: Route) -> Iterator[Json]:
    for kind, name in PLACE.findall(route.path):
        schema = {"type": "integer", "minimum": 0} if kind else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if route.query:
        fields = route.query.model_json_schema(ref_template=REF)["properties"]
        for name, schema in fields.items():
            yield {"name": name, "in": "query", "schema": schema}
    if route.keyed:
        schema = {"type": "string", "minLength": 1, "maxLength": MAX_KEY}
        yield {"name": HEADER, "in": "header", "schema": schema}


def _answer(shape: type[Shape] | None) -> Json:
    if shape is None:
        return {"description": "done, and there is nothing to say; or nobody waits"}
    content = {"application/json": {"schema": _reference(shape, "serialization")}}
    return {"description": (shape.__doc__ or "").split("\n", 1)[0], "content": content}


def _refusal(words: str) -> Json:
    content = {"application/problem+json": {"schema": _reference(Problem, "serialization")}}
    return {"description": words, "content": content}


def _may(route: Route, status: int) -> bool:
    return status not in {400, 413, 415} or route.body is not None


def _reference(model: type[BaseModel], mode: JsonSchemaMode) -> Json:
    """Point to a model where it is described: two of one name are told apart there."""
    return _shapes()[0][model, mode]


@functools.cache
def _shapes() -> tuple[Mapping[Any, Json], Json]:
    routes = [route for _, route in _every()]
    incoming = [(route.body, "validation") for route in routes if route.body]
    asked = [(route.query, "validation") for route in routes if route.query]
    outgoing = [(shape, "serialization") for route in routes for shape in route.answers.values() if shape]
    models: list[Any] = [*dict.fromkeys([*incoming, *asked, *outgoing]), (Problem, "serialization")]
    return models_json_schema(models, ref_template=REF)
