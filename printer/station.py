"""One printer and the agent's work at it: a copy comes out once, or somebody knows that it may not have.

The order is what makes it safe: ask the printer, tell the hall, write the journal, only then the first byte.
"""

import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from printer.devices.address import Device
from printer.devices.dialogue import Answers, Dialogue, fence, process_id
from printer.devices.errors import DeviceError
from printer.devices.status import Condition
from printer.document import Document, NotADocument, Text, from_json
from printer.encode import escpos
from printer.encode.fonts import NoChineseFont
from printer.encode.length import millimetres
from printer.profiles import Confirms
from printer.server import Leased, Printer, Server, ServerAway
from printer.spool import Journal, Outcome

log = logging.getLogger(__name__)

ANSWER_S = 5.0  # for an answer, beyond the time that the paper itself takes
MM_PER_S = 100.0  # what slow heads do
LISTEN_S = 1.0
REST_S, RESTS = 1.0, 15  # looks at a printer that said no, before its paper is leased anew
TELL_AGAIN_S = 15.0
STOPPED = "打印程序已停止 / the agent was stopped"
NO_ANSWER = "打印机没有回答打印完成 / the printer did not confirm"
NOT_OURS = "已由人工处理 / settled by a person"

Waits = Callable[[float], bool]


class Station:
    """Serves one printer; `wait` pauses for some seconds and tells whether the agent shall stop."""

    def __init__(
        self,
        printer: Printer,
        server: Server,
        journal: Journal,
        *,
        opened: Callable[[str], Device],
        clock: Callable[[], float],
        wait: Waits,
    ) -> None:
        self.printer = printer
        self._server = server
        self._journal = journal
        self._opened = opened
        self._clock = clock
        self._wait = wait
        self._told: tuple[Condition, float] | None = None
        self.busy = False  # a paper is in hand: do not end the program now

    def serve(self) -> None:
        """Say what the hall has not heard, then take the next job and bring it to paper.

        Raises:
            ServerAway: the hall does not answer; nothing was sent that is not in the journal.
        """
        for outcome in self._journal.untold():
            self._report(outcome)
        leased = self._server.lease(self.printer.name)
        if not leased:
            self.look()
        self.busy = bool(leased)
        try:
            for one in leased:
                if self._wait(0):
                    self._server.report(_outcome(one, "queued"))
                elif self.deliver(one) == "blocked":
                    self.busy = False
                    self._rest()
        finally:
            self.busy = False

    def look(self) -> Condition:
        """Find out how the printer is, and tell the hall."""
        condition = Condition.OFFLINE
        with contextlib.suppress(DeviceError), self._opened(self.printer.url) as device:
            condition = self._asked(Dialogue(device)) if self.printer.profile.answers else Condition.SILENT
        self._tell(condition)
        return condition

    def deliver(self, leased: Leased) -> str:
        """Bring one copy to paper, and tell the hall; returns its state."""
        before = self._journal.state_of(leased.id, leased.copy)
        if before and before.state != "queued":  # it left us once: never again in silence
            self._report(replace(before, lease=leased.lease))
            return before.state
        try:
            document = marked(from_json(leased.document), leased.copy)
            data = escpos.encode(document, self.printer.profile)
        except (NotADocument, NoChineseFont) as error:
            outcome: Outcome | None = _outcome(leased, "failed", str(error))
        else:
            took = millimetres(document, self.printer.profile) / MM_PER_S
            outcome = self._bring(leased, data, ANSWER_S + took)
        if outcome:
            self._report(outcome)
        return outcome.state if outcome else ""

    def _bring(self, leased: Leased, data: bytes, within: float) -> Outcome | None:
        begun = False
        try:
            with self._opened(self.printer.url) as device:
                dialogue = Dialogue(device)
                condition, confirms = self._prepared(dialogue)
                if not condition.may_print:
                    return _outcome(leased, "blocked", condition.value)
                mark = self._journal.next_mark(self.printer.name)
                if not self._may_send(leased):
                    return None
                self._journal.begin(leased.id, leased.copy, leased.lease)
                begun = True
                dialogue.answers = Answers()  # what was said before belongs to no paper
                device.write(data + _request(confirms, mark))
                return self._kept(self._confirmed(leased, dialogue, confirms, mark, within))
        except DeviceError as error:
            left = begun and error.written
            outcome = self._kept(_outcome(leased, "unknown" if left else "queued", str(error)))
            self._tell(Condition.OFFLINE)
            return outcome if left else replace(outcome, state="blocked")

    def _may_send(self, leased: Leased) -> bool:
        """Ask the hall: the lease may have gone to another agent, or a person settled the paper."""
        try:
            return self._server.report(_outcome(leased, "sending"))
        except ServerAway:  # the hall may have heard it: hand the paper back as soon as it listens
            self._kept(_outcome(leased, "queued"))
            raise

    def _prepared(self, dialogue: Dialogue) -> tuple[Condition, Confirms]:
        if not self.printer.profile.answers:
            return Condition.SILENT, Confirms.NONE
        dialogue.drain()
        condition = self._asked(dialogue)
        self._tell(condition)
        known = self._journal.ability(self.printer.name)
        if not known and condition in {Condition.READY, Condition.NEAR_END}:
            known = self._proved(dialogue).value
            self._journal.learn(self.printer.name, known)
        return condition, Confirms(known or Confirms.NONE)

    def _asked(self, dialogue: Dialogue) -> Condition:
        condition = dialogue.condition()
        if condition is Condition.SILENT and self._journal.ability(self.printer.name):
            return Condition.OFFLINE  # it has answered before: now something is wrong
        return condition

    def _proved(self, dialogue: Dialogue) -> Confirms:
        wanted = self.printer.profile.confirms
        if wanted is Confirms.PROCESS_ID and dialogue.has_process_id():
            return Confirms.PROCESS_ID
        if wanted is not Confirms.NONE and dialogue.has_fence():
            return Confirms.FENCE
        return Confirms.NONE

    def _confirmed(
        self, leased: Leased, dialogue: Dialogue, confirms: Confirms, mark: str, within: float
    ) -> Outcome:
        """Wait for the answer; a printer without paper keeps the data, and no clock runs."""
        if confirms is Confirms.NONE:
            return _outcome(leased, "sent")
        try:
            deadline = self._clock() + within
            while not (
                dialogue.answers.fences if confirms is Confirms.FENCE else mark in dialogue.answers.marks
            ):
                if self._clock() >= deadline:
                    return _outcome(leased, "unknown", NO_ANSWER)
                if dialogue.hear(LISTEN_S):
                    continue
                condition = dialogue.condition()
                if not condition.may_print:
                    if fault := self._stalled(leased, condition):
                        return _outcome(leased, "unknown", fault)
                    deadline = self._clock() + within
        except DeviceError as error:
            with contextlib.suppress(ServerAway):
                self._tell(Condition.OFFLINE)
            return _outcome(leased, "unknown", str(error))
        return _outcome(leased, "confirmed")

    def _stalled(self, leased: Leased, condition: Condition) -> str:
        """Say that a paper waits in the printer; returns why not to wait longer, or nothing."""
        ours = True
        with contextlib.suppress(ServerAway):
            self._tell(condition)
            ours = self._server.report(_outcome(leased, "sending", condition.value))
        if not ours:
            return NOT_OURS
        return STOPPED if self._wait(LISTEN_S) else ""

    def _kept(self, outcome: Outcome) -> Outcome:
        self._journal.end(outcome)
        return outcome

    def _report(self, outcome: Outcome) -> None:
        self._server.report(outcome)  # refused or not: the hall knows
        self._journal.told(outcome.job, outcome.copy)

    def _tell(self, condition: Condition) -> None:
        now = self._clock()
        if self._told and self._told[0] is condition and now - self._told[1] < TELL_AGAIN_S:
            return
        self._server.status(self.printer.name, condition)
        self._told = (condition, now)

    def _rest(self) -> None:
        """Look at a printer that said no until it is well, for a while."""
        for _ in range(RESTS):
            if self._wait(REST_S) or self.look().may_print:
                return


def marked(document: Document, copy: int) -> Document:
    """Put 补打 and the time on every copy but the first."""
    if copy < 2:
        return document
    mark = Text(f"【补打 {copy - 1}】 {datetime.now().astimezone():%H:%M}", bold=True)
    return replace(document, blocks=(mark, *document.blocks))


def _outcome(leased: Leased, state: str, detail: str = "") -> Outcome:
    return Outcome(leased.id, leased.copy, leased.lease, state, detail)


def _request(confirms: Confirms, mark: str) -> bytes:
    match confirms:
        case Confirms.PROCESS_ID:
            return process_id(mark)
        case Confirms.FENCE:
            return fence()
        case Confirms.NONE:
            return b""
