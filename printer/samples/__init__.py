"""Sample papers with invented content: to try a printer before the hall opens."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from printer.document import Document
from printer.papers import mail_reminder, next_day, pad, problem_slip, test_page, ticket, tolerance
from printer.papers.mail_reminder import MailReminder
from printer.papers.pad import PadSlip
from printer.samples.before import a_list_told_ahead, a_rectification
from printer.samples.casework import PROBLEM, TOLERANCE, a_refusal, a_supplement, an_acceptance, some_bills
from printer.samples.hall import HALL, PHONE, WINDOW
from printer.samples.money_and_post import (
    a_courier_request,
    a_courier_slip,
    a_handover,
    a_receipt,
    a_refund,
    a_roster,
)
from printer.samples.visit import NEXT_DAY, a_checklist, a_no_visit_guide, a_ticket, slip
from printer.words import Say

IN_ORDER = ("5 号窗口 规划建设窗口", "2 号窗口 数字电视窗口")
SAMPLES: Mapping[str, Callable[[Say], Document]] = {
    "ticket": a_ticket,
    "elder-ticket": lambda say: ticket.lay_out_elder(slip(), say),
    "ticket-without-phone": lambda say: ticket.lay_out(replace(slip(), url="", code="yc:sample"), say),
    "ticket-in-order": lambda say: ticket.lay_out(replace(slip(), in_order=IN_ORDER), say),
    "next-day": lambda say: next_day.lay_out(NEXT_DAY, say),
    "checklist": a_checklist,
    "no-visit-guide": a_no_visit_guide,
    "rectification-notice": a_rectification,
    "told-ahead": a_list_told_ahead,
    "supplement-notice": a_supplement,
    "acceptance-notice": an_acceptance,
    "bills-receipt": some_bills,
    "refusal-notice": a_refusal,
    "tolerance-notice": lambda say: tolerance.lay_out(TOLERANCE, say),
    "undertaking": lambda say: tolerance.lay_out_undertaking(TOLERANCE, say),
    "custody-receipt": a_receipt,
    "custody-refund": a_refund,
    "courier-request": a_courier_request,
    "courier-slip": a_courier_slip,
    "handover-list": a_handover,
    "roster": a_roster,
    "mail-reminder": lambda say: mail_reminder.lay_out(MailReminder(HALL, WINDOW, PHONE), say),
    "problem-slip": lambda say: problem_slip.lay_out(PROBLEM, say),
    "pad": lambda say: pad.lay_out(PadSlip(HALL, "B901", "数字电视窗口", "2 号窗口", PHONE), say),
    "test-page": lambda say: test_page.lay_out("generic", say),
}
