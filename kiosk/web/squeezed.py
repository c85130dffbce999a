"""Scripts, styles and drawings go out without comments and indentation, and compressed where that is read."""

import gzip
import re
from functools import lru_cache

from flask import Flask, Response, request

STATIC = frozenset({"static", "display.static"})
SCRIPTS_AND_STYLES = frozenset({"text/javascript", "text/css"})
KINDS = SCRIPTS_AND_STYLES | {"image/svg+xml"}
COMMENTS = re.compile(rb"(?ms)^[ \t]*/\*.*?\*/[ \t]*\n?|^[ \t]*//[^\n]*\n")  # those that begin a line
INDENT = re.compile(rb"(?m)^[ \t]+")  # no string of ours goes over a line's end
BETWEEN = re.compile(rb"(?<=[;{},]) | (?=[{}])|(?<=[a-z-]:) ")
FILES = 256


def install(app: Flask) -> None:
    """Squeeze the static files of an application."""
    app.after_request(_squeeze)


def _squeeze(response: Response) -> Response:
    if request.endpoint not in STATIC or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200:
        return response
    response.direct_passthrough = False
    etag, _ = response.get_etag()
    ours = response.mimetype in SCRIPTS_AND_STYLES and "/vendor/" not in request.path
    plain, small = _squeezed(response.get_data(), response.mimetype if ours else "")
    if request.accept_encodings.quality("gzip") > 0:
        response.headers["Content-Encoding"] = "gzip"
        response.set_data(small)
    else:
        response.set_data(plain)
    if etag:
        response.set_etag(etag, weak=True)  # the same thing, in other bytes
    return response


@lru_cache(maxsize=FILES)
def _squeezed(content: bytes, ours: str) -> tuple[bytes, bytes]:
    plain = INDENT.sub(b"", COMMENTS.sub(b"", content)) if ours else content
    plain = BETWEEN.sub(b"", plain) if ours == "text/css" else plain
    return plain, gzip.compress(plain, mtime=0)
