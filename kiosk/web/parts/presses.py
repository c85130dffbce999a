"""按一次算一次: the same press of a button, or key of a program, is one act however often it arrives."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass

from flask import request
from pydantic import BaseModel

from kiosk.operations.intake import Press
from kiosk.web.parts.forms import InvalidInput

FIELD = "press"
HEADER = "Idempotency-Key"
MAX_KEY = 255


def new_press() -> str:
    """Make the id that a form carries in its hidden field `press`."""
    return secrets.token_urlsafe(16)


def press_of_form(form: Mapping[str, str], wish: object) -> Press:
    """Read the press of a page's form; `wish` is all that was asked for.

    Raises:
        InvalidInput: the form has none, so it was not drawn by us.
    """
    key = form.get(FIELD, "")
    if not 8 <= len(key) <= MAX_KEY:
        raise InvalidInput("缺少操作编号", "the form has no press id", (f"/{FIELD}",))
    return Press(f"page:{digest(key)}", digest(wish))


def press_of_header(asker: str, wish: object) -> Press:
    """Read the key that a program sent with its request; two programs never share one.

    A request without a key is a press of its own: it is done again when it is sent again.

    Raises:
        InvalidInput: the key is empty or too long.
    """
    key = request.headers.get(HEADER, new_press())
    if not 1 <= len(key) <= MAX_KEY:
        raise InvalidInput(
            f"请求头 {HEADER} 应为 1 到 {MAX_KEY} 个字符",
            f"the header {HEADER} must have 1 to {MAX_KEY} characters",
            (HEADER,),
        )
    return Press(f"api:{asker}:{digest(key)}", digest([request.method, request.path, _plain(wish)]))


def digest(wish: object) -> str:
    """Stand for a wish in 64 characters: equal wishes give equal ones, however they were written."""
    text = json.dumps(_plain(wish), ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(wish: object) -> object:
    if isinstance(wish, BaseModel):
        return wish.model_dump(mode="json")
    if is_dataclass(wish) and not isinstance(wish, type):
        return asdict(wish)
    return wish
