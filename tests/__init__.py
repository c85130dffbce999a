"""The tests; what several of them share says as plainly as they do why an assertion failed."""

import pytest

pytest.register_assert_rewrite("tests.databases", "tests.servers", "tests.people")
