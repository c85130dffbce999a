"""大厅核对: what must agree between queues, windows, kiosks and hours."""

from collections.abc import Iterator

from kiosk.hall.words import Words
from kiosk.loading.faults import Fault, shown
from kiosk.loading.files import HALL, WINDOWS, Files, Table
from kiosk.loading.hours_checks import check_hours
from kiosk.loading.names import listed, tables, text, texts, whole


def check_hall(files: Files) -> Iterator[Fault]:
    """Compare hall.toml and windows.toml with themselves and each other."""
    if hall := files.tables.get(HALL):
        yield from _hall(hall)
        yield from check_hours(hall, files.tables.get(WINDOWS))
    if windows := files.tables.get(WINDOWS):
        yield from _repeated(windows)
        yield from _queues(windows)
        yield from _windows(windows)
        yield from _zones(windows)
        yield from _printers(windows)


def letters(files: Files) -> set[str]:
    """Name the queues that the hall has."""
    return {text(queue, "letter") for _, queue in tables(files.tables.get(WINDOWS, {}), "queue")} - {""}


def repeated(file: str, key: str, code: str, first: str) -> Fault:
    """Say that a code stands twice."""
    return Fault(
        file,
        key,
        shown(code),
        Words(f"与 {first} 重复，请改一个。", f"The same as {first}; change one of them."),
    )


def _hall(hall: Table) -> Iterator[Fault]:
    yield from twice(HALL, hall, "priority", "code")
    yield from twice(HALL, hall, "priority", "rank")
    yield from twice(HALL, hall, "need", "code")
    if not hall.get("always_open") and not hall.get("hours"):
        zh = "不是全天开放的大厅要写 [[hours]] 开放时间，或写 always_open = true。"
        yield Fault(HALL, "hours", "", Words(zh, "Give [[hours]], or always_open = true."))
    if hall.get("phones_share_network") is True and not text(hall, "wifi"):
        zh = "手机与本机同网时，要写大厅 Wi-Fi 的名称，会印在二维码旁。"
        en = "When phones share the network, name the hall's Wi-Fi; it is printed beside the QR code."
        yield Fault(HALL, "wifi", "", Words(zh, en))


def twice(file: str, table: Table, key: str, within: str) -> Iterator[Fault]:
    """Find sub-tables that have the same code, letter or number."""
    seen: dict[object, str] = {}
    for place, one in tables(table, key):
        code = text(one, within) or whole(one, within)
        if code is not None and code != "":
            if code in seen:
                yield repeated(file, f"{place}.{within}", str(code), seen[code])
            seen.setdefault(code, place)


def _repeated(windows: Table) -> Iterator[Fault]:
    for key, within in _NAMED_ONCE:
        yield from twice(WINDOWS, windows, key, within)


_NAMED_ONCE = (
    ("queue", "letter"),
    ("window", "number"),
    ("zone", "code"),
    ("printer", "name"),
    ("panel", "name"),
)


def _zones(windows: Table) -> Iterator[Fault]:
    known = {text(zone, "code") for _, zone in tables(windows, "zone")}
    for place, window in tables(windows, "window"):
        code = text(window, "zone")
        if code and code not in known:
            zh = f"没有这个分区。请写 [[zone]] 里的代码（{listed(known) or '还没有'}），或删去。"
            en = f"No such zone. Use a code of [[zone]] ({listed(known) or 'none'}) or remove it."
            yield Fault(WINDOWS, f"{place}.zone", shown(code), Words(zh, en))


def _queues(windows: Table) -> Iterator[Fault]:
    served = {letter for _, window in tables(windows, "window") for _, letter in texts(window, "queues")}
    comprehensive = [place for place, queue in tables(windows, "queue") if queue.get("comprehensive") is True]
    for place, queue in tables(windows, "queue"):
        letter = text(queue, "letter")
        if letter and letter not in served:
            zh = "没有窗口办理这个队列。请在某个 [[window]] 的 queues 里加上它。"
            en = "No window serves this queue. Add it to the queues of a [[window]]."
            yield Fault(WINDOWS, f"{place}.letter", shown(letter), Words(zh, en))
    if len(comprehensive) != 1:
        zh = "要有且只有一个队列写 comprehensive = true（综合服务窗口）。"
        en = "Exactly one queue must have comprehensive = true."
        yield Fault(WINDOWS, "queue.comprehensive", ", ".join(comprehensive), Words(zh, en))


def _windows(windows: Table) -> Iterator[Fault]:
    known = {text(queue, "letter") for _, queue in tables(windows, "queue")}
    for place, window in tables(windows, "window"):
        own = {letter for _, letter in texts(window, "queues")}
        for key in ("queues", "helps"):
            for at, letter in texts(window, key):
                if letter not in known:
                    yield unknown_queue(WINDOWS, f"{place}.{at}", letter, known)
                elif key == "helps" and letter in own:
                    zh, en = "已在 queues 里，不必再写。", "It is among queues already; remove it."
                    yield Fault(WINDOWS, f"{place}.{at}", shown(letter), Words(zh, en))


def unknown_queue(file: str, key: str, letter: str, known: set[str]) -> Fault:
    """Say that a queue is not there."""
    every = listed(known)
    return Fault(
        file,
        key,
        shown(letter),
        Words(
            f"windows.toml 里没有这个队列。可用：{every}。",
            f"windows.toml has no such queue. Known queues: {every}.",
        ),
    )


def _printers(windows: Table) -> Iterator[Fault]:
    known = {text(printer, "name") for _, printer in tables(windows, "printer")}
    for key in ("window", "panel"):
        for place, one in tables(windows, key):
            name = text(one, "printer")
            if name and name not in known:
                zh = f"没有这台打印机。请写 [[printer]] 里的名称（{listed(known) or '还没有'}），或删去。"
                en = f"No such printer. Use a name of [[printer]] ({listed(known) or 'none'}) or remove it."
                yield Fault(WINDOWS, f"{place}.printer", shown(name), Words(zh, en))
    for place, one in tables(windows, "printer"):
        name = text(one, "backup")
        if name and (name not in known or name == text(one, "name")):
            others = listed(known - {text(one, "name")})
            zh = f"备用打印机要写另一台 [[printer]] 的名称（{others or '还没有'}），或删去。"
            en = f"A backup is another [[printer]] by its name ({others or 'none'}); else remove it."
            yield Fault(WINDOWS, f"{place}.backup", shown(name), Words(zh, en))
