"""What the tests of a mutant are asked sooner: single sentences before properties, and no smaller example."""

import pytest
from hypothesis import Phase, settings

# Ten examples, the same for every mutant and every run: what is noticed by luck alone is not noticed.
# Which one is the smallest that fails decides nothing here, and finding it is what takes the time.
settings.register_profile(
    "mutants", deadline=None, max_examples=10, derandomize=True, phases=(Phase.explicit, Phase.generate)
)


def pytest_configure() -> None:
    """Ask properties in this way, whatever way `tests/conftest.py` chose."""
    settings.load_profile("mutants")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask the single sentences first: they decide in a moment."""
    items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)
