"""Mistakes in courier.toml, each with what must be said of it."""

import pytest

FIRST = 'title = "客户订单号"\nfield = "reference"'

COURIER_MISTAKES = [
    pytest.param(
        "courier.toml",
        FIRST,
        'title = "客户订单号"\nfield = "order"',
        "column[1].field",
        "order",
        "reference",
        id="column of something we have not",
    ),
    pytest.param(
        "courier.toml",
        'title = "邮件号"\nfield = "mail_number"\n\n[[column]]',
        'title = "客户订单号"\nfield = "mail_number"\n\n[[column]]',
        "column",
        "",
        "写了两次",
        id="column twice",
    ),
    pytest.param(
        "courier.toml",
        FIRST,
        'title = "客户订单号"\nfield = "empty"',
        "column",
        "",
        "申请单编号",
        id="file that cannot be matched",
    ),
    pytest.param(
        "courier.toml",
        'means = "delivered"',
        'means = "arrived"',
        "state[2].means",
        "arrived",
        "delivered",
        id="state of something we have not",
    ),
    pytest.param(
        "courier.toml",
        'words = ["拒收"]',
        'words = ["妥投"]',
        "state",
        "",
        "两个状态",
        id="word with two meanings",
    ),
    pytest.param(
        "courier.toml",
        'state = "邮件状态"\n',
        "",
        "reading.state",
        "",
        "缺少",
        id="no title for the state",
    ),
    pytest.param(
        "hall.toml",
        "undelivered_days = 7",
        "undelivered_days = 0",
        "courier.undelivered_days",
        "0",
        "不能小于 1",
        id="late at once",
    ),
]
