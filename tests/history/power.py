"""The test's hand on a hall's disk and clock: see `power.c`, which is preloaded into its process."""

import random
import shutil
import signal
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import HallServer

SOURCE = Path(__file__).with_name("power.c")
LAYOUT = "qii"  # struct control
DURABLE = ".durable"


@dataclass
class Power:
    """What the disk and the clock of a hall do now."""

    control: Path
    library: Path

    @classmethod
    def made(cls, folder: Path) -> "Power":
        """Compile it; a machine without a C compiler cannot, which is said."""
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            pytest.skip("no C compiler on this machine; Debian: apt-get install gcc libc6-dev")
        power = cls(folder / "control", folder / "power.so")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", power.library, SOURCE, "-ldl"], check=True)
        power.now()
        return power

    @property
    def settings(self) -> dict[str, str]:
        """What the hall's process must be started with."""
        return {"LD_PRELOAD": str(self.library), "HALL_TEST_CONTROL": str(self.control)}

    def now(self, *, clock_off_s: int = 0, disk_full: bool = False, sync_fails: bool = False) -> None:
        """Change what happens from this moment on."""
        packed = struct.pack(LAYOUT, clock_off_s, disk_full, sync_fails)
        with self.control.open("r+b" if self.control.exists() else "wb") as page:
            page.write(packed)

    def cut(self, halls: Sequence[HallServer], chance: random.Random) -> None:
        """Cut the power: the process is gone, and so is all that was written and not synced."""
        hall = chance.choice(halls)
        hall.stop(signal.SIGKILL)
        for name in ("hall.db-wal", "hall.db-shm", "hall.db"):
            kept = hall.data / f"{name}{DURABLE}"
            if kept.exists():
                shutil.copy(kept, hall.data / name)
            elif name != "hall.db":  # it was made before, and this process has not synced it yet
                (hall.data / name).unlink(missing_ok=True)
        hall.start()
