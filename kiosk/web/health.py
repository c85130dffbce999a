"""运行状况: what a supervisor and a technician's monitor ask."""

from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from kiosk.hall.jobs import SETTLED, PaperState
from kiosk.hall.ticket import TicketState
from kiosk.operations import views
from kiosk.operations.accounts import Role
from kiosk.storage.measures import of_store
from kiosk.storage.settings import BACKUP_MADE
from kiosk.storage.windows import WindowState
from kiosk.web.access import here, needs
from kiosk.web.context import hall
from kiosk.web.observed import of_process

bp = Blueprint("health", __name__)

LIVE = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD, TicketState.MISSED)
Metric = GaugeMetricFamily | CounterMetricFamily


class HallCollector(Collector):
    """Reads the hall at each scrape, so that every process tells the same."""

    def collect(self) -> Iterator[Metric]:
        """Count acts, people, windows and papers."""
        at = hall().now()
        with hall().store.read() as reading:
            catalogue = reading.catalogue(at)
            line = views.line(reading, at)
            windows = views.windows(reading, catalogue, at)
            tickets = reading.tickets.of_states(*LIVE)
            papers, head = reading.papers.counts(), reading.events.head()
            made, first = reading.settings.get(BACKUP_MADE), reading.messages.due(at, 1)
        yield CounterMetricFamily("yichuang_acts", "acts recorded in the hall's log", value=head)
        yield _backed_up(made)
        yield GaugeMetricFamily(
            "yichuang_outlet_overdue_seconds",
            "how long the message that waits longest should have been sent",
            value=(at - first[0].at).total_seconds() if first else 0,
        )
        yield _counted(
            "yichuang_waiting",
            "people waiting",
            "queue",
            {
                one.letter: sum(ticket.queue == one.letter for ticket in line.waiting)
                for one in catalogue.hall.queues
            },
        )
        by_state = {state.value: sum(one.state is state for one in tickets) for state in LIVE}
        yield _counted("yichuang_tickets", "open tickets", "state", by_state)
        yield _counted(
            "yichuang_windows",
            "windows",
            "state",
            {state.value: sum(one.state is state for one in windows.values()) for state in WindowState},
        )
        yield _counted(
            "yichuang_print_jobs",
            "print jobs that are not out yet",
            "state",
            {state.value: papers.get(state, 0) for state in PaperState if state not in SETTLED},
        )


def _backed_up(made: str) -> Metric:
    return GaugeMetricFamily(
        "yichuang_last_backup_seconds",
        "when the last backup was made, in seconds since 1970; 0 when none was",
        value=datetime.fromisoformat(made).timestamp() if made else 0,
    )


@bp.get("/healthz")
def healthz() -> Response:
    """Tell that this process answers and can read its hall."""
    with hall().store.read() as reading:
        head, version = reading.events.head(), reading.catalogue(hall().now()).version
    return jsonify(ok=True, catalogue=version, seq=head)


@bp.get("/healthz/live")
def alive() -> ResponseReturnValue:
    """Tell a supervisor that this process answers, and nothing else."""
    return "", 204


@bp.get("/metrics")
def metrics() -> Response:
    """Tell a monitor of this machine, or one with a manager's token, how the hall runs."""
    return _metrics() if here() else needs(Role.MANAGER)(_metrics)()


def _metrics() -> Response:
    of_hall = CollectorRegistry()
    of_hall.register(HallCollector())
    told = b"".join(generate_latest(one) for one in (of_hall, of_process, of_store))
    return Response(told, content_type=CONTENT_TYPE_LATEST)


def _counted(name: str, words: str, by: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[by])
    for one, count in counts.items():
        family.add_metric([one], count)
    return family
