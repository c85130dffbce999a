"""What the doctor says: one finding for each thing that was looked at, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall.words import NO_WORDS, Words


class Sign(StrEnum):
    """How bad a finding is."""

    WELL = "✓"
    WARNING = "!"
    FAULT = "✗"


NAMES = {Sign.WELL: "ok", Sign.WARNING: "warning", Sign.FAULT: "fault"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do where it is not well."""

    sign: Sign
    words: Words
    remedy: Words = NO_WORDS

    def __str__(self) -> str:
        said = f"{self.sign.value} {self.words.zh} / {self.words.en}"
        return f"{said}\n    → {self.remedy.zh} / {self.remedy.en}" if self.remedy else said

    def as_json(self) -> dict[str, str]:
        """Return the finding for a monitor."""
        return {
            "state": NAMES[self.sign],
            "zh": self.words.zh,
            "en": self.words.en,
            "remedy_zh": self.remedy.zh,
            "remedy_en": self.remedy.en,
        }


def well(zh: str, en: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Sign.WELL, Words(zh, en))


def warning(zh: str, en: str, remedy: tuple[str, str] = ("", "")) -> Finding:
    """Say that something will be a trouble one day."""
    return Finding(Sign.WARNING, Words(zh, en), Words(*remedy))


def fault(zh: str, en: str, remedy: tuple[str, str] = ("", "")) -> Finding:
    """Say that something is a trouble now."""
    return Finding(Sign.FAULT, Words(zh, en), Words(*remedy))
