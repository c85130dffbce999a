"""Whatever is done with cash in custody, in any order: the book balances, each fen is in one place."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from kiosk.hall.custody_book import DRAWER, totals
from kiosk.hall.custody_difference import Why
from kiosk.hall.deposit import DepositState, Failure, Outcome
from kiosk.hall.errors import HallError
from kiosk.operations import custody, custody_day
from tests.hall.halls import NINE
from tests.operations.deposits import clerk, drawers, found, open_custody, refund, take

CLERKS = st.integers(0, 2)
FEN = st.integers(0, 40_000)
DAY = NINE.date()


@contextmanager
def refused_or_done() -> Iterator[None]:
    """A clerk may try anything; what is refused must change nothing."""
    with suppress(HallError):
        yield


class Till(RuleBasedStateMachine):
    """Three clerks, any number of deposits, any act at any time."""

    deposits: Bundle[str] = Bundle("deposits")

    @initialize()
    def open_the_hall(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_custody(f"sqlite:///{Path(self.folder.name) / 'hall.db'}")
        self.clerks = [clerk(self.store, name) for name in ("wang", "li", "zhao")]
        self.ids: list[str] = []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    @rule(target=deposits, by=CLERKS, counted=st.integers(1, 40_000), share=st.floats(0, 0.9))
    def take(self, by: int, counted: int, share: float) -> str:
        deposit = take(self.store, self.clerks[by], counted, change=int(counted * share)).id
        self.ids.append(deposit)
        return deposit

    @rule(by=CLERKS, counted=FEN, change=FEN)
    def take_wrongly(self, by: int, counted: int, change: int) -> None:
        with refused_or_done():
            self.ids.append(take(self.store, self.clerks[by], counted, change=change).id)

    @rule(deposit=deposits, by=CLERKS, fen=FEN, arrears=FEN, off=st.sampled_from([0, 0, 0, 1]))
    def pay(self, deposit: str, by: int, fen: int, arrears: int, off: int) -> None:
        sums = {"fen": fen, "arrears": arrears, "balance": fen - arrears + off}
        with refused_or_done():
            custody.pay(self.store, deposit=deposit, by=self.clerks[by], window=1, at=NINE, **sums)

    @rule(deposit=deposits)
    def pay_all_by_its_holder(self, deposit: str) -> None:
        known = found(self.store, deposit)
        with refused_or_done():
            custody.pay(
                self.store,
                deposit=deposit,
                fen=known.left,
                arrears=0,
                balance=known.left,
                by=known.holder,
                window=1,
                at=NINE,
            )

    @rule(deposit=deposits, why=st.sampled_from(Failure))
    def fail(self, deposit: str, why: Failure) -> None:
        with refused_or_done():
            custody.fail(self.store, deposit=deposit, why=why, by=self.clerks[0], at=NINE)

    @rule(deposit=deposits, by=CLERKS)
    def refund(self, deposit: str, by: int) -> None:
        with refused_or_done():
            refund(self.store, deposit, self.clerks[by])

    @rule(deposit=deposits, outcome=st.sampled_from(Outcome))
    def call(self, deposit: str, outcome: Outcome) -> None:
        with refused_or_done():
            custody.note_call(self.store, deposit=deposit, outcome=outcome, by=self.clerks[0], at=NINE)

    @rule(deposit=deposits)
    def close(self, deposit: str) -> None:
        with refused_or_done():
            custody.close(self.store, deposit=deposit, by=self.clerks[0], at=NINE)

    @rule(giver=CLERKS, taker=CLERKS, wanted=st.lists(deposits, max_size=1))
    def hand_over(self, giver: int, taker: int, wanted: list[str]) -> None:
        facts: dict[str, Any] = {"giver": self.clerks[giver], "taker": self.clerks[taker], "window": 1}
        with refused_or_done():
            custody_day.hand_over(self.store, deposits=tuple(wanted), at=NINE, **facts)

    @rule(whose=CLERKS, counted=FEN, by=CLERKS, signer=CLERKS)
    def count_something_else(self, whose: int, counted: int, by: int, signer: int) -> None:
        facts: dict[str, Any] = {"by": self.clerks[by], "signed_by": self.clerks[signer]}
        with refused_or_done():
            custody_day.differ(
                self.store, clerk=self.clerks[whose], counted=counted, why=Why.UNKNOWN, at=NINE, **facts
            )
            assert drawers(self.store).get(self.clerks[whose], 0) == counted
            assert facts["signed_by"] not in {facts["by"], self.clerks[whose]}

    @rule(signed=st.booleans())
    def end_the_day(self, signed: bool) -> None:
        signature = self.clerks[0] if signed else ""
        with refused_or_done():
            custody_day.reconcile(
                self.store, counted=drawers(self.store), by=self.clerks[1], signed_by=signature, at=NINE
            )
            for one in map(self._found, self.ids):
                assert not one.is_open or one.carried_on == DAY

    @invariant()
    def the_book_balances_and_no_drawer_is_short(self) -> None:
        with self.store.read() as reading:
            held, entries = reading.custody.totals(), reading.custody.entries(DAY)
        assert sum(held.values()) == 0
        assert all(fen >= 0 for name, fen in held.items() if name.startswith(DRAWER))
        assert {name: fen for name, fen in totals(entries).items() if fen} == {
            name: fen for name, fen in held.items() if fen
        }

    @invariant()
    def each_deposit_is_in_one_place_and_as_the_book_says(self) -> None:
        for deposit in self.ids:
            known = self._found(deposit)
            with self.store.read() as reading:
                held = totals(reading.custody.entries_of(deposit))
            in_drawers = {name: fen for name, fen in held.items() if name.startswith(DRAWER) and fen}
            assert in_drawers == ({f"{DRAWER}{known.holder}": known.left} if known.left else {})
            assert held.get("payee", 0) == known.paid
            assert -held["citizen"] == known.fen - known.returned
            assert known.left == 0 or known.state is not DepositState.CLOSED

    def _found(self, deposit: str) -> Any:
        return found(self.store, deposit)


TestTill = Till.TestCase
TestTill.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
