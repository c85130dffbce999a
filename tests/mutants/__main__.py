"""`make mutants`: the rules changed a little, one at a time; a test notices each, or it is explained."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.mutants.mutant import Fate, Mutant, of_room

TOP = Path(__file__).parents[2]
MADE = TOP / "mutants" / "kiosk" / "hall"
EXPLAINED = Path(__file__).with_name("explained.txt")
COLUMNS = (Fate.KILLED, Fate.TYPES, Fate.WORDING, Fate.LIVES, Fate.UNREACHED, Fate.UNTRIED)


def rooms(only: Sequence[str]) -> list[Path]:
    """List the changed modules that mutmut has made so far, or some of them."""
    made = (path for path in MADE.glob("*.py") if path.with_suffix(".py.meta").exists())
    return sorted(path for path in made if not only or path.stem in only)


def forget_the_living(only: Sequence[str]) -> None:
    """Let mutmut try again whatever lived last time: a test may notice it now."""
    for path in rooms(only):
        meta = path.with_suffix(".py.meta")
        kept = json.loads(meta.read_text("utf-8"))
        fates = kept["exit_code_by_key"]
        kept["exit_code_by_key"] = {
            key: code if Fate.of(code) in {Fate.KILLED, Fate.TYPES} else None for key, code in fates.items()
        }
        meta.write_text(json.dumps(kept), "utf-8")


def try_all(only: Sequence[str]) -> None:
    """Make the mutants and try those of which nobody knows yet, as many at once as CHILDREN says."""
    forget_the_living(only)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    chosen = [f"kiosk.hall.{one}.*" for one in only]
    tool = ["mutmut", "run", "--max-children", os.environ.get("CHILDREN", str(os.cpu_count())), *chosen]
    subprocess.run(tool, cwd=TOP, env=os.environ | {"PATH": path}, check=True)


def explained() -> Counter[str]:
    """Read which survivors were looked at; the lines with # above them say why they may live."""
    lines = EXPLAINED.read_text("utf-8").splitlines()
    return Counter(line for line in lines if line and not line.startswith("#"))


def table(mutants: Iterable[Mutant]) -> Iterator[str]:
    """Count what became of the mutants, module by module, as in docs/proof.md."""
    counts = Counter((one.room, one.fate) for one in mutants)
    yield "| rules | mutants | killed by a test | by types | wording | live | not reached | not tried |"
    yield "|---|---|---|---|---|---|---|---|"
    for room in sorted({room for room, _ in counts}):
        numbers = [counts[room, fate] for fate in COLUMNS]
        yield f"| `{room}` | {sum(numbers)} | {' | '.join(map(str, numbers))} |"
    totals = [sum(count for (_, fate), count in counts.items() if fate is column) for column in COLUMNS]
    yield f"| all | {sum(totals):,} | {' | '.join(f'{one:,}' for one in totals)} |"


def main(only: Sequence[str], *, anew: bool) -> int:
    """Try the mutants of some modules or of all, and name each that lives and is not explained."""
    if anew:
        try_all(only)
    mutants = [one for path in rooms(only) for one in of_room(path)]
    alive = Counter(str(one) for one in mutants if one.fate in {Fate.LIVES, Fate.UNREACHED})
    known = explained()
    print("\n".join(table(mutants)))
    for line, times in sorted((alive - known).items()):
        print(f"\nLIVES{f' {times} times' if times > 1 else ''}: {line}")
    for line in sorted(known - alive) if not only else ():
        print(f"\nEXPLAINED, but killed or gone: {line}")
    print(f"\n{alive.total()} live; {(alive & known).total()} of them are explained in {EXPLAINED.name}")
    return int(bool(alive - known) or any(one.fate is Fate.UNTRIED for one in mutants))


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main([one for one in words if one != "--table"], anew="--table" not in words))
