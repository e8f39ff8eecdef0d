"""What holds for every test.

With `--hypothesis-profile=deep` fuzz and property tests look a hundred times longer, and each time elsewhere.
Without it the examples are few, so that `make test` is quick, and the same each time.
"""

import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Who runs in the background may have been told to ignore it; the builds that tests interrupt must not be.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no fault, and no luck decides whether a change passes.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=10_000, deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that starts; see tests/chromium.py."""
    from tests.chromium import executable

    return executable()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    """A Chromium for the tests of one file. Playwright runs once per process, so no scope may be wider."""
    from playwright.sync_api import sync_playwright

    from tests.chromium import ARGS

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield started
        started.close()
