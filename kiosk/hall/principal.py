"""委托人: what a roster says of one retiree, checked line by line before any of it is kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from kiosk.hall.delegation import next_due
from kiosk.hall.errors import HallError
from kiosk.hall.person import person
from kiosk.hall.words import Words

LONGEST_ROSTER = 5000  # lines of one file
DIGITS = 18
HEADS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "name"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "id number"),
    "phone": ("电话", "联系电话", "手机", "phone"),
    "certified_on": ("上次认证日期", "上次认证", "last certified"),
}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")


class WrongIdNumber(HallError):
    """This is no identity number."""

    status = 422
    zh = "身份证号不对：应为 18 位，日期和最后一位校验码要对。请照证件核对。"
    en = "The identity number is wrong: 18 digits with a true date and check digit. Compare it with the card."


class WrongDay(HallError):
    """This is no day, or one to come."""

    status = 422
    zh = "日期不对，请写成 2026-03-05，不能晚于今天。"
    en = "The day is wrong. Please write it as 2026-03-05; it cannot be after today."


class TwiceInFile(HallError):
    """Two lines of a file are one person."""

    zh = "与第 {0} 行是同一个人。"
    en = "This is the same person as in line {0}."


class OfAnotherVillage(HallError):
    """A retiree belongs to exactly one village."""

    zh = "此人已在其他村的名册里，请由职工服务窗口核对归哪个村。"
    en = "This person is on another village's roster. The employee services window decides which is right."


class NoRoster(HallError):
    """A file has no line with a retiree in it."""

    status = 422
    zh = "文件里没有名册：第一行要有“姓名”和“身份证号”，下面每人一行。"
    en = "There is no roster here: the first line names 姓名 and 身份证号, then one line for each person."


class RosterTooLong(HallError):
    """A file has more lines than a roster may have."""

    status = 422
    zh = "名册太长：一次最多 {0} 人，请分几次导入。"
    en = "The roster is too long: at most {0} people at once. Please import it in parts."


class RosterFaults(HallError):
    """Some lines of a roster are wrong, so none of it was kept."""

    status = 422
    zh = "{0} 行有误，一行也没有导入。请改好后再导入整个文件。"
    en = "{0} lines are wrong, so nothing was imported. Please correct them and import the whole file again."

    def __init__(self, faults: tuple["Fault", ...]) -> None:
        super().__init__(len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line, counted as the spreadsheet counts."""

    line: int
    what: Words


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a retiree is: kept sealed."""

    name: str
    id_number: str = ""
    phone: str = ""

    @property
    def last_digits(self) -> str:
        """The last four of the identity number."""
        return self.id_number[-4:]


NOBODY = Principal("")


@dataclass(frozen=True, slots=True)
class Line:
    """One retiree of a roster."""

    number: int
    who: Principal
    certified_on: date | None = None

    def due_on(self, today: date) -> date:
        """Say when he is due: twelve months after the last time, or now where nobody knows of one."""
        return next_due(self.certified_on) if self.certified_on else today


def id_number(text: str) -> str:
    """Check an identity number: length, date and check digit.

    Its place is not held against it: python-stdnum takes a code for valid only in the years in which the
    county had it, and people keep numbers that were given long after their birth (330782 since 1988).

    Raises:
        WrongIdNumber: it cannot be one.
    """
    from stdnum.cn import ric  # here: a hall without rosters need not load it
    from stdnum.exceptions import ValidationError

    said = ric.compact("".join(normalize("NFKC", text).split()))
    if len(said) != DIGITS or not (said[:-1].isascii() and said[:-1].isdigit()):
        raise WrongIdNumber
    try:
        born = ric.get_birth_date(said)
    except ValidationError:
        raise WrongIdNumber from None
    if said[-1] != ric.calc_check_digit(said) or born.year < 1900:
        raise WrongIdNumber
    return said


def roster(rows: Iterable[Sequence[str]], *, area_code: str, today: date) -> tuple[Line, ...]:
    """Read the lines of a file; the first one that has heads says which column is what.

    Raises:
        NoRoster, RosterTooLong: there is nothing to read, or too much.
        RosterFaults: some lines are wrong; every one is named.
    """
    places: dict[str, int] = {}
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in row]
        if not places:
            places = _places(cells)
        elif any(cells):
            if len(lines) + len(faults) >= LONGEST_ROSTER:
                raise RosterTooLong(LONGEST_ROSTER)
            try:
                lines.append(_line(number, cells, places, area_code, today))
            except HallError as error:
                faults.append(fault(number, error))
    if not lines and not faults:
        raise NoRoster
    faults += _doubles(lines)
    if faults:
        raise RosterFaults(tuple(sorted(faults, key=lambda one: one.line)))
    return tuple(lines)


def fault(number: int, error: HallError) -> Fault:
    """Say what is wrong with a line."""
    return Fault(number, Words(error.said("zh"), error.said("en")))


def elsewhere(lines: Iterable[Line], is_elsewhere: Callable[[Line], bool]) -> None:
    """Refuse a roster with people of another village.

    Raises:
        RosterFaults: some are; every one is named.
    """
    faults = tuple(fault(one.number, OfAnotherVillage()) for one in lines if is_elsewhere(one))
    if faults:
        raise RosterFaults(faults)


def _places(cells: list[str]) -> dict[str, int]:
    heads = [cell.casefold().replace("*", "") for cell in cells]
    found = {
        name: next(n for n, head in enumerate(heads) if head in words)
        for name, words in HEADS.items()
        if any(head in words for head in heads)
    }
    return found if {"name", "id_number"} <= set(found) else {}


def _line(number: int, cells: list[str], places: dict[str, int], area_code: str, today: date) -> Line:
    said = {name: cells[n] if n < len(cells) else "" for name, n in places.items()}
    who = person(said["name"], said.get("phone", ""), area_code=area_code)
    return Line(
        number,
        Principal(who.name, id_number(said["id_number"]), who.phone),
        _day(said.get("certified_on", ""), today),
    )


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    parts = DAY.fullmatch(text)
    try:
        day = date(*(int(part) for part in parts.groups())) if parts else None
    except ValueError:
        day = None
    if day is None or day > today or day.year < 2000:
        raise WrongDay
    return day


def _doubles(lines: list[Line]) -> list[Fault]:
    first: dict[str, int] = {}
    return [
        fault(one.number, TwiceInFile(first[one.who.id_number]))
        for one in lines
        if first.setdefault(one.who.id_number, one.number) != one.number
    ]
