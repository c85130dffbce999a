"""节假日: the table of holidays and make-up days, the hall's own years first."""

from chinese_calendar import constants

from kiosk.hall.floor import DayTable
from kiosk.loading.hours_file import DaysShape

FIRST_YEAR = 2025  # earlier years are of no use to a limit that runs now


def day_table(own: DaysShape | None) -> DayTable:
    """Join the hall's own years with the library's; a year that the hall gives counts alone."""
    given = {one.year: one for one in own.year} if own else {}
    holidays = {day for day in constants.holidays if day.year >= FIRST_YEAR and day.year not in given}
    make_up = {day for day in constants.workdays if day.year >= FIRST_YEAR and day.year not in given}
    for one in given.values():
        holidays.update(one.holidays)
        make_up.update(one.make_up)
    years = {day.year for day in constants.holidays if day.year >= FIRST_YEAR} | given.keys()
    return DayTable(frozenset(holidays), frozenset(make_up), frozenset(years))
