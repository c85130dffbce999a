"""代办的用语: what ways, reports, duties and states are called on assistants' and clerks' pages."""

from collections.abc import Mapping

from kiosk.hall.delegation_terms import (
    BatchState,
    Certification,
    Duty,
    FindingState,
    Given,
    Report,
    Standing,
    Way,
)
from kiosk.hall.words import Words

WHAT_WORDS: Mapping[Way | Report, Words] = {
    Way.SEEN: Words("当面见到", "Seen in person"),
    Way.MATCH: Words("数据比对", "Data match"),
    Way.VIDEO: Words("视频", "By video"),
    Way.RELATIVE: Words("亲属承诺", "Relative's undertaking"),
    Report.MOVED: Words("迁出", "Moved away"),
    Report.DIED: Words("去世", "Died"),
    Report.UNREACHABLE: Words("联系不上", "Cannot be reached"),
}
GIVEN_WORDS: Mapping[Given, Words] = {
    Given.PAPER: Words("书面委托", "On paper"),
    Given.PHONE: Words("电话委托", "By phone"),
    Given.WORD: Words("口头委托", "By word of mouth"),
}
DUTY_WORDS: Mapping[Duty, Words] = {
    Duty.PUBLICITY: Words("政策宣传", "Explaining the policies"),
    Duty.CERTIFYING: Words("协助认证", "Help with certification"),
    Duty.CHECKING: Words("了解状况", "Asking after them"),
    Duty.VISITING: Words("走访慰问", "Visit"),
    Duty.HELPING: Words("上报帮扶", "Reporting and help"),
}
CERTIFICATION_WORDS: Mapping[Certification, Words] = {
    Certification.LATER: Words("本月不用", "Not this month"),
    Certification.DUE: Words("本月待认证", "Due this month"),
    Certification.OVERDUE: Words("超过一年", "More than a year"),
    Certification.VERIFIED: Words("已核实", "Verified"),
    Certification.REPORTED: Words("已报告", "Reported"),
}
FINDING_WORDS: Mapping[FindingState, Words] = {
    FindingState.NOTED: Words("已记，未交", "Noted, not handed in"),
    FindingState.HANDED_IN: Words("待窗口核对", "With the window"),
    FindingState.CONFIRMED: Words("已确认", "Confirmed"),
    FindingState.REJECTED: Words("未通过", "Not accepted"),
    FindingState.REVERSED: Words("已撤销", "Reversed"),
}
STANDING_WORDS: Mapping[Standing, Words] = {
    Standing.MANAGED: Words("在管", "Managed"),
    Standing.UNREACHABLE: Words("联系不上，仍在管", "Cannot be reached, still managed"),
    Standing.MOVED: Words("已迁出", "Moved away"),
    Standing.DIED: Words("已去世", "Died"),
}
BATCH_WORDS: Mapping[BatchState, Words] = {
    BatchState.WAITING: Words("已取号，待交", "Number taken"),
    BatchState.RECEIVED: Words("窗口已收，核对中", "The window is checking it"),
    BatchState.CHECKED: Words("已核对完", "Checked"),
}
