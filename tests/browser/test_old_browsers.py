"""Kiosk, desk and manager may be Chrome 109, the last one on Windows 7: what came later is not used there."""

import re
from pathlib import Path

import pytest

import kiosk

PAGES = Path(kiosk.__file__).parent / "web"
WHOSE = ("citizen", "clerk", "inspector", "liaison", "manager", "papers")
FOLDERS = tuple(PAGES / "static" / who for who in WHOSE)
SCRIPTS = sorted(script for folder in FOLDERS for script in folder.glob("*.js"))
STYLES = sorted([style for folder in FOLDERS for style in folder.glob("*.css")])
TEMPLATES = sorted(PAGES.rglob("*.html"))

LATER_SCRIPT = {
    "changed copies of lists (110)": r"\.(?:toSorted|toReversed|toSpliced|with)\(",
    "Object.groupBy, Map.groupBy (117)": r"\b(?:Object|Map)\.groupBy\(",
    "Array.fromAsync (121)": r"Array\.fromAsync",
    "Promise.withResolvers (119), Promise.try (128)": r"Promise\.(?:withResolvers|try)\(",
    "methods of sets (122)": r"\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(",
    "methods of iterators (122)": r"\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|toArray)\(",
    "well-formed strings (111)": r"\.(?:isWellFormed|toWellFormed)\(",
    "URL.canParse (120)": r"URL\.canParse",
    "popovers (114)": r"\.(?:showPopover|hidePopover|togglePopover)\(",
    "view transitions (111)": r"startViewTransition",
    "the regular expressions' v flag (112)": r"/[dgimsuy]*v[dgimsuy]*[.,;)]",
    "AbortSignal.any (116)": r"AbortSignal\.any",
    "modules of JSON or CSS (123)": r"import[^;]+\bwith\s*\{",
}
LATER_STYLE = {
    "@starting-style (117), allow-discrete (117)": r"@starting-style|allow-discrete",
    "light-dark() (123)": r"light-dark\(",
    "field-sizing (123)": r"field-sizing\s*:",
    "color-mix() (111), oklch() (111), relative colours (119)": r"color-mix\(|okl(?:ch|ab)\(|rgb\(from",
    "@scope (118)": r"@scope",
    "linear() (113)": r"\blinear\(",
    "subgrid (117)": r"\bsubgrid\b",
    "units of the root's lines and capitals (111-118)": r"\d(?:rlh|cap|rcap)\b",
    "anchor positioning (125)": r"anchor-name|position-anchor|anchor\(",
    "interpolate-size (129)": r"interpolate-size",
    ":user-valid (119), :popover-open (114), :state() (125)": r":(?:user-(?:in)?valid|popover-open|state\()",
    "trigonometry and round() (111-125)": r"[\s(:](?:sin|cos|tan|round|mod|rem)\(",
    "scroll-driven animation (115)": r"animation-timeline|scroll-timeline|view-timeline",
}
LATER_MARKUP = {
    "popover (114)": r"\spopover(?:target)?(?:=|\s|>)",
    "invokers (135)": r"\scommandfor=",
    "exclusive details (120)": r"<details[^>]*\sname=",
    "search element (118)": r"<search[\s>]",
    "integrity in import maps (127)": r'"integrity"\s*:',
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_nothing_younger_than_its_browser(script: Path) -> None:
    code = without_comments(script.read_text("utf-8"))

    assert used(LATER_SCRIPT, code) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_uses_nothing_younger_than_its_browser(style: Path) -> None:
    rules = without_comments(style.read_text("utf-8"))

    assert used(LATER_STYLE, rules) == []
    assert nested(rules) == []


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_uses_nothing_younger_than_its_browser(page: Path) -> None:
    assert used(LATER_MARKUP, page.read_text("utf-8")) == []


def test_every_page_is_looked_at() -> None:
    """A new folder of scripts or styles must be counted among the new or the old browsers'."""
    known = {folder.name for folder in FOLDERS} | {"phone", "assistant"}

    assert {one.name for one in (PAGES / "static").iterdir() if one.is_dir()} == known


def used(later: dict[str, str], text: str) -> list[str]:
    """Name what a text uses of the things that came later."""
    return [name for name, pattern in later.items() if re.search(pattern, text)]


def nested(rules: str) -> list[str]:
    """Name the rules that stand inside another rule (112); inside @media they may."""
    found, open_ = list[str](), list[str]()
    for piece in re.findall(r"[^{}]+|[{}]", rules):
        if piece == "}":
            open_.pop()
        elif piece != "{":
            head = piece.rpartition(";")[2].strip()
        else:
            found += [head for outer in open_ if not outer.startswith("@")]
            open_.append(head)
    return found


def test_nesting_is_found() -> None:
    assert nested("@media print { a { color: red; } } b { top: 0; .c { left: 0; } }") == [".c"]


def without_comments(text: str) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", text)
