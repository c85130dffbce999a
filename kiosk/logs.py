"""日志: for the technician, one line per thing, as text or as JSON; nobody's name and no secret is in it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

SECRET_PATHS = re.compile(r"(/t/|/tickets/|/assistant/in/|[?&](?:token|code|key)=)[A-Za-z0-9_\-~%.]{8,}")
BEARER = re.compile(r"\byc_[a-z]+_[A-Za-z0-9_\-]{8,}")
FACTS = ("request", "method", "route", "status", "ms", "hall", "event", "seq")
STANDARD = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def veil(text: str) -> str:
    """Take secrets out of a line: the token of a phone page opens somebody's ticket."""
    return BEARER.sub("yc_…", SECRET_PATHS.sub(r"\1…", text))


class Text(logging.Formatter):
    """One line for people, its traceback below."""

    def __init__(self) -> None:
        super().__init__(STANDARD)

    def format(self, record: logging.LogRecord) -> str:
        """Write a record, its facts at the end."""
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items())
        return veil(super().format(record)) + (f" [{facts}]" if facts else "")


class Json(logging.Formatter):
    """One JSON object per line, for a log collector."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": veil(record.getMessage()),
            **_facts(record),
        }
        if record.exc_info:
            said["fault"] = veil(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def begin(kind: str, level: str, to: TextIO = sys.stderr) -> None:
    """Let this process write its log, as "text" or "json"."""
    handler = logging.StreamHandler(to)
    handler.setFormatter(Json() if kind == "json" else Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("kiosk").setLevel(level.upper())


def _facts(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name in FACTS if (value := record.__dict__.get(name)) not in {None, ""}}
