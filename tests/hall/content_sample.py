"""The sample hall as it is shipped."""

from functools import cache
from pathlib import Path

import kiosk
from kiosk.hall.catalogue import Catalogue
from kiosk.loading import load

CONTENT = Path(kiosk.__file__).parent / "content"


@cache
def sample() -> Catalogue:
    """Read the sample hall once."""
    return load(CONTENT)
