"""Refusals: what the hall says no to, in words for people."""

from typing import ClassVar

from kiosk.hall.words import Words


class HallError(Exception):
    """Something the hall cannot do as asked; nothing was changed.

    A subclass names one fact. `zh` and `en` say what happened and what to do; `{0}`, `{1}` stand for
    the details given when it is raised. `status` is the HTTP status that fits, `retry` says whether
    asking again later can help.
    """

    status: ClassVar[int] = 409
    zh: ClassVar[str] = "现在不能这样办理，请重试或请工作人员帮忙。"
    en: ClassVar[str] = "This cannot be done now. Please try again or ask a member of staff."
    retry: ClassVar[bool] = False

    def __init__(self, *details: str | int | Words) -> None:
        super().__init__(*details)
        self.details = details
        self._words = Words(self._filled("zh"), self._filled("en"))  # here, so that a missing one is noticed

    @property
    def code(self) -> str:
        """The name a program can rely on."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")

    def said(self, language: str) -> str:
        """Say what happened and what to do."""
        return self._words.said(language)

    def _filled(self, language: str) -> str:
        details = (one.said(language) if isinstance(one, Words) else one for one in self.details)
        return (self.en if language == "en" else self.zh).format(*details)

    def __str__(self) -> str:
        return f"{self.said('zh')} / {self.said('en')}"


class NotToday(HallError):
    """No number is given for this visit now; whoever says so also shows the other ways."""

    @property
    def short(self) -> Words:
        """The same on a tile."""
        return Words("今天已停号", "No numbers today")


class BadRequest(HallError):
    """What was sent cannot be understood."""

    status = 422
    zh = "内容有误：{0}。请检查后再提交。"
    en = "The request is not valid: {0}. Please correct it and send it again."


class NotSignedIn(HallError):
    """Nobody has said who is asking."""

    status = 401
    zh = "请先登录。"
    en = "Please sign in first."


class NotAllowed(HallError):
    """The asker is known and may not do this."""

    status = 403
    zh = "您没有这项操作的权限：{0}。请找大厅管理员。"
    en = "You may not do this: {0}. Please ask the hall's manager."


class UnknownTicket(HallError):
    """No ticket of today has this number, id or token."""

    status = 404
    zh = "没有找到号票 {0}。请核对票号。"
    en = "Ticket {0} was not found. Please check the number."


class UnknownWindow(HallError):
    """The hall has no window of this number."""

    status = 404
    zh = "本厅没有 {0} 号窗口。"
    en = "This hall has no window {0}."


class UnknownService(HallError):
    """The catalogue in force has no service of this code."""

    status = 404
    zh = "没有事项 {0}，目录可能已更新，请返回首页重新选择。"
    en = (
        "Service {0} is not in the catalogue, which may have changed. Please choose again from the home page."
    )


class PressReused(HallError):
    """The same press id came again with another wish."""

    status = 422
    zh = "这次请求的编号已用于另一次操作，请返回首页重新开始。"
    en = "This request key was used for something else already. Please start again."


class TryAgain(HallError):
    """The store could not take the act now."""

    status = 503
    retry = True
    zh = "系统正忙，没有保存。请再试一次。"
    en = "The system is busy and nothing was saved. Please try once more."
