"""怎么改: turns what the validation library finds into a fault with a remedy for people."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiosk.hall.words import Words
from kiosk.loading.faults import Fault, shown

Context = Mapping[str, Any]


def faults_of(file: str, shape: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    """Name every fault that a shape found in a file's table."""
    for detail in error.errors(include_url=False):
        loc = detail["loc"]
        value = (
            ""
            if detail["type"] in {"missing", "remedy"} and not _scalar(detail["input"])
            else shown(detail["input"])
        )
        yield Fault(file, key_path(loc), value, _remedy(shape, detail))


def key_path(loc: tuple[int | str, ...]) -> str:
    """Write where a value stands, counting from one: material[3].copies."""
    path = ""
    for part in loc:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _scalar(value: object) -> bool:
    return not isinstance(value, dict | list)


def _remedy(shape: type[BaseModel], detail: ErrorDetails) -> Words:
    context: Context = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        return _no_such_key(str(detail["loc"][-1]), _keys_at(shape, detail["loc"][:-1]))
    remedy = REMEDIES.get(detail["type"])
    if remedy is None:
        return Words(f"写法不对（{detail['msg']}）。", f"{detail['msg']}.")
    return remedy(context)


def _no_such_key(key: str, known: tuple[str, ...]) -> Words:
    near = get_close_matches(key, known, n=1)
    if near:
        return Words(f"没有这个键。是不是想写 {near[0]}？", f"There is no such key. Did you mean {near[0]}?")
    every = ", ".join(known)
    return Words(
        f"没有这个键，请删去。可用的键：{every}。", f"There is no such key; remove it. Known keys: {every}."
    )


def _keys_at(shape: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    for part in loc:
        if isinstance(part, str) and part in shape.model_fields:
            inner = _shape_in(shape.model_fields[part].annotation)
            if inner is None:
                return ()
            shape = inner
    return tuple(shape.model_fields)


def _shape_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _shape_in(arg))), None)


def _fixed(zh: str, en: str) -> Callable[[Context], Words]:
    return lambda _context: Words(zh, en)


def _filled(zh: str, en: str) -> Callable[[Context], Words]:
    return lambda context: Words(zh.format(**context), en.format(**context))


_TEXT = _fixed("这里要写带引号的文字。", "Write a text in quotes here.")
_WHOLE = _fixed("这里要写整数，不带引号。", "Write a whole number here, without quotes.")
_NUMBER = _fixed("这里要写数字，不带引号。", "Write a number here, without quotes.")
_YES_NO = _fixed("这里只能写 true 或 false，不带引号。", "Write true or false here, without quotes.")
_DATE = _fixed(
    "这里要写日期，如 2026-11-01，不带引号。", "Write a date here, like 2026-11-01, without quotes."
)
_TIME = _fixed("这里要写时间，如 08:30:00，不带引号。", "Write a time here, like 08:30:00, without quotes.")
_LIST = _fixed(
    "这里要写列表：[ … ]，或用双方括号 [[…]] 开头的表。",
    "Write a list here: [ … ], or tables that begin with double brackets [[…]].",
)
_TABLE = _fixed(
    "这里要写表：[…] 开头，或 { 键 = 值 }。", "Write a table here: beginning with […], or { key = value }."
)

REMEDIES: Mapping[str, Callable[[Context], Words]] = MappingProxyType(
    {
        "missing": _fixed("缺少这个键，请补上。", "This key is missing; add it."),
        "remedy": lambda context: Words(context["zh"], context["en"]),
        "string_type": _TEXT,
        "int_type": _WHOLE,
        "int_from_float": _WHOLE,
        "float_type": _NUMBER,
        "bool_type": _YES_NO,
        "date_type": _DATE,
        "time_type": _TIME,
        "list_type": _LIST,
        "dict_type": _TABLE,
        "model_type": _TABLE,
        "model_attributes_type": _TABLE,
        "literal_error": _filled("只能写 {expected} 之一。", "Write one of {expected}."),
        "string_too_short": _fixed("不能是空的，请写上文字。", "It must not be empty; write a text."),
        "string_too_long": _filled(
            "太长，最多 {max_length} 个字。", "Too long; at most {max_length} characters."
        ),
        "too_short": _filled("至少要有 {min_length} 项。", "There must be at least {min_length}."),
        "too_long": _filled("最多 {max_length} 项。", "There may be at most {max_length}."),
        "greater_than_equal": _filled("不能小于 {ge}。", "It must be {ge} or more."),
        "less_than_equal": _filled("不能大于 {le}。", "It must be {le} or less."),
    }
)
