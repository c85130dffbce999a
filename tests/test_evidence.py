"""What the security papers name as evidence is there: a file, a test, or an act of the program."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
QUOTED = re.compile(r"`([^`\n]+)`")
PLACES = ("", "docs/", "kiosk/", "kiosk/web/", "kiosk/content/", "tests/")
TESTS = tuple((TOP / "tests").rglob("test_*.py"))


def names(paper: str) -> set[str]:
    """Collect the files and tests that a paper names."""
    quoted = {one for one in QUOTED.findall((TOP / "docs" / paper).read_text("utf-8")) if " " not in one}
    return {one for one in quoted if one.startswith("test_") or one.endswith((".py", ".toml", ".md"))}


def is_there(name: str) -> bool:
    """Tell whether a file or a test of this name exists."""
    if name.endswith(".py") and name in {path.name for path in TESTS}:
        return True
    if name.startswith("test_") and not name.endswith(".py"):
        wanted = f"def {name}("
        return any(wanted in path.read_text("utf-8") for path in TESTS)
    return any((TOP / f"{place}{name}").is_file() for place in PLACES)


@pytest.mark.parametrize("paper", ["asvs.md", "security.md", "operations.md"])
def test_what_a_paper_names_is_there(paper: str) -> None:
    assert [name for name in sorted(names(paper)) if not is_there(name)] == []


def test_each_part_that_is_met_has_evidence_that_can_be_run_or_read() -> None:
    lines = [line.split("|") for line in (TOP / "docs" / "asvs.md").read_text("utf-8").splitlines()]
    met = {line[1].strip(): line[3] for line in lines if len(line) == 5 and line[2].strip() == "met"}

    assert len(met) > 25
    assert [part for part, evidence in met.items() if not QUOTED.search(evidence)] == []
