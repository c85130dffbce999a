"""播报: what the loudspeakers say, put together from the hall's calls and its files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from display.board import Call, CallKind, Label
from display.engines.clips import Clip, Clips
from display.engines.engine import Browser, Chime, Engine
from display.engines.onnx import Onnx, Unusable
from display.speech import Asked, Turn
from display.voice import Diction, One, Prompt, Say, announcement, prompts
from kiosk.clock import Clock
from kiosk.hall import voicing as rules
from kiosk.hall.catalogue import Catalogue
from kiosk.hall.errors import HallError
from kiosk.operations import voicing
from kiosk.operations.voicing import Asking
from kiosk.storage.calls import UnknownCall
from kiosk.storage.store import Store


class UnknownRecording(HallError):
    """No clip of this name is wanted, or it is not recorded."""

    status = 404
    zh = "没有 {0} 这段录音。"
    en = "There is no recording {0}."


@dataclass
class Voice:
    """The voice of one hall; `screen` names the screen that asks, or "" for a stranger; `say` is Chinese."""

    store: Store
    clock: Clock
    folder: Path
    screen: Callable[[], str]
    say: Say
    clips: Clips = field(init=False)
    _made: tuple[object, Engine] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.clips = Clips(self.folder, self.prompts)

    def may_speak(self) -> bool:
        """Tell whether the screen that asks is known."""
        return bool(self.screen())

    def say_next(self, asked: Asked) -> Turn:
        """Decide what the screen says now."""
        asking = Asking(
            asked.zone, asked.speaker, self.screen(), is_able=asked.able, voice=asked.voice, heard=asked.heard
        )
        turn = voicing.say_next(self.store, asking=asking, at=self.clock())
        return Turn(turn.speaks, _shown(turn.call) if turn.call else None)

    def note_heard(self, seq: int) -> None:
        """Note that a screen has begun to sound a call."""
        voicing.note_heard(self.store, seq=seq)

    def call(self, seq: int) -> Call | None:
        """Find a call that was given to a screen."""
        try:
            return _shown(voicing.call_of(self.store, seq))
        except UnknownCall:
            return None

    def engine(self) -> Engine:
        """Return the voice that the hall's file names now."""
        catalogue = self._catalogue()
        rules = catalogue.hall.voice, words_of(catalogue)
        if self._made is None or self._made[0] != rules:
            self._made = rules, self._make(catalogue.hall.voice.engine)
        return self._made[1]

    def diction(self) -> Diction:
        """Say how the hall pronounces."""
        return diction_of(self._catalogue())

    def languages(self) -> tuple[str, ...]:
        """List the languages of one announcement: Chinese as often as the hall wants, then English."""
        how = self._catalogue().hall.voice
        return ("zh",) * how.times + (("en",) if how.english else ())

    def prompts(self) -> tuple[Prompt, ...]:
        """List the clips that this hall needs."""
        return prompts_of(self._catalogue())

    def lacks(self) -> tuple[Label, ...]:
        """Say what the chosen voice lacks."""
        return self.engine().lacks()

    def sample(self) -> str:
        """Say a call as it would be read out."""
        hall = self._catalogue().hall
        call = Call(0, f"{hall.queues[0].letter}012", hall.windows[-1].number, Label(""), "")
        return announcement(call, self.say, self.diction())

    def rehearse(self) -> None:
        """Render what may have to be said soon: the numbers of those who wait, and every window once."""
        engine = self.engine()
        if not isinstance(engine, Onnx):
            return
        with self.store.read() as reading:
            numbers = [ticket.called_as for ticket in reading.tickets.waiting() if ticket.walks]
            windows = [window.number for window in reading.catalogue(self.clock()).hall.windows]
        pairs = [(number, windows[0]) for number in numbers] + [
            (numbers[0], one) for one in windows if numbers
        ]
        try:
            engine.rehearse([Call(0, number, window, Label(""), "") for number, window in pairs])
        except Unusable:
            return  # the manager is told; the screens ring meanwhile

    def recordings(self) -> tuple[Clip, ...]:
        """List the clips that a colleague records, recorded or not."""
        return self.clips.all()

    def keep_recording(self, name: str, wav: bytes) -> tuple[Label, ...]:
        """Keep a clip; returns what is wrong with it, nothing when it was kept.

        Raises:
            UnknownRecording: no clip of this name is wanted.
        """
        try:
            return self.clips.keep(name, wav)
        except KeyError:
            raise UnknownRecording(name) from None

    def recording(self, name: str) -> bytes:
        """Return a clip as a WAV file.

        Raises:
            UnknownRecording: it is not there.
        """
        try:
            return self.clips.wav(name)
        except (KeyError, OSError):
            raise UnknownRecording(name) from None

    def _make(self, name: str) -> Engine:
        if name == "clips":
            return self.clips
        if name == "onnx":
            model = self.folder / (self._catalogue().hall.voice.model or "model")
            return Onnx(model, self.folder / "said", self.say, self.diction())
        return Chime() if name == "chime" else Browser()

    def _catalogue(self) -> Catalogue:
        with self.store.read() as reading:
            return reading.catalogue(self.clock())


def diction_of(catalogue: Catalogue) -> Diction:
    """Say how a hall pronounces, by its files."""
    how = catalogue.hall.voice
    letters = words_of(catalogue) if how.queue_words else {}
    return Diction(One(how.one), letters, how.words)


def words_of(catalogue: Catalogue) -> dict[str, str]:
    """Say which word stands for each queue's letter."""
    return {queue.letter: queue.spoken or queue.short.zh for queue in catalogue.hall.queues}


def prompts_of(catalogue: Catalogue) -> tuple[Prompt, ...]:
    """List the clips that a hall needs for every call it can make."""
    windows = [window.number for window in catalogue.hall.windows]
    return prompts(words_of(catalogue), windows, One(catalogue.hall.voice.one))


def _shown(call: rules.Call) -> Call:
    return Call(call.seq, call.number, call.window, Label(""), call.at.isoformat(), CallKind(call.kind.value))
