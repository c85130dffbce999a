"""A new version at noon, one process after the other: nobody's press is lost or doubled."""

import threading
from collections import Counter

import pytest

from tests import nursery
from tests.serving.test_restart import Crowd
from tests.sizes.halls import ManyHall, trust

pytestmark = pytest.mark.postgres


def test_processes_restart_one_after_the_other_among_presses(many_processes: ManyHall) -> None:
    hall = many_processes
    crowd = Crowd(hall.url, hall.token("kiosk"), hall.public_url, trust(hall.folder / "ca.crt"))
    called, failed, home = list[str](), list[str](), threading.Event()

    def call() -> None:
        with hall.api("manager") as clerk:
            clerk.put("/windows/5", json={"state": "open"}).raise_for_status()
            while not home.wait(0.1):
                answer = clerk.post("/windows/5/calls", json={})
                if answer.status_code == 200:
                    called.append(answer.json()["id"])
                elif answer.status_code != 204:
                    failed.append(f"{answer.status_code} {answer.text}")

    clerk = threading.Thread(target=call)
    clerk.start()
    with crowd.pressing(4):
        for one in hall.halls:
            crowd.wait_for(5)
            done = nursery.run(["restart", "--data", str(one.data)], one.environment)
            assert done.returncode == 0, done.stderr
        crowd.wait_for(5)
    home.set()
    clerk.join(60)

    assert (crowd.refused, failed) == ([], [])
    assert Counter(crowd.numbers).most_common(1)[0][1] == 1
    assert Counter(called).most_common(1)[0][1] == 1
    with hall.api("manager") as manager:
        kept = [
            manager.get(f"/tickets/{token}").raise_for_status().json()["number"] for token in crowd.tokens
        ]
    assert sorted(kept) == sorted(crowd.numbers)
