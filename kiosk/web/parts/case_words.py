"""办件用语: what is due, which procedure runs and why somebody came again, in words for pages."""

from collections.abc import Mapping

from kiosk.hall.case import CaseState, Procedure, VisitReason
from kiosk.hall.words import Words

DUE_WORDS: Mapping[CaseState, Words] = {
    CaseState.RECEIVED: Words("一次性告知期限", "say by what is missing"),
    CaseState.TOLERANT: Words("材料补齐期限", "papers to follow by"),
    CaseState.ACCEPTED: Words("承诺办结", "decision promised by"),
    CaseState.GRANTED: Words("送达期限", "hand over by"),
    CaseState.ISSUED: Words("送达期限", "hand over by"),
}
PROCEDURE_WORDS: Mapping[Procedure, Words] = {
    Procedure.SITE_CHECK: Words("现场勘查", "site check"),
    Procedure.PUBLIC_NOTICE: Words("公示", "public notice"),
    Procedure.REVIEW: Words("专家评审", "review by experts"),
}
REASON_WORDS: Mapping[VisitReason, Words] = {
    VisitReason.FIRST: Words("首次到厅", "first visit"),
    VisitReason.SUPPLEMENT: Words("补正材料", "to bring missing papers"),
    VisitReason.TOLD_INCOMPLETELY: Words("窗口没有一次说全", "we had not said everything at once"),
    VisitReason.SITE: Words("配合勘查、评审", "for a site check or review"),
    VisitReason.COLLECT: Words("领取结果", "to collect the result"),
    VisitReason.OTHER: Words("其他原因", "another reason"),
}
