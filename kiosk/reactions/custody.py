"""代收的单据: the receipt in two parts when cash is taken, and the slip when some of it goes back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.hall.catalogue import Catalogue
from kiosk.hall.custody_events import (
    CallBackTried,
    CashDiffered,
    CashHandedOver,
    CustodyEvent,
    CustodyReconciled,
    DepositClosed,
    DepositFailed,
    DepositPaid,
    DepositRefunded,
    DepositTaken,
    PayersErased,
    PayerShown,
    ReceiptReprinted,
)
from kiosk.hall.deposit import FAILURE_WORDS, Deposit, Failure
from kiosk.hall.floor import printer_at
from kiosk.hall.hours import said_clock
from kiosk.hall.jobs import Job, Paper
from kiosk.reactions.slips import local_minute
from kiosk.storage.store import Work
from printer.document import Document, to_json
from printer.papers import custody_receipt, custody_refund, masking
from printer.papers.custody_receipt import CustodyReceipt
from printer.papers.custody_refund import CustodyRefund
from printer.words import Say


def of_custody(event: CustodyEvent, work: Work, say_in: Mapping[str, Say], at: datetime) -> Iterator[Job]:
    """Yield the papers that must be stored with the event."""
    match event:
        case DepositTaken():
            yield _receipt(work.custody.get(event.deposit), work, say_in, event.place, at)
        case ReceiptReprinted():
            deposit = work.custody.get(event.deposit)
            receipt = _receipt(deposit, work, say_in, f"window {deposit.window}", at)
            yield replace(receipt, copy=event.copy)
        case DepositRefunded():
            deposit = work.custody.get(event.deposit)
            say = say_in[_language(deposit, work)]
            slip = custody_refund.lay_out(_refund(event, deposit, work, at), say)
            yield _paper("custody-refund", slip, work.catalogue(at), event.place, deposit)
        case (
            DepositPaid()
            | DepositFailed()
            | CallBackTried()
            | DepositClosed()
            | CashHandedOver()
            | CustodyReconciled()
            | CashDiffered()
            | PayerShown()
            | PayersErased()
        ):
            return
        case _:
            assert_never(event)


def _receipt(deposit: Deposit, work: Work, say_in: Mapping[str, Say], place: str, at: datetime) -> Paper:
    said = custody_receipt.lay_out(_receipt_of(deposit, work, at), say_in[_language(deposit, work)])
    return _paper("custody-receipt", said, work.catalogue(at), place, deposit)


def _receipt_of(deposit: Deposit, work: Work, at: datetime) -> CustodyReceipt:
    catalogue, language = work.catalogue(at), _language(deposit, work)
    payer = work.custody.payer(deposit.id)
    return CustodyReceipt(
        hall=catalogue.hall.name.said(language),
        payer=payer.person.name,
        fen=deposit.fen,
        purpose=catalogue.service(deposit.service).name.said(language),
        account=masking.id_number(payer.account),
        phone=payer.person.phone,
        call_back_by=said_clock(catalogue, deposit.due_at, deposit.taken_at).said(language),
        ticket=deposit.ticket.rpartition("-")[2],
        clerk=_name(work, deposit.taken_by),
        second=_name(work, deposit.second),
        hall_phone=_phone(catalogue),
        taken_at=local_minute(catalogue, deposit.taken_at),
        reference=deposit.id,
    )


def _refund(event: DepositRefunded, deposit: Deposit, work: Work, at: datetime) -> CustodyRefund:
    catalogue, language = work.catalogue(at), _language(deposit, work)
    why = FAILURE_WORDS[Failure(deposit.failure)].said(language) if deposit.failure else ""
    return CustodyRefund(
        hall=catalogue.hall.name.said(language),
        payer=work.custody.payer(deposit.id).person.name,
        fen=event.fen,
        taken_fen=deposit.fen,
        purpose=catalogue.service(deposit.service).name.said(language),
        why=why,
        ticket=deposit.ticket.rpartition("-")[2],
        clerk=_name(work, event.by),
        hall_phone=_phone(catalogue),
        returned_at=local_minute(catalogue, at),
        reference=deposit.id,
    )


def _language(deposit: Deposit, work: Work) -> str:
    return work.tickets.get(deposit.ticket).language if deposit.ticket else "zh"


def _name(work: Work, clerk: str) -> str:
    known = work.accounts.get(clerk) if clerk else None
    return known.name if known else clerk


def _phone(catalogue: Catalogue) -> str:
    return next((queue.phone for queue in catalogue.hall.queues if queue.comprehensive), "")


def _paper(name: str, document: Document, catalogue: Catalogue, place: str, deposit: Deposit) -> Paper:
    return Paper(name, to_json(document), printer_at(catalogue.hall, place), deposit.ticket or deposit.id)
