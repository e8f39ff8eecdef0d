"""What holds for every test."""

from pathlib import Path

import pytest

BROWSER = Path(__file__).parent / "browser"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that starts; see tests/chromium.py."""
    from tests.chromium import executable

    return executable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests stay on one worker: one Chromium at a time, whatever `-n` says."""
    for item in items:
        if BROWSER in item.path.parents or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))
