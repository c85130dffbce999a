"""One small change to one rule, as mutmut keeps it, said so that it can be read and found again."""

import ast
import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

AROUND = 48  # characters of a line shown before and after what changed
LITERAL = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
LANGUAGES = frozenset({"zh", "en"})


class Fate(Enum):
    """What became of a mutant."""

    KILLED = auto()  # a test failed, or went on for ever
    TYPES = auto()  # mypy refuses it, so `make check` does
    WORDING = auto()  # it lives, and changed nothing but the letters of a sentence for people
    LIVES = auto()
    UNREACHED = auto()  # no test of the hall calls this rule
    UNTRIED = auto()

    @classmethod
    def of(cls, code: int | None) -> "Fate":
        """Read mutmut's exit code."""
        known = {0: cls.LIVES, 5: cls.UNREACHED, 33: cls.UNREACHED, 34: cls.UNREACHED, 37: cls.TYPES}
        return cls.UNTRIED if code is None else known.get(code, cls.KILLED)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one rule: its lines before and after, without those that stayed."""

    room: str
    rule: str
    before: str
    after: str
    fate: Fate

    def __str__(self) -> str:
        """Write what was changed into what, with enough around it to find the place."""
        first, last = _alike(self.before, self.after), _alike(self.before[::-1], self.after[::-1])
        last = min(last, min(len(self.before), len(self.after)) - first)
        old, new = (line[first : len(line) - last] for line in (self.before, self.after))
        around = self.before[max(0, first - AROUND) : first], self.before[len(self.before) - last :][:AROUND]
        return f"{self.room}.{self.rule}: {around[0]}[{old} => {new}]{around[1]}"


def of_room(path: Path) -> Iterator[Mutant]:
    """List the mutants of one module: the rule and its changed copies stand in one file."""
    codes = json.loads(path.with_suffix(".py.meta").read_text("utf-8"))["exit_code_by_key"]
    nodes = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    rules = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    for key, code in codes.items():
        name = key.rpartition(".")[2]
        rule = name.rpartition("__mutmut_")[0]
        before, after = _changed(rules[f"{rule}__mutmut_orig"], rules[name])
        fate = Fate.of(code)
        if fate is Fate.LIVES and is_wording(before, after):
            fate = Fate.WORDING
        spoken = rule.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        yield Mutant(path.stem, spoken, before, after, fate)


def is_wording(before: str, after: str) -> bool:
    """Tell whether two lines differ in a sentence alone, marked with XX or in its capitals.

    A sentence is what has Chinese or a space in it; a language that nobody speaks gives the Chinese words.
    """
    if LITERAL.sub("''", before) != LITERAL.sub("''", after):
        return False
    pairs = zip(LITERAL.findall(before), LITERAL.findall(after), strict=True)
    changed = [one.strip("'\"") for one, other in pairs if one != other]
    return all(not one.isascii() or " " in one.strip() or one in LANGUAGES for one in changed)


def _alike(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _changed(before: ast.FunctionDef, after: ast.FunctionDef) -> tuple[str, str]:
    lines = list(difflib.ndiff(_lines(before), _lines(after)))
    old, new = (" ".join(one[2:].strip() for one in lines if one.startswith(sign)) for sign in ("- ", "+ "))
    return old, new


def _lines(node: ast.FunctionDef) -> list[str]:
    return re.sub(r"__mutmut_(orig|\d+)", "", ast.unparse(node)).splitlines()
