"""Chromium in front of the running product; whatever a test does, the page stays within its own origin."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assistant import ANSWER_TIMEOUT_MS, Assistant, Watch
from tests.e2e.product import ROOT, Product

#: The system's browser: nothing is downloaded.
CHROMIUM = "chromium"

#: No sandbox: tests may run as root in a container. The rest keeps Chromium from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the browser last: Playwright's event loop, once begun, runs until the end and bars any other."""
    items.sort(key=_needs_browser)
    if shutil.which(CHROMIUM) is None:
        for item in filter(_needs_browser, items):
            item.add_marker(pytest.mark.skip(reason="Chromium is missing: apt-get install chromium"))


def _needs_browser(item: pytest.Item) -> bool:
    return item.path.is_relative_to(Path(__file__).parent)


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """An answer may be long in coming on a busy machine; nothing here is about speed."""
    expect.set_options(timeout=ANSWER_TIMEOUT_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": shutil.which(CHROMIUM), "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def base_url(product: Product) -> str:
    """Where a page opens; pytest-playwright's own fixture is a method, which pytest 9.2 warns about."""
    return product.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def watch(page: Page, product: Product) -> Iterator[Watch]:
    """Listens to the page from its first byte; at the end nothing may have gone wrong or elsewhere."""
    watched = Watch(product.url)
    watched.listen(page)
    yield watched
    assert watched.errors == []
    assert watched.elsewhere == []


@pytest.fixture
def assistant(page: Page, watch: Watch) -> Assistant:
    """The page, opened, once the assistant has greeted."""
    folder = ROOT / "tests" / "output" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    opened = Assistant(page, folder)
    page.goto("/")
    opened.wait()
    return opened
