"""Typing a question: what is typed is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.chat import Chat

pytestmark = pytest.mark.e2e


def test_501_characters_are_refused_and_kept(chat: Chat) -> None:
    text = "é" * 501
    chat.type(text)
    problem = chat.page.locator("#problem")
    expect(problem).to_contain_text("501 characters; at most 500")
    expect(chat.question).to_have_value(text)
    expect(chat.page.locator("#counter")).to_have_text("501 / 500")
    expect(chat.turns).to_have_count(0)
    expect(chat.page).to_have_url(chat.page.url)
    chat.question.press("Backspace")
    expect(problem).to_be_hidden()
    expect(chat.page.locator("#counter")).to_have_text("500 / 500")


def test_an_empty_question_is_not_sent(chat: Chat) -> None:
    chat.type("  \n ")
    expect(chat.page.locator("#problem")).to_have_text("Type a question first.")
    expect(chat.turns).to_have_count(0)


def test_shift_enter_makes_a_line_and_the_field_grows(chat: Chat) -> None:
    height = chat.question.bounding_box()["height"]
    chat.question.press_sequentially("one")
    chat.question.press("Shift+Enter")
    chat.question.press_sequentially("two")
    expect(chat.question).to_have_value("one\ntwo")
    assert chat.question.bounding_box()["height"] > height
    expect(chat.turns).to_have_count(0)


def test_a_draft_outlives_a_reload_and_stays_with_its_conversation(chat: Chat) -> None:
    chat.ask("Flights per month from JFK")
    chat.question.fill("half a thought")
    chat.page.reload()
    expect(chat.question).to_have_value("half a thought")
    chat.page.locator(".history .new").click()
    expect(chat.question).to_have_value("")


def test_what_is_typed_before_the_script_is_there_stays(chat: Chat) -> None:
    held: list[Route] = []
    chat.page.route(re.compile(r"/composer[^/]*\.js"), lambda route: held.append(route))
    chat.page.goto("/chat/", wait_until="commit")
    chat.type("quicker than the network")
    while not held:
        chat.page.wait_for_timeout(50)
    for route in held:
        route.continue_()
    expect(chat.page.locator("#send")).to_be_enabled()
    expect(chat.question).to_have_value("quicker than the network")


def test_keys_lead_to_the_question_and_the_search(chat: Chat) -> None:
    chat.page.locator("#title").click()
    chat.page.keyboard.press("/")
    expect(chat.question).to_be_focused()
    chat.page.keyboard.press("Control+k")
    expect(chat.page.locator("#search")).to_be_focused()
    chat.page.locator("#open-user-menu").click()
    chat.page.get_by_role("switch").click()
    chat.page.keyboard.press("Escape")
    chat.page.locator("#title").click()
    chat.page.keyboard.press("/")
    expect(chat.question).not_to_be_focused()
