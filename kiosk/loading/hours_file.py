"""开放时间: the shapes of opening hours, of quotas, and of days.toml."""

from dataclasses import replace
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from kiosk.hall.floor import MonthDay, Opening, Season
from kiosk.hall.service import MIDNIGHT, NOON, Quota
from kiosk.loading.shape import Shape, refuse

PARTS = {"morning": (MIDNIGHT, NOON), "afternoon": (NOON, MIDNIGHT), "day": (MIDNIGHT, MIDNIGHT)}
WindowNumber = Annotated[int, Field(ge=1, le=999)]
Weekday = Annotated[int, Field(ge=1, le=7)]


def _in_a_year(text: str) -> str:
    try:
        date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        raise refuse(
            "季节写月和日，如 06-01。", "A season is written as month and day, like 06-01."
        ) from None
    return text


LEAP_YEAR = 2000  # it has every day that any year has
DayOfYear = Annotated[str, AfterValidator(_in_a_year)]


class OpeningShape(Shape):
    """[[queue.schedule]], and what [[hours]] has in common with it."""

    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    start: time
    end: time
    season: Annotated[list[DayOfYear], Field(min_length=2, max_length=2)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if time(0) < self.end <= self.start:
            raise refuse(
                "结束时间要晚于开始时间（00:00:00 表示午夜）。",
                "It must end after it starts (00:00:00 is midnight).",
            )
        return self

    def built(self) -> Opening:
        """Make the opening hours."""
        season = Season(*map(_month_day, self.season)) if self.season else None
        return Opening(tuple(sorted(set(self.days))), self.start, self.end, season)


class HoursShape(OpeningShape):
    """[[hours]]: with windows only these are on duty."""

    windows: list[WindowNumber] = Field(default_factory=list)

    def built(self) -> Opening:
        """Make the opening hours."""
        return replace(super().built(), windows=tuple(sorted(set(self.windows))))


def _month_day(text: str) -> MonthDay:
    day = date.fromisoformat(f"{LEAP_YEAR}-{text}")
    return day.month, day.day


class QuotaShape(Shape):
    """[[quota]]: of a part of the day, or between two times."""

    per: Literal["morning", "afternoon", "day"] | None = None
    start: time | None = None
    end: time | None = None
    count: Annotated[int, Field(ge=0, le=9999)]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        between = (self.start, self.end) != (None, None)
        whole = self.start is not None and self.end is not None
        if (self.per is not None) == between or (between and not whole):
            raise refuse(
                "写 per（morning、afternoon 或 day），或者写 start 和 end，二选一。",
                "Give per (morning, afternoon or day), or both start and end.",
            )
        if self.start and self.end and MIDNIGHT < self.end <= self.start:
            raise refuse(
                "结束时间要晚于开始时间（00:00:00 表示午夜）。",
                "It must end after it starts (00:00:00 is midnight).",
            )
        return self

    def built(self) -> Quota:
        """Make the quota."""
        start, end = PARTS[self.per] if self.per else (self.start or MIDNIGHT, self.end or MIDNIGHT)
        return Quota(self.count, start, end)


class YearShape(Shape):
    """[[year]] of days.toml."""

    year: Annotated[int, Field(ge=2000, le=2200)]
    holidays: list[date]
    make_up: list[date]

    @model_validator(mode="after")
    def _own_year_only(self) -> Self:
        strangers = [day for day in (*self.holidays, *self.make_up) if day.year != self.year]
        both = set(self.holidays) & set(self.make_up)
        if strangers or both:
            day = min(strangers or both)
            raise refuse(
                f"{day} 不属于这一年，或同时写成放假和上班。",
                f"{day} is not in this year, or is both a holiday and a make-up day.",
            )
        return self


class DaysShape(Shape):
    """days.toml: the hall's own table of holidays; a year given here replaces the library's."""

    year: list[YearShape] = Field(default_factory=list)
