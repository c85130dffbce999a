"""Mistakes in the hall's files, each with what must be said of it."""

import pytest

from tests.loading.conftest import DRAINAGE

MISTAKES = [
    # file, what stands, what is written instead, key, value, part of the remedy
    pytest.param(
        DRAINAGE, 'queue = "E"', 'queue = "G"', "queue", '"G"', "A, B, C, D, E, F", id="unknown queue"
    ),
    pytest.param(DRAINAGE, 'queue = "E"', "", "queue", "", "缺少", id="missing key"),
    pytest.param(DRAINAGE, "postable", "postabel", "postabel", "true", "postable", id="misspelt key"),
    pytest.param(DRAINAGE, "batch = 1", 'batch = "1"', "batch", '"1"', "整数", id="number in quotes"),
    pytest.param(
        DRAINAGE, "postable = true", 'postable = "是"', "postable", '"是"', "true 或 false", id="no boolean"
    ),
    pytest.param(
        DRAINAGE,
        "effective_from = 2023-02-01",
        'effective_from = "2023.2.1"',
        "effective_from",
        "2023.2.1",
        "日期",
        id="date in quotes",
    ),
    pytest.param(
        DRAINAGE,
        'short = "排水许可"',
        'short = "城镇污水排入排水管网许可"',
        "short",
        "城镇污水",
        "最多 10 个字",
        id="name too long for its tile",
    ),
    pytest.param(DRAINAGE, 'code = "E05"', 'code = "排水"', "code", "排水", "如 E05", id="no code"),
    pytest.param(
        DRAINAGE,
        'unit = "working_day"',
        'unit = "天"',
        "legal.unit",
        "天",
        "'working_day', 'at_once' or 'season'",
        id="unknown unit",
    ),
    pytest.param(DRAINAGE, "n = 5", "n = 25", "promised.n", "25", "法定时限（15）", id="promise over law"),
    pytest.param(
        DRAINAGE,
        'when = { kind = ["key"] }',
        'when = { sort = ["key"] }',
        "material[12].when.sort",
        "sort",
        "agent, kind, pretreat",
        id="condition on an unknown question",
    ),
    pytest.param(
        DRAINAGE,
        'when = { kind = ["key"] }',
        'when = { kind = ["keys"] }',
        "material[12].when.kind",
        "keys",
        "construction, general, key, managed",
        id="condition on an unknown option",
    ),
    pytest.param(
        "services/E03.toml",
        'when = { kind = ["building", "extension"] }',
        'when = { agent = ["self"] }',
        "question[2].when.agent",
        "agent",
        "排在后面",
        id="condition on a later question",
    ),
    pytest.param(
        DRAINAGE,
        'code = "pretreat"',
        'code = "kind"',
        "question[2].code",
        "kind",
        "question[1]",
        id="question twice",
    ),
    pytest.param(
        DRAINAGE,
        'code = "managed"',
        'code = "key"',
        "question[1].option[4].code",
        "key",
        "option[2]",
        id="option twice",
    ),
    pytest.param(
        DRAINAGE,
        'code = "drainage-drawings"',
        'code = "drainage-form"',
        "material[6].code",
        "drainage-form",
        "material[1]",
        id="material twice",
    ),
    pytest.param(
        DRAINAGE,
        'group = "water-quality"',
        'group = "water"',
        "material[10].group",
        "water",
        "hidden-works, water-quality",
        id="unknown one-of group",
    ),
    pytest.param(
        DRAINAGE,
        'originals = 1\nsource = "applicant"\ngroup = "water-quality"',
        'originals = 1\nsource = "applicant"',
        "group[2].code",
        "water-quality",
        "两种材料",
        id="one-of group of one",
    ),
    pytest.param(
        DRAINAGE,
        'exempt_source = "公安部门共享"\n',
        "",
        "material[3]",
        "",
        "exempt_source",
        id="exempt without its source",
    ),
    pytest.param(
        DRAINAGE, 'condition = "重点排水户"\n', "", "material[12]", "", "condition", id="condition unsaid"
    ),
    pytest.param(DRAINAGE, "originals = 1\n", "", "material[1]", "", "要几份", id="material without a count"),
    pytest.param(
        DRAINAGE,
        'name = "营业执照"',
        'name = "营业执照正本"',
        "material[2].name",
        "营业执照正本",
        "services/E01.toml",
        id="one code for two papers",
    ),
    pytest.param(
        DRAINAGE, "# confirmed_on", "confirmed_on", "confirmed_by", "", "一起写", id="confirmed by nobody"
    ),
    pytest.param(
        DRAINAGE,
        "effective_from = 2023-02-01",
        "effective_from = 2023-02-01\neffective_until = 2022-01-01",
        "effective_until",
        "2022-01-01",
        "早于",
        id="ends before it begins",
    ),
    pytest.param(
        DRAINAGE,
        "postable = true",
        "postable = true\nin_person = true",
        "proxy",
        "agent_with_power",
        "本人到场",
        id="in person and by proxy",
    ),
    pytest.param(
        "services/E04.toml",
        'code = "E04"',
        'code = "E05"',
        "code",
        "E05",
        "services/E04.toml",
        id="code twice",
    ),
    pytest.param(
        "services/B01.toml",
        '  "账号编号查询（电话）",\n',
        "",
        "no_visit",
        "",
        "条数要相同",
        id="lines differ",
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
]
