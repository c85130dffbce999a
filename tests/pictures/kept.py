"""The kept pictures, small: in few colours, a large screen at half its size; and what differs."""

import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

TOP = Path(__file__).parents[2]
KEPT = TOP / "docs" / "pictures"
RESULTS = TOP / "test-results" / "pictures"
MAKE = os.environ.get("YICHUANG_PICTURES") == "make"
COLOURS = 64
LARGE_PX = 1400
# Another version of the font draws the edges of a character otherwise; another word changes whole strokes.
EDGE = 80  # of 255, in any of the three colours
WHOLE = 0.01  # this share of the picture may differ
SQUARE, PART = 32, 0.08  # and this share of any square of so many pixels


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures of one size are apart: in the whole, and in the worst square."""

    whole: float
    worst: float
    picture: Image.Image

    @property
    def is_small(self) -> bool:
        """Whether nobody would see it."""
        return self.whole <= WHOLE and self.worst <= PART


def reduced(screenshot: bytes) -> Image.Image:
    """Make of a screenshot what is kept."""
    whole = Image.open(io.BytesIO(screenshot)).convert("RGB")
    small = whole.reduce(2) if max(whole.size) > LARGE_PX else whole
    return small.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def difference(kept: Image.Image, made: Image.Image) -> Difference:
    """Compare two pictures of one size."""
    channels = ImageChops.difference(kept.convert("RGB"), made.convert("RGB")).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    apart = most.point(lambda value: 255 if value > EDGE else 0)
    squares = apart.resize((-(-apart.width // SQUARE), -(-apart.height // SQUARE)), Image.Resampling.BOX)
    whole = apart.histogram()[255] / (apart.width * apart.height)
    return Difference(whole, max(squares.tobytes()) / 255, apart)


def fault(name: str, screenshot: bytes) -> str:
    """Compare a screenshot with the kept picture of its name; "" when nobody would see a difference.

    With YICHUANG_PICTURES=make (`make pictures`) it is kept instead, if it differs at all.
    """
    path, made = KEPT / f"{name}.png", reduced(screenshot)
    kept = Image.open(path) if path.is_file() else None
    if kept is not None and kept.size == made.size:
        apart = difference(kept, made)
        if apart.is_small and not (MAKE and apart.whole):
            return ""
        shown, how = apart.picture, f"{apart.whole:.2%} of it, {apart.worst:.0%} of one place"
    else:
        shown, how = made, "its size" if kept else "there is none yet"
    if MAKE:
        made.save(path, optimize=True)
        return ""
    RESULTS.mkdir(parents=True, exist_ok=True)
    made.save(RESULTS / f"{name}.made.png")
    shown.save(RESULTS / f"{name}.difference.png")
    return (
        f"{name} looks different ({how}). Look at kept {path}, made {RESULTS / name}.made.png, "
        f"difference {RESULTS / name}.difference.png; if it is meant so: make pictures"
    )
