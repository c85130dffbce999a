"""Mistakes in bundles.toml, each with what must be said of it."""

import pytest

BUNDLES = "bundles.toml"
BUNDLE_MISTAKES = [
    # file, what stands, what is written instead, key, value, part of the remedy
    pytest.param(
        BUNDLES,
        '["C01", "D01"]',
        '["C01", "D99"]',
        "bundle[1].services[2]",
        "D99",
        "没有这个事项",
        id="bundle of an unknown service",
    ),
    pytest.param(
        BUNDLES, '["C01", "D01"]', '["C01"]', "bundle[1].services", "C01", "至少要有 2 项", id="bundle of one"
    ),
    pytest.param(
        BUNDLES, '["C01", "D01"]', "[]", "bundle[1].services", "", "至少要有 2 项", id="bundle of none"
    ),
    pytest.param(
        BUNDLES,
        '["C01", "D01"]',
        '["C01", "C01"]',
        "bundle[1].services[2]",
        "C01",
        "写了两次",
        id="bundle of the same service twice",
    ),
    pytest.param(
        BUNDLES,
        'code = "restaurant"',
        'code = "newborn"',
        "bundle[2].code",
        "newborn",
        "bundle[1]",
        id="bundle code twice",
    ),
    pytest.param(
        BUNDLES,
        'name_en = "A child is born"\n',
        "",
        "bundle[1].name_en",
        "",
        "缺少",
        id="bundle without its English name",
    ),
    pytest.param(
        BUNDLES,
        'code = "newborn"',
        'code = "New Born"',
        "bundle[1].code",
        "New Born",
        "小写",
        id="bundle code",
    ),
    pytest.param(
        BUNDLES,
        'services = ["C01"',
        'service = ["C01"',
        "bundle[1].service",
        "",
        "services",
        id="bundle with a wrong key",
    ),
]
