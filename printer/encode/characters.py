"""字符: what a character becomes before it is laid out, and which printers have it in their memory."""

import logging
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from printer.encode.fonts import GETA, has_picture
from printer.profiles import Rom

log = logging.getLogger(__name__)

REPLACED = {"¥": "￥", "\u00a0": " ", "\t": " "}
PRIVATE_FIRST = 0xE815  # where GBK kept the 80 characters of its row FE 50 in Unicode's private use area
# Those that Python's GB 18030-2000 still leaves there, and the vertical forms (GB 18030-2022).
PRIVATE_LATER = {
    **dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    0xE816: "𠂇",
    0xE817: "𠂉",
    0xE818: "𠃌",
    0xE831: "𡗗",
    0xE83B: "𢦏",
    0xE855: "𤇾",
    0xE81E: "龴",
    0xE826: "龵",
    0xE82B: "龶",
    0xE82C: "龷",
    0xE832: "龸",
    0xE843: "龹",
    0xE854: "龺",
    0xE864: "龻",
}
COMPATIBLE = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))  # radicals and compatibility ideographs


def normal(text: str) -> str:
    """Write a text in what can be printed: one form of each character, no control codes, 〓 for the rest."""
    return "".join(map(_normal, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=16384)
def _normal(character: str) -> str:
    if character.isascii():
        return REPLACED.get(character, character if character.isprintable() else "")
    if character in REPLACED:
        return REPLACED[character]
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return ""  # a control code in a name must not become a command
    character = _from_private_use(character)
    if any(first <= ord(character) <= last for first, last in COMPATIBLE):
        character = unicodedata.normalize("NFKC", character)
    if in_rom(character, Rom.GBK) or has_picture(character):
        return character
    log.warning("no font has U+%04X; 〓 is printed with its code point", ord(character))
    return f"{GETA}U+{ord(character):04X}"


def _from_private_use(character: str) -> str:
    code = ord(character)
    if later := PRIVATE_LATER.get(code):
        return later
    place = code - PRIVATE_FIRST
    if not 0 <= place < 80:
        return character
    trail = 0x50 + place + (0x50 + place >= 0x7F)
    return bytes([0xFE, trail]).decode("gb18030")


@lru_cache(maxsize=32768)
def in_rom(character: str, rom: Rom) -> bool:
    """Tell whether a printer has a character in its memory."""
    if character.isascii():
        return character.isprintable()
    if 0xE000 <= ord(character) <= 0xF8FF:
        return False
    codec = "gb18030" if rom is Rom.GB18030 else rom.value
    try:
        encoded = character.encode(codec)
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 or (rom is Rom.GB18030 and len(encoded) == 4 and _in_extension_a(character))


def _in_extension_a(character: str) -> bool:
    """Four bytes of GB 18030-2000 reach further, but its printers draw no more than this."""
    return 0x3400 <= ord(character) <= 0x4DB5


def safe(text: str, rom: Rom) -> bool:
    """Tell whether a printer has every character of a text in its memory."""
    return all(in_rom(character, rom) for character in text)


def runs(text: str, rom: Rom) -> Iterator[tuple[bool, str]]:
    """Part a text into what a printer has in its memory, in runs, and each other character alone."""
    run = ""
    for character in text:
        if in_rom(character, rom):
            run += character
            continue
        if run:
            yield True, run
        run = ""
        yield False, character
    if run:
        yield True, run
