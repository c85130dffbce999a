"""Fault scripts: what happens to a hall's paper, and what must be true when it is over."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from kiosk.hall.jobs import PaperState
from kiosk.hall.paper_events import PaperStuck
from kiosk.storage.store import Store
from printer.devices.status import Condition
from printer.profiles import GENERIC_80, Confirms, Profile
from tests.printer.faults.world import MAIN, SPARE, World

Step = tuple[str, float | int | str]

PRINTER = st.sampled_from([MAIN, MAIN, MAIN, SPARE])
BAD = st.sampled_from(["paper_out", "cover_open", "offline", "broken", "near_end", "ready"])
SECONDS = st.floats(0, 40, allow_nan=False)
STEP: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("ticket"), st.just(0)),
    st.tuples(st.just("receipt"), st.just(0)),
    st.tuples(st.just("serve"), SECONDS),
    st.tuples(st.sampled_from(["main becomes", "spare becomes"]), BAD),
    st.tuples(st.just("later main becomes"), st.tuples(st.floats(0, 6), BAD).map(lambda p: f"{p[0]} {p[1]}")),
    st.tuples(st.just("later main loses power"), st.floats(0, 6)),
    st.tuples(st.just("cut main after"), st.integers(0, 500)),
    st.tuples(st.just("cut main late after"), st.integers(0, 500)),
    st.tuples(st.just("main is dead"), st.just(0)),
    st.tuples(st.sampled_from(["unplug", "plug"]), PRINTER),
    st.tuples(st.just("kill the agent at step"), st.integers(1, 40)),
    st.tuples(st.just("server away for"), SECONDS),
    st.tuples(st.just("answers lost"), st.integers(1, 3)),
    st.tuples(st.just("clerk decides"), st.just(0)),
)
SCRIPTS = st.lists(STEP, max_size=25)
PROFILES = st.sampled_from(
    [
        replace(GENERIC_80, confirms=Confirms.PROCESS_ID),
        GENERIC_80,
        replace(GENERIC_80, answers=False, confirms=Confirms.NONE),
    ]
)


def play(store: Store, folder: Path, profile: Profile, script: list[Step]) -> World:
    """Let a script happen, then let everything be well and the agents come to rest."""
    world = World(store, folder, profile)
    world.submit("ticket")
    world.submit("custody-receipt")
    for name, value in script:
        _happen(world, name, value)
        world.serve(2.0)
    world.heal()
    world.serve(240.0)
    return world


def check(world: World) -> None:
    """Hold what must be true of every script.

    Nothing is lost: each paper is out, given up after its time, or in doubt and to be seen. No copy
    comes out twice, so all but the first carry 补打. A confirmed paper lies there whole. A printer that
    said no got nothing.
    """
    counts = Counter((one.job, one.mark) for one in world.prints)
    assert all(times == 1 for times in counts.values()), f"a copy came out twice: {counts}"
    assert not world.refused
    stuck = {event.job for event in world.events() if isinstance(event, PaperStuck)}
    for job in world.jobs:
        paper = world.paper(job)
        whole = {one.mark for one in world.prints if one.job == job and one.complete}
        if paper.state is PaperState.CONFIRMED:
            assert paper.copy - 1 in whole, f"{job} is confirmed and not there"
        elif paper.state is PaperState.UNKNOWN:
            assert job in stuck
        else:
            assert paper.state in {PaperState.SENT, PaperState.EXPIRED}, f"{job} is {paper.state}"
        if paper.state is PaperState.EXPIRED:
            assert not job.endswith("receipt"), f"{job} was given up"
        for mark in {m for j, m in world.sent if j == job}:
            settled = mark == paper.copy - 1 and paper.state in {PaperState.CONFIRMED, PaperState.SENT}
            assert settled or job in stuck, f"copy {mark} of {job} left and nobody was told"
    for machine in world.machines.values():
        assert machine.condition is Condition.READY


def _happen(world: World, name: str, value: float | str) -> None:
    if name in {"ticket", "receipt"}:
        world.submit("ticket" if name == "ticket" else "custody-receipt")
    elif name == "serve":
        world.serve(float(value))
    elif name == "kill the agent at step":
        world.kill_in = int(value)
    elif name == "server away for":
        world.away_until = world.now + float(value)
    elif name == "answers lost":
        world.loses_answers = int(value)
    elif name == "clerk decides":
        world.decide()
    else:
        _fail(world, name, value)


def _fail(world: World, name: str, value: float | str) -> None:
    main = world.machines[MAIN]
    if name in {"main becomes", "spare becomes"}:
        world.machines[name.split()[0]].become(Condition(str(value)))
    elif name == "later main becomes":
        seconds, condition = str(value).split()
        world.later.append((world.now + float(seconds), lambda: main.become(Condition(condition))))
    elif name == "later main loses power":
        world.later.append((world.now + float(value), main.power_cycle))
    elif name.startswith("cut main"):
        main.cut_cable_after = int(value)
        world.late_loss = "late" in name
    elif name == "main is dead":
        main.dead = True
    else:
        (world.unplugged.add if name == "unplug" else world.unplugged.discard)(str(value))
