"""语言: which language the reader of this page has chosen."""

from flask import request

LANGUAGES = ("zh", "en")
COOKIE = "language"


def chosen() -> str:
    """Return the language of this request: asked for in the address, kept in the cookie, else Chinese."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    return LANGUAGES[0]
