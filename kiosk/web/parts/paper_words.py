"""纸的话: how far a paper has come and how a printer is, in words."""

from kiosk.hall.jobs import PaperState
from kiosk.web.context import Say

NOT_READY = ("near_end", "paper_out", "cover_open", "offline", "broken", "hot", "away")


def state_in_words(state: PaperState, say: Say) -> str:
    """Say how far a paper has come."""
    return {
        PaperState.SHOWN: say("未接打印机，在此显示"),
        PaperState.QUEUED: say("等待打印"),
        PaperState.LEASED: say("已交打印程序"),
        PaperState.SENDING: say("正在打印"),
        PaperState.SENT: say("已送打印机（未确认）"),
        PaperState.CONFIRMED: say("已出纸"),
        PaperState.BLOCKED: say("打印机有问题，等待恢复"),
        PaperState.UNKNOWN: say("不能确定是否出纸，请到打印机查看"),
        PaperState.FAILED: say("打印失败"),
        PaperState.EXPIRED: say("已过期，不再打印"),
    }[state]


def condition_in_words(condition: str, say: Say) -> str:
    """Say how a printer is; nothing was heard of it when there is no condition."""
    return {
        "ready": say("正常"),
        "near_end": say("纸快用完"),
        "paper_out": say("缺纸"),
        "cover_open": say("上盖开着"),
        "offline": say("连不上或脱机"),
        "broken": say("卡纸或故障"),
        "hot": say("打印头过热，稍候自己恢复"),
        "unknown": say("不回答状态，照常打印"),
        "away": say("打印程序没有消息"),
    }.get(condition, say("还没有消息"))
