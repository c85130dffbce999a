"""播报: hands the calls that the hall decides on to the screen that speaks, over the board's sockets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import request
from flask_socketio import SocketIO
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from display.board import Call
from display.engines.engine import Engine
from display.feed import NAMESPACE
from display.voice import Diction, Say, announcement

Json = dict[str, Any]
LANGUAGES = ("zh", "en")


class Asked(BaseModel):
    """What a screen says when it would speak; see docs/voice.md."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    zone: str = Field("", max_length=32)
    speaker: str = Field(min_length=1, max_length=64)
    able: bool = False
    voice: str = Field("", max_length=200)
    heard: int = Field(0, ge=0)


@dataclass(frozen=True, slots=True)
class Turn:
    """The hall's answer: whether this screen speaks for its zone, and the call to say now."""

    speaks: bool
    call: Call | None = None


class Hall(Protocol):
    """What the speech needs of the hall."""

    def may_speak(self) -> bool:
        """Tell whether the screen that asks is known; a stranger could silence a hall."""

    def say_next(self, asked: Asked) -> Turn:
        """Decide what the screen says now."""

    def note_heard(self, seq: int) -> None:
        """Note that a screen has begun to sound a call."""

    def call(self, seq: int) -> Call | None:
        """Find a call that was given to a screen."""

    def engine(self) -> Engine:
        """Return the voice that the hall has chosen."""

    def diction(self) -> Diction:
        """Say how the hall pronounces."""

    def languages(self) -> tuple[str, ...]:
        """List the languages of one announcement in their order, as often as each is said."""


class Speech:
    """The message `speak` of the namespace `/board`, and the sounds it names."""

    def __init__(
        self,
        socketio: SocketIO,
        hall: Hall,
        say_in: Callable[[str], Say],
        off_loop: Callable[[Callable[[], Any]], Any] = lambda work: work(),
    ) -> None:
        self._hall = hall
        self._say_in = say_in
        self._off_loop = off_loop
        self._ready: dict[tuple[int, str], bytes | None] = {}
        socketio.on_event("speak", self._answer, namespace=NAMESPACE)
        socketio.on_event("heard", self._note, namespace=NAMESPACE)

    def wav(self, seq: int, language: str) -> bytes | None:
        """Return the sound of a call that was made; nothing when there is none."""
        if (seq, language) not in self._ready:
            call = self._hall.call(seq) if language in LANGUAGES else None
            if call is None:
                return None
            self._prepare(call, language)
        return self._ready.get((seq, language))

    def _answer(self, asked: object = None) -> Json:
        if not self._hall.may_speak():
            return {"role": "mute"}
        try:
            turn = self._hall.say_next(Asked.model_validate(asked))
        except ValidationError:
            return {"role": "mute"}
        if turn.call is None:
            return {"role": "speaks" if turn.speaks else "stands by"}
        return {"role": "speaks", "announcement": self._announcement(turn.call)}

    def _note(self, said: object = None) -> None:
        if self._hall.may_speak() and isinstance(said, int) and said > 0:
            self._hall.note_heard(said)

    def _announcement(self, call: Call) -> Json:
        engine, languages = self._hall.engine(), self._hall.languages()
        for language in dict.fromkeys(languages):
            self._prepare(call, language)
        sentences = [self._sentence(call, language, engine) for language in languages]
        return {
            "id": call.id,
            "number": call.number,
            "window": call.window,
            "kind": call.kind.value,
            "engine": engine.name,
            "sentences": [one for one in sentences if one["sound"] or one["aloud"]],
        }

    def _sentence(self, call: Call, language: str, engine: Engine) -> Json:
        has_sound = self._ready.get((call.id, language)) is not None
        return {
            "language": language,
            "text": announcement(call, self._say_in(language), self._hall.diction()),
            "sound": f"{request.script_root}/board/voice/{call.id}-{language}.wav" if has_sound else None,
            "aloud": engine.reads_aloud,
        }

    def _prepare(self, call: Call, language: str) -> None:
        """Make the sound beside the event loop; the last few stay at hand."""
        engine = self._hall.engine()
        made = self._off_loop(lambda: engine.sound(call, language))
        while len(self._ready) >= 32:
            del self._ready[next(iter(self._ready))]
        self._ready[call.id, language] = made
