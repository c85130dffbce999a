"""What a database's driver reports, said in the hall's words."""

import logging
import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kiosk.hall.errors import BadRequest, TryAgain

log = logging.getLogger(__name__)

DRIVERS = (sqlite3.Error, psycopg.Error, DBAPIError, NoConnectionFree, UnicodeEncodeError, OverflowError)


def refusal(error: BaseException) -> BaseException:
    """Return what people are told; a fault of the program itself stays as it is.

    A full disk, a locked or read-only file, a server that is away and a clash with another act can all
    be tried again; a text or number that no database takes cannot.
    """
    match error:
        case DBAPIError():
            return refusal(error.orig) if error.orig else error
        case UnicodeEncodeError() | OverflowError() | psycopg.DataError():
            return BadRequest("a text or a number cannot be stored")
        case sqlite3.OperationalError() if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:
            return error  # wrong SQL, not a database in trouble
        case sqlite3.OperationalError() | sqlite3.IntegrityError():
            log.warning("the database did not take an act: %s", error)
            return TryAgain()
        case psycopg.OperationalError() | psycopg.IntegrityError() | NoConnectionFree():
            log.warning("the database did not take an act: %s", error)
            return TryAgain()
        case _:
            return error
