"""错误清单: what is wrong in the content files, and what to do about each."""

from dataclasses import dataclass

from kiosk.hall.errors import HallError
from kiosk.hall.words import Words

SHOWN = 60  # characters of a faulty value that are enough to find it


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: where it stands, what stands there, and what to write instead."""

    file: str
    key: str
    value: str
    remedy: Words

    def said(self, language: str) -> str:
        """Say it in one line."""
        found = f" = {self.value}" if self.value else ""
        colon = ": " if language == "en" else "："
        return f"{self.file}  {self.key}{found}{colon}{self.remedy.said(language)}"

    def __str__(self) -> str:
        return f"✗ {self.said('zh')} / {self.remedy.said('en')}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that should be seen to, though the hall can open with it."""

    file: str
    key: str
    text: Words

    def said(self, language: str) -> str:
        """Say it in one line."""
        colon = ": " if language == "en" else "："
        return f"{self.file}  {self.key}{colon}{self.text.said(language)}"

    def __str__(self) -> str:
        return f"! {self.said('zh')} / {self.text.said('en')}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in the content files at once."""

    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]

    @property
    def sound(self) -> bool:
        """Whether a hall can open with these files."""
        return not self.faults


class ContentFaults(HallError):
    """The content files cannot be used; the ones in force stay in force."""

    status = 422
    zh = "内容文件有 {0} 处错误，未启用：\n{1}"
    en = "The content files have {0} faults and are not used:\n{2}"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        lines = ("\n".join(fault.said(language) for fault in faults) for language in ("zh", "en"))
        super().__init__(len(faults), *lines)
        self.faults = faults


def shown(value: object) -> str:
    """Write a faulty value short enough for one line, as it stands in the file."""
    match value:
        case bool():
            text = "true" if value else "false"
        case str():
            text = f'"{value}"'
        case dict():
            text = "{" + ", ".join(f"{key} = {shown(one)}" for key, one in value.items()) + "}"
        case list():
            text = "[" + ", ".join(shown(one) for one in value) + "]"
        case _:
            text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
