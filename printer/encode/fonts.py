"""Which font draws Chinese: the configured one, else the system's, else one that a package brings."""

import contextlib
import logging
import os
from functools import lru_cache
from importlib import resources
from pathlib import Path

from PIL import ImageFont

log = logging.getLogger(__name__)

CONFIGURED = "YICHUANG_FONT"
WANTED = ("Noto Sans CJK SC", "BabelStone Han", "WenQuanYi Zen Hei")
FILES = ("NotoSansCJK-Regular", "NotoSansCJKsc-Regular", "BabelStoneHan", "wqy-zenhei")
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts"))
MAX_FACES = 16
PACKAGED = "pylopdf_fonts_zh_cn"
GETA = "〓"  # what Chinese printers put for a character that they do not have
PROBE = 24  # dots; a size like any other
NOWHERE = "\U0010ffff"  # a code point that no font draws: its picture is the font's "missing" box


class NoChineseFont(RuntimeError):
    """Neither the system nor any package has a font with Chinese characters."""


@lru_cache(maxsize=1)
def faces() -> tuple[tuple[str, int], ...]:
    """Return file and number of each font face that is tried, in order."""
    candidates = [(os.environ[CONFIGURED], 0)] if os.environ.get(CONFIGURED) else []
    return tuple(dict.fromkeys([*candidates, *_of_system(), *_of_packages()]))


@lru_cache(maxsize=64)
def fonts(size: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    """Return the fonts to try in order, at a size in dots.

    Raises:
        NoChineseFont: there is none.
    """
    found = tuple(ImageFont.truetype(path, size, index=index) for path, index in faces())
    if not found:
        raise NoChineseFont("没有中文字体 / no Chinese font: apt-get install fonts-noto-cjk")
    return found


@lru_cache(maxsize=16384)
def has_picture(character: str) -> bool:
    """Tell whether any font draws a character."""
    return any(_picture(font, character) != _picture(font, NOWHERE) for font in fonts(PROBE))


@lru_cache(maxsize=16384)
def drawable(character: str, size: int) -> tuple[str, ImageFont.FreeTypeFont]:
    """Return what to draw for a character and with which font; 〓 where no font has it."""
    for font in fonts(size):
        if character.isspace() or _picture(font, character) != _picture(font, NOWHERE):
            return character, font
    log.warning("no font has U+%04X %s", ord(character), character)
    return GETA, fonts(size)[0]


def _picture(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    return bytes(font.getmask(character, mode="1"))


def _of_system() -> list[tuple[str, int]]:
    """Find the wanted families by their files; no other program is asked, so that any thread may look."""
    files = [file for folder in FOLDERS for file in sorted(folder.expanduser().rglob("*.[to]t[fc]"))]
    faces = [face for file in files if file.name.startswith(FILES) for face in _faces(file)]
    named = {ImageFont.truetype(path, index=index).getname()[0]: (path, index) for path, index in faces}
    return [named[family] for family in WANTED if family in named]


def _faces(file: Path) -> list[tuple[str, int]]:
    """List the faces of a font file; a collection has several, which only trying them tells."""
    found = []
    with contextlib.suppress(OSError):
        for index in range(MAX_FACES):
            ImageFont.truetype(file, index=index)
            found.append((str(file), index))
    return found


def _of_packages() -> list[tuple[str, int]]:
    try:
        folder = resources.files(PACKAGED)
    except ModuleNotFoundError:
        return []
    stack, found = [folder], []
    while stack:
        for entry in stack.pop().iterdir():
            if entry.is_dir():
                stack.append(entry)
            elif entry.name.lower().endswith((".ttf", ".otf", ".ttc")):
                found.append((str(entry), 0))
    return sorted(found)[:1]
