"""登记: an agent without a token shows a code in its terminal until the hall's manager has approved it."""

import platform
import time
from collections.abc import Callable
from pathlib import Path

from printer.server import PairingDesk, ServerAway

LOOK_S = 3.0


def kept_token(server: str, file: Path, tell: Callable[[str], None]) -> str:
    """Return the token of this machine, asking the hall for one where there is none yet.

    Raises:
        NotLetIn: the hall's manager refused it.
    """
    if file.is_file():
        return file.read_text("ascii").strip()
    desk, machine = PairingDesk(server), f"{platform.node()} {platform.system()}"
    while True:
        try:
            code, token = desk.ask(machine)
            tell(f"登记码 / code: {code}")
            tell("请大厅管理员在“管理 · 设备”页输入 / the hall's manager types it at /manage/devices")
            if _waited_for(desk, token):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch(mode=0o600)
                file.write_text(token, "ascii")
                tell("已允许 / let in")
                return token
        except ServerAway as error:
            tell(f"服务器没有回答，再试 / the server does not answer, trying again: {error}")
            time.sleep(LOOK_S)


def _waited_for(desk: PairingDesk, token: str) -> bool:
    """Wait until a machine is let in; False when its code ran out."""
    while True:
        try:
            is_in = desk.is_let_in(token)
        except ServerAway:
            is_in = False
        if is_in is not False:
            return bool(is_in)
        time.sleep(LOOK_S)
