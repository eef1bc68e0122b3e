"""A running app and a real browser for the journeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import PATIENCE, serve
from find_browser import FLAGS, find_browser
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Gives a context with nothing in it, for a test that needs one of its own or of a device."""
    browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def profile(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """Keeps Streamlit's scripts, compiled: half of what opening a page costs.

    Nothing moves by itself in it, which costs another sixth; a test of what moves asks for it.
    """
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=browser_path(),
        args=FLAGS,
        viewport={"width": 1280, "height": 900},
        locale="en-US",
        reduced_motion="reduce",
    )
    yield context
    context.close()


def browser_path() -> str:
    path = find_browser()
    assert path, "no Chromium found: run `make browser`"
    return path


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """A fresh tab. A page error, an exception box or a foreign request fails the test."""
    tab = profile.new_page()
    tab.set_default_timeout(PATIENCE)
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    tab.on("dialog", lambda dialog: (problems.append("a dialog opened"), dialog.dismiss()))

    def watch(request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            problems.append(f"foreign request: {request.url}")

    tab.on("request", watch)
    yield tab
    try:
        if not tab.is_closed():
            assert tab.get_by_test_id("stException").count() == 0, "an exception is on the page"
    finally:
        forget(profile)
    assert problems == []


def forget(profile: BrowserContext) -> None:
    """Close every tab of a test and what it kept. Compiled scripts stay."""
    first, *others = profile.pages
    for tab in others:
        tab.close()
    profile.new_cdp_session(first).send(
        "Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"}
    )
