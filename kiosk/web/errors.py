"""One place turns refusals into answers: a page for people, a problem document for programs."""

import logging

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from kiosk.hall.errors import HallError, NotSignedIn
from kiosk.operations.patience import TooSoon
from kiosk.operations.progress import UnknownProgress
from kiosk.web import limits
from kiosk.web.entrance import came_public
from kiosk.web.parts.forms import InvalidInput
from kiosk.web.parts.sign_in import patience_header

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"  # RFC 9457
HTTP_WORDS = {
    400: ("请求有误，请返回重试。", "The request is not valid. Please go back and try again."),
    403: ("没有权限。", "This is not allowed."),
    404: ("没有这个页面，请返回首页。", "There is no such page. Please go to the home page."),
    405: ("不能这样操作，请返回首页。", "This cannot be done here. Please go to the home page."),
    413: ("内容太长，请缩短后再提交。", "This is too long. Please shorten it."),
    415: ("内容格式不对，请用 JSON。", "The format is not supported. Please send JSON."),
    421: ("这个地址不是本厅服务器的名称。", "This is not a name of this server."),
    429: ("操作太频繁，请稍候再试。", "Too many requests. Please wait a little."),
    500: (
        "系统出错，没有保存。请再试一次或请工作人员帮忙。",
        "Something went wrong and nothing was saved. Please try again or ask the staff.",
    ),
}


def install(app: Flask) -> None:
    """Answer every refusal and every fault of this application."""
    app.register_error_handler(HallError, refusal)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, fault)


def refusal(error: HallError) -> ResponseReturnValue:
    """Tell what the hall refuses and what to do."""
    error = limits.of_wrong_token(error) if isinstance(error, UnknownProgress) else error
    response = answer(
        error.status,
        error.code,
        error.zh.format(*error.details),
        error.en.format(*error.details),
        retry=error.retry,
        fields=error.fields if isinstance(error, InvalidInput) else (),
    )
    if isinstance(error, NotSignedIn):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooSoon):
        response.headers.update(patience_header(error))
    if isinstance(error, limits.TooManyGuesses):
        response.headers["Retry-After"] = str(limits.WRONG_TOKENS.get_expiry())
    return response


def stale_form(_: CSRFError) -> ResponseReturnValue:
    """Tell that the page is too old to act from."""
    return answer(
        400,
        "stale-page",
        "页面已过期，请刷新后再操作。",
        "This page is too old. Please reload it and try again.",
        retry=True,
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Tell what the web server refuses."""
    status = error.code or 500
    zh, en = HTTP_WORDS.get(status, HTTP_WORDS[500 if status >= 500 else 400])
    response = answer(status, f"http-{status}", zh, en, retry=status in {429, 503})
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def fault(error: Exception) -> ResponseReturnValue:
    """Tell that something is broken, and leave the details to the log."""
    log.exception("fault in %s %s", request.method, request.path, exc_info=error)
    zh, en = HTTP_WORDS[500]
    return answer(500, "fault", zh, en, retry=True)


def answer(
    status: int, code: str, zh: str, en: str, *, retry: bool, fields: tuple[str, ...] = ()
) -> Response:
    """Answer a program with a problem document and a person with a page."""
    if wants_json():
        problem = {
            "type": f"urn:yichuang:{code}",
            "title": en,
            "detail": zh,
            "status": status,
            "retry": retry,
        }
        named = {"errors": [{"field": field} for field in fields]} if fields else {}
        response = jsonify({**problem, **named})
        response.content_type = PROBLEM
    else:
        response = Response(
            render_template("problem.html", zh=zh, en=en, status=status, retry=retry, home=_home())
        )
    response.status_code = status
    return response


def wants_json() -> bool:
    """Tell whether the asker is a program or a script of ours."""
    if request.path.startswith(("/api/", "/agent/")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _home() -> str:
    first = request.path.split("/")[1]
    if first == "assistant" or not came_public():
        return f"/{first}" if first in {"kiosk", "desk", "assistant"} else "/"
    return ""  # the public entrance has no home page
