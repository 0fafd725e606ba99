"""The list of conversations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.chat import Chat

pytestmark = pytest.mark.e2e


def entry(chat: Chat, title: str) -> Locator:
    return chat.page.locator("#history-list li", has_text=title)


def menu_of(chat: Chat, title: str) -> Locator:
    entry(chat, title).hover()
    entry(chat, title).locator("[data-conversation]").click()
    return chat.page.locator("#conversation-menu")


def rename(chat: Chat, old: str, new: str) -> None:
    menu_of(chat, old).get_by_role("button", name="Rename").click()
    chat.page.locator("#new-title").fill(new)
    chat.page.keyboard.press("Enter")
    expect(entry(chat, new)).to_be_visible()


def test_a_conversation_is_renamed_searched_archived_restored_and_deleted(
    open_chat: Callable[..., Chat],
) -> None:
    chat = open_chat("support@nordwind.example")
    chat.ask("Flights per month from JFK")
    expect(chat.page.locator("#title")).to_have_text("Flights per month from JFK")
    rename(chat, "Flights per month from JFK", "Kennedy by month")
    expect(chat.page.locator("#title")).to_have_text("Kennedy by month")

    chat.page.locator("#search").fill("kennedy")
    expect(chat.page.locator("#history-list li")).to_have_count(1)
    chat.page.locator("#search").fill("no such thing")
    expect(chat.page.locator("#history-list")).to_contain_text("No conversation holds")
    chat.page.locator("#search").fill("")
    expect(entry(chat, "Kennedy by month")).to_be_visible()

    chat.page.locator(".history .new").click()
    menu_of(chat, "Kennedy by month").get_by_role("button", name="Archive").click()
    expect(entry(chat, "Kennedy by month")).to_have_count(0)
    chat.page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(entry(chat, "Kennedy by month")).to_be_visible()

    menu_of(chat, "Kennedy by month").get_by_role("button", name="Delete").click()
    dialog = chat.page.locator("#delete-dialog")
    expect(dialog).to_contain_text("Kennedy by month")
    dialog.get_by_role("button", name="Keep it").click()
    expect(entry(chat, "Kennedy by month")).to_be_visible()
    menu_of(chat, "Kennedy by month").get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(entry(chat, "Kennedy by month")).to_have_count(0)
