"""密钥: tokens for the length of one simulated day, made in the hall's data as `yichuang token add` does."""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk import running
from kiosk.app import Content, open_hall
from kiosk.clock import now
from kiosk.config import Settings
from kiosk.hall.errors import HallError
from kiosk.operations import accounts
from kiosk.operations.accounts import Role
from kiosk.simulation.api import Keys

LABEL = "simulate"


class NoHallRuns(HallError):
    """No serving process uses this data folder."""

    zh = (
        "数据文件夹 {0} 没有正在运行的大厅。请用 --data 写明大厅的数据文件夹，或用 --token 给一个管理员令牌。"
    )
    en = "No hall runs on {0}. Name its data folder with --data, or give a manager's token with --token."


@contextmanager
def borrowed(settings: Settings) -> Iterator[Keys]:
    """Make the tokens of one run; they open nothing any more when the block ends.

    Raises:
        NoHallRuns: nobody serves the data folder, so its tokens would open nothing.
    """
    _must_run(settings)
    content = Content(settings)
    store = open_hall(settings, content)
    made = [
        accounts.add_token(store, role=role, label=LABEL, at=now())
        for role in (Role.KIOSK, Role.DESK, Role.MANAGER)
    ]
    store.close()
    try:
        yield Keys(*made)
    finally:
        store = open_hall(settings, content)
        for token in made:
            accounts.revoke_token(store, token)
        store.close()


def _must_run(settings: Settings) -> None:
    if running.process(settings.data) is None:
        raise NoHallRuns(str(settings.data))
