"""Support for tests that look at pages: headless Chromium with the outside world cut off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import need

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route, ViewportSize

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_INSIDE = ("file:", "data:", "about:", "blob:")


@dataclass
class Visit:
    """A page that was opened, and what it tried.

    Attributes:
        page: The page.
        outside: Every address outside the page that it asked for; all were refused.
        dialogs: The messages of every dialog that it opened.
        errors: Every error of its scripts.
    """

    page: Page
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a network; skip (in CI: fail) where it is not installed.

    Yields:
        The browser.
    """
    program = need("chromium", "chromium-browser", "google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail("playwright is not installed; install the dev extra")
        pytest.skip("playwright is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def tab(browser: Browser, viewport: ViewportSize) -> Page:
    """Open a page beside the others of a browser: one that shares nothing costs a window."""
    context = browser.contexts[0] if browser.contexts else browser.new_context()
    page = context.new_page()
    page.set_viewport_size(viewport)
    return page


@contextmanager
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    """Open a file as a page and note what it tries.

    Args:
        browser: From :func:`chromium`.
        file: An HTML file.

    Yields:
        The visit, once the page has loaded.
    """
    page = tab(browser, {"width": 1180, "height": 900})
    seen = Visit(page)

    def handle(route: Route) -> None:
        if route.request.url.startswith(_INSIDE):
            route.continue_()
        else:
            seen.outside.append(route.request.url)
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.route("**/*", handle)
    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.goto(file.resolve().as_uri())
    page.wait_for_timeout(100)
    try:
        yield seen
    finally:
        page.close()
