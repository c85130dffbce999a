"""Where a database is: the addresses that the store understands."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from kiosk.hall.errors import HallError


class UnknownDatabase(HallError):
    """The address names no database that the store can use."""

    zh = "数据库地址不能用：{0}。可用 sqlite:///文件路径 或 postgresql://用户@主机/库名。"
    en = "This database cannot be used: {0}. Use sqlite:///path or postgresql://user@host/name."


def address(url: str) -> URL:
    """Read an address.

    Raises:
        UnknownDatabase: it names no database that can be used.
    """
    try:
        chosen = make_url(url)
    except ArgumentError:
        raise UnknownDatabase(url) from None
    kind = chosen.get_backend_name()
    if kind == "postgresql":
        return chosen.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or chosen.database in {None, "", ":memory:"}:
        raise UnknownDatabase(chosen.render_as_string())
    return chosen
