"""What each kind of printer can do."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Rom(StrEnum):
    """Which Chinese characters a printer has in its memory."""

    GB2312 = "gb2312"
    GBK = "gbk"
    GB18030 = "gb18030-2000"


class Mode(StrEnum):
    """How lines reach the paper: as text, as text with pictures where needed, or all as pictures."""

    TEXT = "text"
    HYBRID = "hybrid"
    RASTER = "raster"


class Confirms(StrEnum):
    """How a printer says that a paper is out."""

    PROCESS_ID = "process-id"
    FENCE = "fence"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of printer; `dots` is the printable width at 203 dpi, `answers` that it can be asked."""

    name: str
    width: int
    dots: int
    columns: int
    rom: Rom = Rom.GBK
    mode: Mode = Mode.HYBRID
    native_qr: bool = True
    qr_module: int = 6
    barcode_module: int = 3
    answers: bool = True
    confirms: Confirms = Confirms.FENCE


GENERIC_80 = Profile("generic-80", 80, 576, 48)
GENERIC_58 = Profile("generic-58", 58, 384, 32, qr_module=5, barcode_module=2)
PROFILES = {
    profile.name: profile
    for profile in (
        GENERIC_80,
        GENERIC_58,
        replace(GENERIC_80, name="epson-80", confirms=Confirms.PROCESS_ID),
        replace(GENERIC_58, name="epson-58", confirms=Confirms.PROCESS_ID),
        replace(GENERIC_80, name="gb18030-80", rom=Rom.GB18030),
        replace(GENERIC_58, name="gb18030-58", rom=Rom.GB18030),
        replace(GENERIC_80, name="raster-80", mode=Mode.RASTER, native_qr=False),
        replace(GENERIC_58, name="raster-58", mode=Mode.RASTER, native_qr=False),
        replace(GENERIC_80, name="silent-80", answers=False, confirms=Confirms.NONE),
        replace(GENERIC_58, name="silent-58", answers=False, confirms=Confirms.NONE),
    )
}


class UnknownProfile(ValueError):
    """There is no profile of this name, or it is for other paper."""


def profile_for(width: int, name: str = "") -> Profile:
    """Choose a profile by name, or the generic one of a paper width in mm.

    Raises:
        UnknownProfile: the name is not known, or belongs to another width.
    """
    wanted = name or f"generic-{width}"
    profile = PROFILES.get(wanted)
    if profile is None or profile.width != width:
        known = ", ".join(one.name for one in PROFILES.values() if one.width == width)
        raise UnknownProfile(f"{wanted} ({width} mm): 可用 / known: {known or '58, 80'}")
    return profile
