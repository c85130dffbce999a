"""Mistakes in hall.toml, windows.toml and days.toml, each with what must be said of it."""

import pytest

from tests.loading.bundle_mistakes import BUNDLE_MISTAKES
from tests.loading.courier_mistakes import COURIER_MISTAKES
from tests.loading.service_mistakes import SERVICE_MISTAKES

MISTAKES = [
    # file, what stands, what is written instead, key, value, part of the remedy
    pytest.param(
        "hall.toml",
        "[board]",
        '[outlet]\nurl = "ftp://gateway.example"\n[board]',
        "outlet.url",
        "ftp://gateway.example",
        "https://gateway.example/hall",
        id="outlet that is no web address",
    ),
    pytest.param(
        "hall.toml",
        "[board]",
        '[outlet]\nurl = "https://me:secret@gateway.example"\n[board]',
        "outlet.url",
        "",
        "不写用户名",
        id="outlet with a password",
    ),
    pytest.param(
        "hall.toml",
        "[board]",
        "[outlet]\npeople_ahead = 3\n[board]",
        "outlet.url",
        "",
        "缺少",
        id="outlet without an address",
    ),
    pytest.param(
        "hall.toml",
        "[board]",
        '[outlet]\nurl = "https://gateway.example"\npeople_ahead = 30\n[board]',
        "outlet.people_ahead",
        "30",
        "不能大于 20",
        id="outlet that tells everybody",
    ),
    pytest.param(
        "hall.toml",
        "delay_places = 3",
        "delay_places = 0",
        "calls.delay_places",
        "0",
        "不能小于 1",
        id="no step",
    ),
    pytest.param(
        "windows.toml",
        'queues = ["E"]',
        'queues = ["G"]',
        "window[5].queues[1]",
        "G",
        "没有这个队列",
        id="window",
    ),
    pytest.param(
        "windows.toml",
        'queues = ["E"]',
        'queues = ["D"]',
        "queue[5].letter",
        "E",
        "没有窗口",
        id="unserved queue",
    ),
    pytest.param(
        "windows.toml",
        "number = 6",
        "number = 5",
        "window[6].number",
        "5",
        "window[5]",
        id="window number twice",
    ),
    pytest.param(
        "windows.toml", 'letter = "F"', 'letter = "O"', "queue[6].letter", "O", "I、O、Q、Z", id="letter O"
    ),
    pytest.param(
        "windows.toml", "comprehensive = true", "", "queue.comprehensive", "", "有且只有一个", id="no general"
    ),
    pytest.param(
        "windows.toml",
        'phone = "0579-80000005"',
        'phone = "转 5"',
        "queue[5].phone",
        "转 5",
        "0579",
        id="phone",
    ),
    pytest.param(
        "windows.toml",
        "bottom_mm = 700",
        'bottom_mm = 700\nprinter = "kiosk-1"',
        "panel[1].printer",
        "kiosk-1",
        "打印机",
        id="unknown printer",
    ),
    pytest.param(
        "hall.toml",
        "always_open = true",
        "always_open = false",
        "hours",
        "",
        "[[hours]]",
        id="hall without hours",
    ),
    pytest.param(
        "hall.toml", "rank = 4", "rank = 3", "priority[5].rank", "3", "priority[4]", id="rank twice"
    ),
    pytest.param(
        "hall.toml", "Asia/Shanghai", "Asia/Yiwu", "timezone", "Asia/Yiwu", "Asia/Shanghai", id="time zone"
    ),
    pytest.param(
        "hall.toml", "recalls = 2", "recalls = -1", "calls.recalls", "-1", "不能小于 0", id="below the limit"
    ),
    pytest.param(
        "hall.toml",
        "phones_share_network = false",
        "phones_share_network = true",
        "wifi",
        "",
        "Wi-Fi",
        id="shared network without its name",
    ),
    pytest.param("days.toml", "year = []", "year = 2027", "year", "2027", "[[", id="no list"),
    pytest.param(
        "windows.toml",
        'place = "进门正对面"',
        'place = "进门正对面"\nzone = "north"',
        "window[1].zone",
        "north",
        "[[zone]]",
        id="unknown zone",
    ),
    pytest.param(
        "hall.toml",
        "simple_days = 5",
        "simple_days = 0",
        "escalation.simple_days",
        "0",
        "不能小于 1",
        id="answer on the same day",
    ),
    *BUNDLE_MISTAKES,
    *SERVICE_MISTAKES,
    *COURIER_MISTAKES,
]
