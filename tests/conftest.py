"""What holds for every test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from variants import leave_out

# So small a network is slower on two threads, and the threads of two workers on two cores wait for
# each other all the time. Before torch is imported; what a test starts inherits it.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# No test asserts a time: neither an example's nor that of drawing it. ``make test`` draws the same
# examples every time, so that it tells of the code and not of luck;
# ``pytest --hypothesis-profile explore`` looks for new ones, ``many`` for many.
_untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("same", _untimed, derandomize=True)
settings.register_profile("explore", _untimed)
settings.register_profile("many", _untimed, max_examples=5000)
settings.register_profile("layouts", _untimed, max_examples=2000)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once() -> Iterator[None]:
    """A server asks once which components are installed, AppTest again for every app it opens.

    Each time it reads the metadata of every package, which costs more than most pages.
    """
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit" in sys.modules:
            from streamlit.components.v2 import manifest_scanner as scanner

            patch.setattr(
                scanner, "scan_component_manifests", cache(scanner.scan_component_manifests)
            )
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out(config, items)
