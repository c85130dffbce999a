"""Words of ours in the reader's language: the Chinese in the source is the key."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po

CATALOGUE = "en.po"


class Say(Protocol):
    """Turns a Chinese sentence of ours into the reader's language and fills its values in."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the sentence."""


def speaker(folders: Iterable[Path], language: str) -> Say:
    """Return what speaks a language ("zh" or "en") with the words of some folders.

    The English is read once, from each folder's `en.po`; a sentence that has none is said in Chinese.
    """
    english = _english(folders) if language == "en" else {}

    def say(text: str, /, **values: object) -> str:
        return english.get(text, text).format(**values) if values else english.get(text, text)

    return say


def _english(folders: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in folders:
        found |= _read(folder / CATALOGUE)
    return found


@cache
def _read(path: Path) -> Mapping[str, str]:
    """Read one file, once: the words come with the program."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        entries = read_po(file, locale="en")
    return {str(one.id): str(one.string) for one in entries if one.id and one.string}
