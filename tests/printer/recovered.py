"""What a reader finds on the paper: the words again, pictures of characters recognised by their dots."""

from printer.decode import decode
from printer.encode.lines import Line, TextLine
from printer.encode.raster import glyph

Known = dict[bytes, str]


def dots(character: str, *, bold: bool) -> bytes:
    """Return a character's picture column by column, as ESC * carries it."""
    image = glyph(character, bold=bold)
    columns = ("".join("0" if image.getpixel((x, y)) else "1" for y in range(24)) for x in range(image.width))
    return b"".join(int(column, 2).to_bytes(3, "big") for column in columns)


def lines_from(data: bytes, characters: str) -> list[Line]:
    """Decode bytes; each picture among the text must be one of some characters."""
    known: Known = {dots(one, bold=bold): one for one in characters for bold in (False, True)}
    found: list[Line] = []
    for line in decode(data):
        if isinstance(line, TextLine):
            text = line.text
            for picture in line.glyphs:
                text = text.replace("\ufffc", known[picture], 1)
            found.append(TextLine(text, line.size, line.bold, line.inverted, line.pad))
        else:
            found.append(line)
    return found
