"""Kiosk, desk and manager may be Chrome 109, the last one on Windows 7: nothing later is relied on."""

import re
from pathlib import Path

import pytest

import kiosk
from tests.display.test_old_browsers import rules_of, without_comments

STATIC = Path(kiosk.__file__).parent / "web" / "static"
BOARD_CLASS = STATIC / "phone"  # held to Chrome 70 elsewhere
SCRIPTS = sorted(path for path in STATIC.rglob("*.js") if BOARD_CLASS not in path.parents)
STYLES = sorted(path for path in STATIC.rglob("*.css") if BOARD_CLASS not in path.parents)

LATER_SCRIPT = {
    "changed copies (110)": r"\.to(?:Sorted|Reversed|Spliced)\(|\.with\(",
    "view transitions (111), popovers (114)": r"startViewTransition|\.(?:show|hide|toggle)Popover\(",
    "isWellFormed (111), sets of signs (112)": r"\.(?:isWellFormed|toWellFormed)\(|/v[gimsuy]*[;,)]",
    "scrollend (114)": r"scrollend",
    "AbortSignal.any (116)": r"AbortSignal\.any\(",
    "groupBy (117)": r"\.groupBy\(",
    "withResolvers (119), canParse (120)": r"\.(?:withResolvers|canParse)\(",
    "fromAsync (121)": r"\.fromAsync\(",
    "helpers of iterators (122)": r"(?:values|keys|entries)\(\)\.(?:map|filter|take)\(|isSubsetOf",
    "import attributes (123)": r"import[^;]*\bwith\s*\{",
    "Promise.try (128)": r"Promise\.try\(",
}
LATER_STYLE = {
    "mixed colours, other spaces (111)": r"color-mix\(|\b(?:oklch|oklab|lch|lab)\(",
    "nesting (112)": r"\{[^{}]*\{",
    "subgrid (117), @scope (118)": r"subgrid|@scope",
    "@starting-style (117)": r"@starting-style",
    "light-dark (123), field-sizing (123)": r"light-dark\(|field-sizing\s*:",
    "anchors (125)": r"anchor-name\s*:|position-anchor\s*:",
}


def later(text: str, things: dict[str, str]) -> list[str]:
    """Name what in a text came after its browser."""
    return [name for name, pattern in things.items() if re.search(pattern, text)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_nothing_younger_than_its_browser(script: Path) -> None:
    assert later(without_comments(script.read_text("utf-8")), LATER_SCRIPT) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_uses_nothing_younger_than_its_browser(style: Path) -> None:
    assert later(rules_of(style.read_text("utf-8")), LATER_STYLE) == []


@pytest.mark.parametrize(
    "script",
    [
        "list.toSorted()",
        "list.with(1, 2)",
        "document.startViewTransition(f)",
        "menu.showPopover()",
        "text.isWellFormed()",
        "sign = /[a--b]/v;",
        "on('scrollend', f)",
        "AbortSignal.any([])",
        "Object.groupBy(a, f)",
        "Promise.withResolvers()",
        "URL.canParse(a)",
        "Array.fromAsync(a)",
        "map.values().map(f)",
        "set.isSubsetOf(a)",
        "import a from './a.json' with { type: 'json' }",
        "Promise.try(f)",
    ],
)
def test_a_younger_call_is_seen(script: str) -> None:
    assert later(script, LATER_SCRIPT)


@pytest.mark.parametrize(
    "style",
    [
        "a{color:color-mix(in srgb, b, c)}",
        "a{b{x:y}}",
        "@scope (a){}",
        "a{grid-template-rows:subgrid}",
        "@starting-style{}",
        "a{color:light-dark(b, c)}",
        "a{field-sizing:content}",
        "a{anchor-name:--a}",
    ],
)
def test_a_younger_style_is_seen(style: str) -> None:
    assert later(rules_of(style), LATER_STYLE)
