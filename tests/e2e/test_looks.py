"""Both themes, a desk, a phone, and the narrowest screen; nothing a reader with a machine could not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.chat import Chat
from tests.e2e.conftest import FRENCH

pytestmark = pytest.mark.e2e

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
QUESTION = "What was our revenue by country last quarter?"


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong: rule and elements. It is put in beside the page's own policy."""
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [
        (fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found.response["violations"]
    ]


def is_as_wide_as_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_in_both_themes(
    open_chat: Callable[..., Chat], scheme: str, picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat(color_scheme=scheme, bypass_csp=True)
    assert faults(chat.page) == []
    turn = chat.ask(QUESTION)
    expect(turn.card.locator(".chart svg")).to_be_visible()
    assert faults(chat.page) == []
    for tab in ("Table", "SQL"):
        turn.tab(tab)
        assert faults(chat.page) == []
    turn.tab("Chart")
    turn.trust.click()
    assert faults(chat.page) == []
    if scheme == "dark":
        picture(chat.page, "chat-dark")


def test_the_chosen_theme_stays(chat: Chat) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = chat.page.evaluate(background)
    chat.page.locator("#open-user-menu").click()
    chat.page.get_by_role("button", name="Dark").click()
    assert chat.page.evaluate(background) != light
    chat.page.reload()
    expect(chat.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert chat.page.evaluate(background) != light


def test_a_phone_has_the_list_and_the_evidence_as_sheets(
    open_chat: Callable[..., Chat], picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat(**PHONE)
    turn = chat.ask(QUESTION)
    expect(turn.card.locator(".chart svg")).to_be_visible()
    assert is_as_wide_as_the_screen(chat.page)
    picture(chat.page, "chat-phone")
    expect(chat.page.locator("#history")).to_be_hidden()
    chat.page.get_by_role("button", name="Conversations").click()
    expect(chat.page.locator("#history")).to_be_visible()
    expect(chat.page.locator("#search")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#history")).to_be_hidden()
    turn.trust.click()
    sheet = chat.page.locator("#evidence").bounding_box()
    assert (sheet["x"], sheet["width"]) == (0, 390)
    chat.page.locator("#close-evidence").click()
    expect(turn.trust).to_be_focused()


@pytest.mark.parametrize("email", [None, FRENCH])
def test_320_pixels_need_no_sideways_scrolling(open_chat: Callable[..., Chat], email: str | None) -> None:
    who = {} if email is None else {"email": email, "locale": "fr-FR"}
    chat = open_chat(**who, viewport={"width": 320, "height": 640})
    assert is_as_wide_as_the_screen(chat.page)
    turn = chat.ask(QUESTION)
    expect(turn.card.locator(".chart svg")).to_be_visible()
    assert is_as_wide_as_the_screen(chat.page)
    turn.card.get_by_role("tab").nth(1).click()
    assert is_as_wide_as_the_screen(chat.page)
    turn.card.get_by_role("tab", name="SQL").click()
    assert is_as_wide_as_the_screen(chat.page)
    turn.trust.click()
    assert is_as_wide_as_the_screen(chat.page)


def test_the_page_is_in_french_for_a_french_profile(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(FRENCH, locale="en-GB")
    expect(chat.page.locator("html")).to_have_attribute("lang", "fr")
    expect(chat.question).to_have_attribute(
        "placeholder", "Interrogez vos données, en français ou en anglais"
    )
    chat.type("x" * 501)
    expect(chat.page.locator("#problem")).to_contain_text("501")
    expect(chat.page.locator("#problem")).not_to_contain_text("characters")


@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/accounts/password/reset/"])
def test_the_pages_around_the_chat_are_accessible(open_chat: Callable[..., Chat], path: str) -> None:
    page = open_chat(bypass_csp=True).page
    page.context.clear_cookies()
    page.goto(path)
    assert faults(page) == []
    assert page.locator("h1").count() == 1
