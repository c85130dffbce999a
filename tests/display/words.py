"""The display's words in both languages, read as the hall's program reads them."""

from pathlib import Path

from babel.messages.pofile import read_po

import display
from display.voice import Say

ENGLISH = Path(display.__file__).parent / "locale" / "en.po"


def english_words() -> dict[str, str]:
    with ENGLISH.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def speaker(language: str) -> Say:
    words = english_words() if language == "en" else {}

    def say(text: str, /, **values: object) -> str:
        return (words.get(text) or text).format(**values)

    return say
