"""A sentence that is kept nowhere, in a hall of one process and of two."""

import pytest

from kiosk.passing import Passing
from kiosk.storage.store import Store
from tests.databases import open_test_store


class Screens:
    """The screens of one process, and what stands on them."""

    def __init__(self, store: Store, count: int) -> None:
        self.count, self.shown = count, list[tuple[str, str]]()
        self.passing = Passing(store, {"window": self._show})
        store.on_commit(lambda: None)  # as the tail does: from now on it hears the others

    def _show(self, to: str, text: str) -> int:
        self.shown.append((to, text))
        return self.count


@pytest.mark.postgres
@pytest.mark.parametrize("screens", [0, 1])
def test_a_sentence_reaches_the_screen_of_another_process(postgres_url: str, screens: int) -> None:
    stores = [open_test_store(postgres_url) for _ in "ab"]
    here, there = Screens(stores[0], 0), Screens(stores[1], screens)

    for _ in range(20):  # until both of them listen
        told = here.passing.show("window", "5", "请在这里签字")
        if there.shown and told == screens:
            break

    assert told == screens
    assert there.shown[-1] == ("5", "请在这里签字")
    for store in stores:
        store.close()


def test_a_process_alone_asks_nobody(sqlite_url: str) -> None:
    store = open_test_store(sqlite_url)
    here = Screens(store, 0)

    assert here.passing.show("window", "5", "请在这里签字") == 0
    assert here.shown == [("5", "请在这里签字")]
    store.close()
