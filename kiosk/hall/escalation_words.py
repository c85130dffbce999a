"""办不成事的用语: troubles, classes, states and results, in both languages."""

from enum import StrEnum

from kiosk.hall.words import Words


class Trouble(StrEnum):
    """What could not be done; the last three are not for the hall to mend."""

    REFUSED = "refused"
    UNDONE = "undone"
    LATE = "late"
    CONDUCT = "conduct"
    LAWSUIT = "lawsuit"
    PETITION = "petition"
    PAPERS = "papers"


class Grade(StrEnum):
    """How hard it is to mend; each has its clock in the hall's rules."""

    SIMPLE = "simple"
    ORDINARY = "ordinary"
    COMPLEX = "complex"


class State(StrEnum):
    """How far it has come."""

    REGISTERED = "registered"
    CLASSIFIED = "classified"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"


class Result(StrEnum):
    """What the citizen says when he is asked afterwards."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHABLE = "unreachable"


TROUBLE_WORDS = {
    Trouble.REFUSED: Words("符合条件，却没有受理", "Conditions met, yet not accepted"),
    Trouble.UNDONE: Words("受理了，却没有办成", "Accepted, yet not done"),
    Trouble.LATE: Words("超过了时限", "Later than promised"),
    Trouble.CONDUCT: Words("服务态度不好", "Bad conduct"),
    Trouble.LAWSUIT: Words("诉讼、仲裁、复议", "Law-suit, arbitration or review"),
    Trouble.PETITION: Words("信访", "Petition"),
    Trouble.PAPERS: Words("材料还不齐", "Papers still missing"),
}
GRADE_WORDS = {
    Grade.SIMPLE: Words("简单（本厅能协调）", "Simple (the hall can mend it)"),
    Grade.ORDINARY: Words("一般（要部门核实）", "Ordinary (a department must look)"),
    Grade.COMPLEX: Words("复杂（跨部门、要上级答复）", "Complex (several departments or a higher office)"),
}
STATE_WORDS = {
    State.REGISTERED: Words("已登记", "registered"),
    State.CLASSIFIED: Words("已分类", "classified"),
    State.ASSIGNED: Words("已转办", "passed on"),
    State.ANSWERED: Words("已答复", "answered"),
    State.FOLLOWED_UP: Words("已回访", "followed up"),
    State.CLOSED: Words("已办结", "closed"),
}
RESULT_WORDS = {
    Result.SATISFIED: Words("满意", "satisfied"),
    Result.UNSATISFIED: Words("不满意", "not satisfied"),
    Result.UNREACHABLE: Words("联系不上", "could not be reached"),
}
ELSEWHERE = {
    Trouble.LAWSUIT: Words(
        "诉讼、仲裁、行政复议不在此列：请到法院、仲裁机构或司法局的复议窗口，这里可以帮您查地址和电话",
        "Law-suits, arbitration and reviews go to the court, the arbitrator or the review office;"
        " the staff will look up its address and telephone for you",
    ),
    Trouble.PETITION: Words(
        "信访事项不在此列：请到信访接待中心反映，这里可以帮您查地址和电话",
        "Petitions go to the petition office; the staff will look up its address and telephone for you",
    ),
    Trouble.PAPERS: Words(
        "材料不齐的不在此列：请打印一次性告知单，缺什么一次说清，补齐后再来",
        "Missing papers are not for this: print the list that names them all, and come again with them",
    ),
}
IN_SCOPE = tuple(one for one in Trouble if one not in ELSEWHERE)
UNANSWERED = (State.REGISTERED, State.CLASSIFIED, State.ASSIGNED)
