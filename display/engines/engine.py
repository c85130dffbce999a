"""What every voice has in common, and the two that need no sound of the hall's own."""

from typing import Protocol

from display.board import Call, Label


class Engine(Protocol):
    """One way to read calls out.

    `name` is what the hall's file calls it; `reads_aloud` says whether the screen's own browser may read the
    words where this engine makes no sound.
    """

    name: str
    reads_aloud: bool

    def sound(self, call: Call, language: str) -> bytes | None:
        """Return a call in a language ("zh", "en") as a WAV file, or nothing when it has none."""

    def lacks(self) -> tuple[Label, ...]:
        """Say what is missing, in words for the manager; nothing when all is well."""


class Browser:
    """The screen's browser reads the words, if it has a voice for the language."""

    name = "browser"
    reads_aloud = True

    def sound(self, call: Call, language: str) -> None:
        """Leave it to the browser."""

    def lacks(self) -> tuple[Label, ...]:
        """Lack nothing here: what the browser has, the screen says itself."""
        return ()


class Chime:
    """Two tones and no words."""

    name = "chime"
    reads_aloud = False

    def sound(self, call: Call, language: str) -> None:
        """Say nothing."""

    def lacks(self) -> tuple[Label, ...]:
        """Say that nobody hears a number."""
        return (Label("只响提示音，不播报号码。", "Chime only: no number is read out."),)
