"""Signing in, and being told what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.chat import Chat
from tests.e2e.conftest import MANAGER, sign_in
from tests.e2e.site import Site

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_demo_person_signs_in_and_out(site: Site, page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(f"{site.url}/accounts/login/?next=/chat/")
    page.get_by_role("button", name=MANAGER).click()
    expect(page.locator("#id_login")).to_have_value(MANAGER)
    page.locator("#id_password").fill(site.passwords[MANAGER])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    page.locator("#open-user-menu").click()
    expect(page.locator("#user-menu")).to_contain_text("Nordwind Outdoor · Manager")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("#id_login")).to_be_visible()


def test_a_wrong_password_is_told_and_the_email_kept(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(MANAGER)
    page.locator("#id_password").fill("not it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.locator("#id_login")).to_have_value(MANAGER)
    expect(page.locator("#id_password")).to_be_focused()


def test_the_language_can_be_switched_before_signing_in(site: Site, page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    sign_in(page, MANAGER, site.passwords[MANAGER])
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_anothers_conversation_is_a_page_that_says_so(open_chat: Callable[..., Chat]) -> None:
    mine = open_chat()
    mine.ask("Flights per month from JFK")
    path = mine.page.url
    stranger = open_chat("owner@cascade.example")
    stranger.page.goto(path)
    expect(stranger.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    expect(stranger.page.locator("body")).not_to_contain_text("JFK")
