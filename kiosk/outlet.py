"""通知出口: tells the hall's gateway by signed calls what its subscribers want to know."""

import hashlib
import hmac
import json
import logging
import ssl
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from kiosk.clock import Clock
from kiosk.operations import messages
from kiosk.operations.messages import Errand
from kiosk.storage.sqlite import OffLoop
from kiosk.storage.store import Store, direct

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

TIMEOUT_S = 5.0
LOOK_S = 1.0
BREATH_S = 0.1  # so that a burst of acts is one look
ID, TIME, SIGNATURE = "Idempotency-Key", "Yichuang-Timestamp", "Yichuang-Signature"


class Refused(Exception):
    """The gateway was not reached, or answered and did not take the message."""


class Outlet:
    """Sends a hall's messages, one after the other, beside everything else."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        key: Callable[[], bytes],
        off_loop: OffLoop = direct,
        *,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._store, self._clock, self._key, self._off_loop = store, clock, key, off_loop
        self._timeout_s = timeout_s
        self._woken = Event()
        self._client: httpx.Client | None = None
        store.on_commit(self.wake)

    def wake(self) -> None:
        """Look for messages now."""
        self._woken.set()

    def look(self) -> None:
        """Write the messages to those who are nearly called."""
        if messages.tell_soon(self._store, at=self._clock()):
            self.wake()

    def follow(self, stopping: Event) -> None:
        """Send what is due, again and again, until it is stopped."""
        while not stopping.is_set():
            self._woken.wait(LOOK_S)
            self._woken.clear()
            try:
                self.send_due()
            except Exception:
                log.exception("messages could not be sent; they are tried again")
            stopping.wait(BREATH_S)

    def send_due(self) -> None:
        """Send each message that is due once, and note what became of it."""
        for errand in messages.errands(self._store, at=self._clock()):
            try:
                self._post(errand)
            except Refused as fault:
                log.warning("message %s was not taken: %s", errand.message.id, fault)
                messages.note_failed(self._store, message=errand.message, detail=str(fault), at=self._clock())
            else:
                messages.note_sent(self._store, message=errand.message, at=self._clock())

    def _post(self, errand: Errand) -> None:
        outlet = errand.catalogue.hall.outlet
        if outlet is None:
            raise Refused("the hall has no outlet any more")
        key = self._key()
        body = json.dumps(said(errand, key), ensure_ascii=False).encode()
        sent_at = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            ID: errand.message.id,
            TIME: sent_at,
            SIGNATURE: signature(key, sent_at, body),
        }
        import httpx  # here: a hall without a gateway need not load it

        try:
            answer = self._browser().post(outlet.url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Refused(f"{type(fault).__name__}: {fault}") from fault
        if not answer.is_success:
            raise Refused(f"HTTP {answer.status_code}")

    def _browser(self) -> "httpx.Client":
        if self._client is None:
            import httpx

            trusted = cast(ssl.SSLContext, self._off_loop(ssl.create_default_context))  # reads many files
            self._client = httpx.Client(verify=trusted, timeout=self._timeout_s, follow_redirects=False)
        return self._client


def said(errand: Errand, key: bytes) -> dict[str, Any]:
    """Write a message: nothing in it names a person or opens a page."""
    message, hall = errand.message, errand.catalogue.hall
    window = next((one for one in hall.windows if one.number == message.window), None)
    return {
        "id": message.id,
        "kind": message.kind.value,
        "hall": hall.id,
        "page": page_id(key, errand.page),
        "ticket": message.ticket,
        "number": errand.number,
        "people_ahead": message.people_ahead,
        "window": {
            "number": window.number,
            "name": {"zh": window.name.zh, "en": window.name.said("en")},
            "place": {"zh": window.place.zh, "en": window.place.said("en")},
        }
        if window
        else None,
        "language": errand.language,
        "at": message.at.astimezone(ZoneInfo(hall.timezone)).isoformat(timespec="seconds"),
    }


def page_id(key: bytes, token: str) -> str:
    """Name a phone page: whoever has the key and the token can match it, and nobody can open it."""
    return hmac.new(key, b"page." + token.encode(), hashlib.sha256).hexdigest()


def signature(key: bytes, sent_at: str, body: bytes) -> str:
    """Sign a message together with its time, in seconds since 1970."""
    return hmac.new(key, sent_at.encode() + b"." + body, hashlib.sha256).hexdigest()
