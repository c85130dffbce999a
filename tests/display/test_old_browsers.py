"""Boards and phones may be Chrome 70: what came later is not used in what they load."""

import re
from pathlib import Path

import esprima
import pytest

import display
import kiosk

STATIC = Path(display.__file__).parent / "static"
PHONE = Path(kiosk.__file__).parent / "web" / "static" / "phone"
SCRIPTS = sorted([*STATIC.rglob("*.js"), *PHONE.glob("*.js")])
ASSISTANT = PHONE.parent / "assistant"
STYLES = sorted([*STATIC.glob("*.css"), *PHONE.glob("*.css"), *ASSISTANT.glob("*.css")])

# Syntax is held to ES2017 (Chrome 58) by a parser; this is what a parser cannot see.
LATER_SCRIPT = {
    "globalThis (71)": r"\bglobalThis\b",
    "queueMicrotask (71)": r"\bqueueMicrotask\b",
    "Intl (71 and later)": r"Intl\.(?:Relative|List|DisplayN|Segm)|\b(?:date|time)Style\b",
    "fromEntries (73)": r"\.fromEntries\(",
    "matchAll (73)": r"\.matchAll\(",
    "allSettled (76), any (85)": r"Promise\.(?:allSettled|any|withResolvers)\b",
    "bodies of blobs (76)": r"[bB]lob\.(?:text|arrayBuffer)\(",
    "object spread (60, and a mistake here)": r"[{,]\s*\.\.\.\w+\s*[,}]",
    "weak references (84)": r"\bWeakRef\b|\bFinalizationRegistry\b",
    "replaceAll (85)": r"\.replaceAll\(",
    "replaceChildren (86)": r"\.replaceChildren\(",
    "at() (92)": r"\.at\((?!\))",
    "randomUUID (92)": r"\brandomUUID\b",
    "hasOwn (93)": r"Object\.hasOwn\b",
    "causes (93)": r"Error\([^()]*,\s*\{\s*cause\b",
    "findLast (97)": r"\.findLast(?:Index)?\(",
    "structuredClone (98)": r"\bstructuredClone\b",
    "AbortSignal.timeout (103), any (116)": r"AbortSignal\.(?:timeout|any)\(",
    "checkVisibility (105)": r"\.checkVisibility\(",
    "changed copies (110)": r"\.to(?:Sorted|Reversed|Spliced)\(|\.with\(",
    "groupBy (117)": r"\.groupBy\(",
}
LATER_STYLE = {
    "min(), max(), clamp() (79)": r"[\s:(](?:min|max|clamp)\(",
    "prefers-color-scheme (76)": r"prefers-color-scheme",
    "backdrop-filter (76)": r"backdrop-filter\s*:",
    "revert (84)": r":\s*revert\b",
    "content-visibility (85), @property (85)": r"content-visibility\s*:|@property",
    "inset (87)": r"\binset(?:-inline|-block)?\s*:",
    "logical padding (87)": r"padding-(?:inline|block)\s*:|margin-block\s*:",
    "aspect-ratio (88)": r"[{;]\s*aspect-ratio\s*:",
    ":is(), :where() (88), :has() (105)": r":(?:is|where|has)\(",
    "a list in :not() (88)": r":not\([^()]*,",
    "overflow: clip (90)": r"overflow[-xy]*\s*:\s*clip",
    "accent-color (93), scrollbar-gutter (94)": r"accent-color\s*:|scrollbar-gutter\s*:",
    "layers (99)": r"@layer",
    "translate, rotate, scale (104)": r"[{;]\s*(?:translate|rotate|scale)\s*:",
    "ranges in @media (104)": r"@media[^{]*[<>]",
    "container queries (105)": r"@container",
    "dynamic viewport units (108)": r"\d(?:dvh|svh|lvh|dvw)\b",
    "line heights as a unit (109)": r"\d(?:lh|rlh)\b",
    "mixed colours (111), other spaces (111)": r"color-mix\(|\b(?:oklch|oklab|lch|lab|color)\(|light-dark\(",
    "nesting (112)": r"\{[^{}]*\{",
    "text-wrap (114), subgrid (117)": r"text-wrap\s*:|subgrid",
    "two words in display (115)": r"display\s*:\s*\w+ \w",
    ":focus-visible outside :not() (86)": r"[^(]:focus-visible\s*[,{]",
}
NEWER_SYNTAX = (
    "a?.b",
    "a ?? b",
    "a ||= 1",
    "class A { n = 1 }",
    "class A { static n = 1 }",
    "class A { #n() {} }",
    "class A { static { n() } }",
    "n = 1_000",
    "await x",
    "async () => { for await (const x of y) { } }",
    "import a from './a.json' with { type: 'json' }",
)
NEWER_CALLS = (
    "globalThis.x",
    "text.matchAll(/a/g)",
    "Promise.any([])",
    "list.at(n)",
    "Object.hasOwn(a, b)",
    "list.findLast(f)",
    "crypto.randomUUID()",
    "queueMicrotask(f)",
    "list.toSorted()",
    "new Intl.ListFormat()",
    "{ dateStyle: 'short' }",
    "AbortSignal.timeout(5)",
    "new WeakRef(a)",
    "element.checkVisibility()",
    "new Error('a', { cause: b })",
    "Object.groupBy(a, f)",
    "blob.text()",
    "a.replaceAll('a', 'b')",
    "Object.fromEntries(a)",
    "structuredClone(a)",
    "list.replaceChildren()",
    "Promise.allSettled(a)",
)
NEWER_STYLES = (
    "a{width:min(1px,2px)}",
    "a{inset:0}",
    "a{inset-inline:0}",
    "a{padding-block:0}",
    "a{aspect-ratio:1}",
    "a:is(b){}",
    "a:has(b){}",
    "a:not(b, c){}",
    "a{height:100dvh}",
    "@container (x){}",
    "@layer a{}",
    "a{ & b{x:y} }",
    "a{ x:y; .b{x:y} }",
    "a{ .b{x:y} }",
    "a:focus-visible{}",
    "a{color:color-mix(in srgb, b, c)}",
    "a{color:oklch(1 1 1)}",
    "a{color:light-dark(b,c)}",
    "a{content-visibility:auto}",
    "a{backdrop-filter:blur(1px)}",
    "a{translate:1px}",
    "a{rotate:1deg}",
    "@property --a{}",
    "a{overflow:clip}",
    "a{grid-template-rows:subgrid}",
    "@media (width > 4px){}",
    "a{accent-color:b}",
    "a{text-wrap:balance}",
    "a{display:inline grid}",
    "a{all:revert}",
    "a{height:2lh}",
    "a{scrollbar-gutter:stable}",
)


def later(text: str, things: dict[str, str]) -> list[str]:
    """Name what in a text came after its browser."""
    return [name for name, pattern in things.items() if re.search(pattern, text)]


def is_understood(script: str) -> bool:
    """Tell whether a browser of the board would run a script at all."""
    try:
        esprima.parseModule(script)
    except esprima.Error:
        return False
    return True


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_nothing_younger_than_its_browser(script: Path) -> None:
    code = script.read_text("utf-8")

    assert is_understood(code)
    assert later(without_comments(code), LATER_SCRIPT) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_uses_nothing_younger_than_its_browser(style: Path) -> None:
    assert later(rules_of(style.read_text("utf-8")), LATER_STYLE) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_gaps_are_for_grids_only(style: Path) -> None:
    rules = re.findall(r"[^{}]*\{[^{}]*\}", without_comments(style.read_text("utf-8")))

    assert [rule for rule in rules if re.search(r"display:\s*(inline-)?flex", rule) and "gap" in rule] == []


@pytest.mark.parametrize("script", NEWER_SYNTAX)
def test_a_younger_syntax_is_seen(script: str) -> None:
    assert not is_understood(script)


@pytest.mark.parametrize("script", NEWER_CALLS)
def test_a_younger_call_is_seen(script: str) -> None:
    assert later(script, LATER_SCRIPT)


@pytest.mark.parametrize("style", NEWER_STYLES)
def test_a_younger_style_is_seen(style: str) -> None:
    assert later(rules_of(style), LATER_STYLE)


def without_comments(text: str) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", text)


def rules_of(style: str) -> str:
    """The rules alone, those inside @media and its like as if they stood outside."""
    return re.sub(r"@(?:media|supports|keyframes)[^{<>]*\{", "", without_comments(style))
