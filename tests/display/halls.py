"""A hall on an ordinary morning, for tests of the screens."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from display.board import Board, Call, CallKind, Label, QueueLine, Range, WindowLine, WindowState, newest

SHANGHAI = ZoneInfo("Asia/Shanghai")
WINDOWS = {
    1: ("A", Label("综合服务", "Comprehensive services")),
    2: ("B", Label("数字电视", "Digital TV")),
    3: ("C", Label("计划生育和养老保险", "Family planning and pensions")),
    4: ("D", Label("合作医疗", "Medical insurance")),
    5: ("E", Label("规划建设", "Planning and construction")),
    6: ("F", Label("职工服务", "Employee services")),
}
WAITING = {"A": 4, "B": 0, "C": 12, "D": 2, "E": 7, "F": 0}
EXPECTED = {"A": Range(600, 1200), "B": Range(0, 120), "C": Range(1500, 2700), "D": Range(240, 540)}


def sample_board() -> Board:
    """Every window is open and nobody was called yet."""
    return Board(
        seq=1,
        hall=Label("云溪镇便民服务中心", "Yunxi Town Service Hall"),
        waiting=tuple(QueueLine(letter, name, 0) for letter, name in WINDOWS.values()),
        windows=tuple(
            WindowLine(window, name, letter, WindowState.OPEN) for window, (letter, name) in WINDOWS.items()
        ),
        notice=Label(
            "办理排水许可请带齐营业执照和租赁合同", "Drainage permits: bring your business licence and lease"
        ),
        hours=Label("周一至周五 08:30–12:00 13:30–17:00", "Mon–Fri 08:30–12:00 13:30–17:00"),
    )


def called(
    board: Board, number: str, window: int, *, ago: float = 0, kind: CallKind = CallKind.CALL
) -> Board:
    """Call a number to a window."""
    at = (datetime.now(SHANGHAI) - timedelta(seconds=ago)).isoformat(timespec="milliseconds")
    call = Call(board.seq + 1, number, window, WINDOWS[window][1], at, kind)
    windows = tuple(
        replace(line, state=WindowState.SERVING, number=number) if line.id == window else line
        for line in board.windows
    )
    return replace(board, seq=board.seq + 1, calls=newest((call, *board.calls)), windows=windows)


def in_state(board: Board, window: int, state: WindowState, reason: Label | None = None) -> Board:
    """Put a window into a state with nobody at it."""
    windows = tuple(
        replace(line, state=state, number=None, reason=reason) if line.id == window else line
        for line in board.windows
    )
    return replace(board, seq=board.seq + 1, windows=windows)


def busy_board(seq: int = 1) -> Board:
    """The middle of the morning, with everything a board can show."""
    board = replace(sample_board(), seq=seq)
    for number, window, ago in (("B007", 2, 900), ("C011", 3, 600), ("A009", 1, 400), ("D023", 4, 200)):
        board = called(board, number, window, ago=ago)
    board = called(board, "E004", 5, ago=20, kind=CallKind.RECALL)
    board = called(board, "A012", 1, ago=1)
    board = in_state(board, 2, WindowState.PAUSED, Label("午休", "Lunch"))
    board = in_state(board, 6, WindowState.CLOSED)
    waiting = tuple(
        replace(
            line,
            waiting=WAITING[line.letter],
            expected_wait=EXPECTED.get(line.letter),
            suspended=Label("设备检修", "Maintenance") if line.letter == "F" else None,
        )
        for line in board.waiting
    )
    return replace(board, seq=board.seq + 1, waiting=waiting, missed=("A003", "B005", "E001"))
