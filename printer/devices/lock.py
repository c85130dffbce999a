"""One writer for each device: two would mix their papers line by line."""

import fcntl
import hashlib
import os
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from printer.devices.errors import InUse

FOLDER = "yichuang-printers"
PATIENCE_S = 2.0
LOOK_S = 0.05


class Lock:
    """Held while a device is open, among the programs of one account; the kernel lets go when they die."""

    def __init__(self, address: str, *, patience: float = PATIENCE_S) -> None:
        folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"{FOLDER}-{os.getuid()}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(address.encode()).hexdigest()[:24]
        self._file = os.open(folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while not self._taken():
            if time.monotonic() >= deadline:
                os.close(self._file)
                raise InUse(address)
            time.sleep(LOOK_S)

    def _taken(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
