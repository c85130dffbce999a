"""一件事: services that one person needs together, saved as one choice with one list and one visit."""

from dataclasses import dataclass

from kiosk.hall.errors import HallError
from kiosk.hall.words import Words


class UnknownBundle(HallError):
    """The catalogue in force has no joint matter of this code."""

    status = 404
    zh = "没有“一件事”{0}，目录可能已更新，请重新选择。"
    en = "There is no joint matter {0}; the catalogue may have changed. Please choose again."


@dataclass(frozen=True, slots=True)
class Bundle:
    """One joint matter and the codes of its services, in the order in which they are asked about."""

    code: str
    name: Words
    about: Words
    services: tuple[str, ...]
