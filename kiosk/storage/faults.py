"""What a database's driver reports, said in the hall's words."""

import logging
import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kiosk.hall.errors import BadRequest, HallError, TryAgain

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

log = logging.getLogger(__name__)


class Damaged(HallError):
    """The file of the database is not whole."""

    status = 500
    zh = "数据库文件有损坏（{0}），没有改动。请停下大厅，用最近的备份恢复：yichuang restore 文件 --replace"
    en = (
        "The file of the database is damaged ({0}); nothing was changed. "
        "Stop the hall and restore the last backup: yichuang restore FILE --replace"
    )


def refusal(error: BaseException) -> BaseException:
    """Return what people are told; a fault of the program itself stays as it is.

    A full disk, a locked or read-only file, a server that is away and a clash with another act can all
    be tried again; a text or number that no database takes cannot. Every driver names its errors alike
    (PEP 249), so the one of a database that is not in use need not be loaded.
    """
    if isinstance(error, DBAPIError):
        return refusal(error.orig) if error.orig else error
    if isinstance(error, HallError):
        return error
    if type(error) is sqlite3.DatabaseError and error.sqlite_errorcode & 0xFF in DAMAGE:
        log.error("the database is damaged: %s", error)
        return Damaged(str(error))
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:
        return error  # wrong SQL, not a database in trouble
    kinds = {one.__name__ for one in type(error).__mro__}
    if kinds & {"UnicodeEncodeError", "OverflowError", "DataError"}:
        return BadRequest("a text or a number cannot be stored")
    if kinds & {"OperationalError", "IntegrityError"} or isinstance(error, NoConnectionFree):
        log.warning("the database did not take an act: %s", error)
        return TryAgain()
    return error
