"""打印机状态: what the agents last said of the printers, in this process."""

from collections.abc import Mapping
from typing import cast

from flask import current_app

EXTENSION = "yichuang-printers"


def note(name: str, state: str) -> None:
    """Remember how a printer is."""
    cast(dict[str, str], current_app.extensions.setdefault(EXTENSION, {}))[name] = state


def states() -> Mapping[str, str]:
    """Say how each printer was when its agent last said so; one that nobody spoke of is absent."""
    return dict(current_app.extensions.get(EXTENSION, {}))
