"""回来: a missed ticket gets a place again, and a person who needs a while lets others go first."""

from datetime import datetime

from kiosk.hall import life
from kiosk.hall.events import TicketRevived
from kiosk.hall.phone_events import TicketDelayed
from kiosk.hall.queue import revived_order
from kiosk.hall.ticket import Ticket
from kiosk.operations import views
from kiosk.operations.calling import move
from kiosk.storage.store import Store


def revive(store: Store, *, ticket: str, at: datetime) -> Ticket:
    """Give a missed ticket a place again, some places down its queue.

    Raises:
        TooLateToRevive: the hall's limit of time or of revivals is passed.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        rules = work.catalogue(at).hall.calls
        same = [one for one in views.line(work, at).waiting if one.queue == before.queue]
        place = revived_order(same, places=rules.revive_places, at=at)
        after = life.revive(before, order_at=place, at=at, rules=rules)
        return move(work, before, after, TicketRevived(after.id, rules.revive_places), at)


def delay(store: Store, *, ticket: str, at: datetime) -> Ticket:
    """Let a few who wait behind a ticket go first.

    Raises:
        NoDelayLeft: it let others go first as often as the hall's rule allows.
        NobodyBehind: nobody waits who could go first.
    """
    with store.begin() as work:
        work.tickets.lock_queue()
        before = work.tickets.get(ticket)
        line = views.line(work, at)
        rules = line.catalogue.hall.calls
        place = line.delayed(ticket, places=rules.delay_places)
        after = life.delay(before, order_at=place, rules=rules)
        return move(work, before, after, TicketDelayed(after.id, rules.delay_places, after.delays), at)
