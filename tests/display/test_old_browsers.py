"""Boards and phones may be Chrome 70: what came later is not used in what they load."""

import re
from pathlib import Path

import pytest

import display
import kiosk

STATIC = Path(display.__file__).parent / "static"
PHONE = Path(kiosk.__file__).parent / "web" / "static" / "phone"
SCRIPTS = sorted([*STATIC.rglob("*.js"), *PHONE.glob("*.js")])
STYLES = sorted([*STATIC.glob("*.css"), *PHONE.glob("*.css")])

LATER_SCRIPT = {
    "optional chaining (80)": r"\?\.(?!\d)",
    "nullish coalescing (80)": r"\?\?",
    "object spread (ES2018)": r"[{,]\s*\.\.\.\w+\s*[,}]",
    "replaceAll (85)": r"\.replaceAll\(",
    "replaceChildren (86)": r"\.replaceChildren\(",
    "at() (92)": r"\.at\(-?\d",
    "fromEntries (73)": r"fromEntries",
    "allSettled (76)": r"allSettled",
    "structuredClone (98)": r"structuredClone",
    "private fields (74)": r"this\.#",
}
LATER_STYLE = {
    "min(), max(), clamp() (79)": r"[\s:(](?:min|max|clamp)\(",
    "inset (87)": r"\binset\s*:",
    "aspect-ratio (88)": r"[{;]\s*aspect-ratio\s*:",
    ":is(), :where() (88), :has() (105)": r":(?:is|where|has)\(",
    "dynamic viewport units (108)": r"\d(?:dvh|svh|lvh|dvw)\b",
    "container queries (105)": r"@container",
    "layers (99)": r"@layer",
    "nesting (112)": r"\{[^{}]*&",
    ":focus-visible outside :not() (86)": r"[^(]:focus-visible\s*[,{]",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_nothing_younger_than_its_browser(script: Path) -> None:
    code = without_comments(script.read_text("utf-8"))

    assert [name for name, pattern in LATER_SCRIPT.items() if re.search(pattern, code)] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_uses_nothing_younger_than_its_browser(style: Path) -> None:
    rules = without_comments(style.read_text("utf-8"))

    assert [name for name, pattern in LATER_STYLE.items() if re.search(pattern, rules)] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_gaps_are_for_grids_only(style: Path) -> None:
    rules = re.findall(r"[^{}]*\{[^{}]*\}", without_comments(style.read_text("utf-8")))

    assert [rule for rule in rules if re.search(r"display:\s*(inline-)?flex", rule) and "gap" in rule] == []


def without_comments(text: str) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", text)
