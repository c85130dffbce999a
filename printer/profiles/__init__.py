"""What each kind of printer can do: data, one file for each make."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

FOLDER = Path(__file__).parent


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
    """How a printer says that a paper is out: GS ( H, GS r 1 behind the data, or not at all."""

    PROCESS_ID = "process-id"
    FENCE = "fence"
    NONE = "none"


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Profile:
    """One kind of printer; `dots` is the printable width at 203 dpi, `answers` that it can be asked."""

    name: str
    width: Annotated[int, Field(ge=40, le=120)]
    dots: Annotated[int, Field(ge=200, le=1200, multiple_of=8)]
    columns: Annotated[int, Field(ge=16, le=96)]
    rom: Rom = Rom.GBK
    mode: Mode = Mode.HYBRID
    native_qr: bool = True
    qr_module: Annotated[int, Field(ge=2, le=16)] = 6
    barcode_module: Annotated[int, Field(ge=2, le=6)] = 3
    answers: bool = True
    confirms: Confirms = Confirms.FENCE


class WrongProfile(ValueError):
    """A profile file holds something that no printer has."""


class UnknownProfile(ValueError):
    """There is no profile of this name, or it is for other paper."""


_profiles: TypeAdapter[Profile] = TypeAdapter(Profile)


@cache
def read(folder: Path = FOLDER) -> dict[str, Profile]:
    """Read the profiles of a folder, by name.

    Raises:
        WrongProfile: a value is wrong; file, profile and key are named.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        for name, values in tomllib.loads(path.read_text("utf-8")).items():
            try:
                found[name] = _profiles.validate_python({"name": name, **values})
            except ValidationError as error:
                first = error.errors()[0]
                key = ".".join(str(part) for part in first["loc"])
                raise WrongProfile(f"{path.name} [{name}] {key}: {first['msg']}") from None
    return found


PROFILES = read()
GENERIC_80, GENERIC_58 = PROFILES["generic-80"], PROFILES["generic-58"]


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
