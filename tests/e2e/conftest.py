"""A site and a browser for all tests here, a tab for each.

They live for this package, not the session: while Playwright runs, no other test could have an event loop.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.chat import Chat
from tests.e2e.site import ROOT, Site, give_script, start_site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
MANAGER, FRENCH, MODEL = "manager@nordwind.example", "manager@aurore.example", "user@cascade.example"
SENTENCE = "This goes on for a while, word by word, so that it can be watched. "
HOSTILE = "The model says **hello** and `select`. <img src=x onerror=alert(1)>"
# Stands in for a model, for questions that no planner answers; slow enough to be interrupted.
SCRIPT = [
    {"when": "in great detail", "rounds": [[{"say": SENTENCE * 90, "delay_ms": 30}]]},
    {
        "when": "",
        "rounds": [[{"say": HOSTILE}]],
    },
]


@pytest.fixture(scope="session", autouse=True)
def embedded_services() -> None:
    """In place of the test servers: the site here has its own."""


@pytest.fixture(scope="package")
def site(chromium: str) -> Iterator[Site]:
    site = start_site()
    try:
        give_script(site, "cascade", SCRIPT)
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def signed_in(site: Site, browser: Browser) -> Callable[..., BrowserContext]:
    """Makes a browser context in which a person has signed in; each signs in once."""
    kept: dict[tuple[str, str], object] = {}

    def context(email: str = MANAGER, *, locale: str = "en-GB", **options: object) -> BrowserContext:
        if (email, locale) not in kept:
            fresh = browser.new_context(base_url=site.url, locale=locale)
            sign_in(fresh.new_page(), email, site.passwords[email])
            kept[email, locale] = fresh.storage_state()
            fresh.close()
        state = kept[email, locale]
        options = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce"} | options
        return browser.new_context(base_url=site.url, locale=locale, storage_state=state, **options)

    return context


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password)
    page.locator("#sign-in button[type=submit]").click()
    page.locator("#question").wait_for()


@pytest.fixture
def open_chat(signed_in: Callable[..., BrowserContext]) -> Iterator[Callable[..., Chat]]:
    """Opens the chat in a fresh context; the test fails if the page threw or was refused anything."""
    contexts, problems = [], []

    def opened(email: str = MANAGER, *, path: str = "/chat/", **options: object) -> Chat:
        context = signed_in(email, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if is_refusal(message) else None)
        return Chat(page).open(path)

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def is_refusal(message: object) -> bool:
    return "Content Security Policy" in message.text  # type: ignore[attr-defined]


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    return open_chat()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Writes a screenshot of the README, where SCREENSHOTS is set: the pictures come from these tests."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("SCREENSHOTS"):
            folder = Path(ROOT) / "docs" / "screenshots"
            folder.mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(400)
            page.screenshot(path=folder / f"{name}.png")

    return take
