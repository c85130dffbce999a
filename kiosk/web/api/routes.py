"""One declaration per route: who may ask, what comes in, what goes out. The description is made from it."""

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, request
from pydantic import BaseModel

from kiosk.hall.errors import HallError
from kiosk.operations.accounts import Role
from kiosk.web import limits
from kiosk.web.access import needs
from kiosk.web.parts.forms import Body, checked, parsed
from kiosk.web.parts.shapes import Shape, as_json

PREFIX = "/api/v1"
MAX_ID = 128
READING = frozenset({"GET", "HEAD"})

bp = Blueprint("api", __name__, url_prefix=PREFIX)


class WrongFormat(HallError):
    """The body comes as something else than JSON."""

    status = 415
    zh = "内容格式不对，请用 application/json。"
    en = "The format is not supported. Please send application/json."


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is more than a shape with 200."""

    shape: Shape | None = None
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Shape | Reply | None
V = TypeVar("V", bound=Callable[..., Answer])


@dataclass(frozen=True, slots=True)
class Route:
    """One route as it is declared; no roles means that anybody may ask."""

    method: str
    path: str
    name: str
    summary: str
    roles: tuple[Role, ...]
    body: type[Body] | None
    query: type[BaseModel] | None
    answers: Mapping[int, type[Shape] | None]
    keyed: bool


ROUTES: list[Route] = []


def route(
    method: str,
    path: str,
    *,
    answers: Mapping[int, type[Shape] | None],
    roles: tuple[Role, ...] = (),
    public: bool = False,
    body: type[Body] | None = None,
    query: type[BaseModel] | None = None,
    name: str = "",
    summary: str = "",
) -> Callable[[V], V]:
    """Declare a route; its view gets the checked `body` and `query` and returns a shape.

    Without `public` the manager and the roles named may ask. Every POST takes an `Idempotency-Key`.
    """

    def declare(view: V) -> V:
        title = summary or (view.__doc__ or "").split("\n", 1)[0]
        endpoint = name or view.__name__
        everybody = () if public else (*roles, Role.MANAGER)
        ROUTES.append(
            Route(method, path, endpoint, title, everybody, body, query, answers, keyed=method == "POST")
        )
        answered = _answering(view, body, query)
        guarded = answered if public else _limited(needs(*roles)(answered))
        bp.add_url_rule(path, endpoint, guarded, methods=[method])
        return view

    return declare


def _answering(
    view: Callable[..., Answer], body: type[Body] | None, query: type[BaseModel] | None
) -> Callable[..., Response]:
    @functools.wraps(view)
    def answered(**path: Any) -> Response:
        for value in path.values():
            if isinstance(value, str) and (len(value) > MAX_ID or not value.isprintable()):
                abort(HTTPStatus.NOT_FOUND)
        if body:
            path["body"] = parsed(body, _json_body())
        if query:
            path["query"] = checked(query, request.args.to_dict())
        return _written(view(**path))

    return answered


def _limited(view: Callable[..., Response]) -> Callable[..., Response]:
    @functools.wraps(view)
    def counted(**path: Any) -> Response:
        limits.api_asked()
        return view(**path)

    return counted


def _json_body() -> bytes:
    body = request.get_data()
    if body and request.mimetype != "application/json":
        raise WrongFormat
    return body


def _written(answer: Answer) -> Response:
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    if reply.shape is None:
        return Response(status=HTTPStatus.NO_CONTENT, headers=dict(reply.headers))
    response = Response(
        json.dumps(as_json(reply.shape), ensure_ascii=False),
        reply.status,
        dict(reply.headers),
        content_type="application/json",
    )
    response.headers.setdefault("Cache-Control", "no-store")
    return response
