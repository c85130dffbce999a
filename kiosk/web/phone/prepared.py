"""手机上的提前告知: how far the inspection is, what must be put right by when, and then what to bring."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.hall.errors import HallError
from kiosk.operations import prepared
from kiosk.web import language
from kiosk.web.context import hall
from kiosk.web.parts.inspection_shapes import page_json
from kiosk.web.parts.qr import svg


def drawn(token: str, *, large: bool, refusal: HallError | None = None) -> ResponseReturnValue:
    """Draw the page of an inspection in the language asked for, else in its own; no name stands on it."""
    seen = prepared.page(hall().store, token=token, at=hall().now())
    asked = request.values.get("lang", "")
    g.language = asked if asked in language.LANGUAGES else seen.inspection.language
    g.say = hall().say_in(g.language)
    queue = seen.catalogue.queue(seen.catalogue.service(seen.service).queue)
    page = render_template(
        "phone/prepared.html",
        one=page_json(seen, g.language, hall().mask),
        inspection=seen.inspection,
        list=seen.checklist,
        queue_phone=queue.phone,
        qr=svg(hall().phone_url(token) or f"yc:{token}"),
        large=large,
        refusal=refusal.said(g.language) if refusal else "",
    )
    return page, refusal.status if refusal else 200
