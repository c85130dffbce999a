"""The kiosk's glass as a hand and an old eye meet it: every control in millimetres, every word whole."""

from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from kiosk.app import Content
from kiosk.config import Settings
from kiosk.hall.catalogue import Panel

MEASURE = Path(__file__).with_name("glass.js").read_text("utf-8").partition("\n")[2]


@dataclass(frozen=True, slots=True)
class Control:
    """Something to touch, in millimetres from the upper left corner of the glass."""

    name: str
    left: float
    top: float
    right: float
    bottom: float
    is_main: bool
    moves: bool  # it lies in a list that is paged through

    @property
    def side(self) -> float:
        """The shorter of its sides."""
        return min(self.right - self.left, self.bottom - self.top)

    @property
    def middle(self) -> float:
        """How far its centre lies below the upper edge."""
        return (self.top + self.bottom) / 2

    def apart(self, other: "Control") -> float:
        """How much glass lies between it and another one; below zero they overlap."""
        across = max(self.left, other.left) - min(self.right, other.right)
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        return hypot(max(across, 0), max(down, 0)) if max(across, down) > 0 else max(across, down)


@dataclass(frozen=True, slots=True)
class Glass:
    """What is on the glass now."""

    panel: Panel
    controls: tuple[Control, ...]
    words: tuple[tuple[str, float], ...]  # each with its height in mm
    cut: tuple[str, ...]
    too_wide_px: float

    @property
    def height(self) -> float:
        """The height of the glass in mm."""
        return self.panel.height_px / px_per_mm(self.panel)

    @property
    def width(self) -> float:
        """The width of the glass in mm."""
        return self.panel.width_px / px_per_mm(self.panel)

    def above_floor(self, control: Control) -> tuple[float, float]:
        """Between which heights above the floor a control lies, in mm."""
        foot = self.panel.bottom_mm + self.height
        return foot - control.bottom, foot - control.top


def px_per_mm(panel: Panel) -> float:
    """Work it out from the panel's own size: its diagonal in inches and in dots."""
    return hypot(panel.width_px, panel.height_px) / (panel.diagonal_in * 25.4)


def panels() -> dict[str, Panel]:
    """The kiosks' panels of the sample hall, by shape."""
    hall = Content(Settings()).newest.hall
    return {"portrait" if one.height_px > one.width_px else "landscape": one for one in hall.panels}


def measure(page: Page, panel: Panel) -> Glass:
    """Look at the page as it stands once it has loaded."""
    page.wait_for_load_state()  # its words are there before its looks
    found: dict[str, Any] = page.evaluate(MEASURE)
    mm = px_per_mm(panel)
    controls = tuple(
        Control(
            name=one["name"],
            left=one["left"] / mm,
            top=one["top"] / mm,
            right=one["right"] / mm,
            bottom=one["bottom"] / mm,
            is_main=one["main"],
            moves=one["moves"],
        )
        for one in found["controls"]
    )
    words = tuple((one["text"], one["size"] / mm) for one in found["words"])
    return Glass(panel, controls, words, tuple(found["cut"]), found["wide"])
