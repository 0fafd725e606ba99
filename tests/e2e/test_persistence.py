"""Refresh, a second tab, a lost connection, the stop button: nothing is lost, a running answer goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, WebSocketRoute, expect

from tests.e2e.chat import Chat
from tests.e2e.conftest import MODEL, SENTENCE

pytestmark = pytest.mark.e2e

LONG = "Tell me in great detail what you think of trains"


@pytest.fixture
def running(open_chat: Callable[..., Chat]) -> Chat:
    """A chat in which an answer is being written, word by word."""
    chat = open_chat(MODEL)
    chat.type(LONG)
    expect(chat.last.prose).to_contain_text("word by word", timeout=20_000)
    expect(chat.page.locator("#stop")).to_be_visible()
    return chat


def text_length(chat: Chat) -> int:
    return len(chat.last.prose.inner_text())


def expect_to_grow(chat: Chat) -> None:
    before = text_length(chat)
    until = time.monotonic() + 5
    while text_length(chat) <= before and time.monotonic() < until:
        chat.page.wait_for_timeout(50)
    assert text_length(chat) > before


def test_a_refresh_shows_all_and_the_answer_runs_on(running: Chat) -> None:
    before = text_length(running)
    running.page.reload()
    expect(running.turns).to_have_count(1)
    expect(running.last.prose).to_contain_text("word by word")
    assert text_length(running) >= before
    expect_to_grow(running)


def test_a_second_tab_shows_the_same(running: Chat) -> None:
    other = Chat(running.page.context.new_page()).open(running.page.url)
    expect(other.last.prose).to_contain_text("word by word")
    expect_to_grow(other)
    other.page.locator("#stop").click()
    expect(running.last.root.locator(".trouble")).to_contain_text("stopped", ignore_case=True)
    expect(other.last.root.locator(".trouble")).to_contain_text("stopped", ignore_case=True)
    assert running.last.prose.inner_text() == other.last.prose.inner_text()


def test_stop_works_at_once_and_keeps_what_was_written(running: Chat) -> None:
    started = time.monotonic()
    running.page.locator("#stop").click()
    expect(running.page.locator("#stop")).to_be_hidden(timeout=2_000)
    assert time.monotonic() - started < 2
    expect(running.last.prose).to_contain_text("word by word")
    expect(running.last.root.get_by_role("button", name="Try again")).to_be_visible()


def test_a_cut_connection_comes_back_with_all(running: Chat) -> None:
    page = running.page
    page.context.set_offline(True)
    expect(page.locator("#banner")).to_contain_text("You are offline")
    before = text_length(running)
    running.type("Asked while the line was down")
    waiting = page.locator(".ask.unsent")
    expect(waiting).to_contain_text("Asked while the line was down")
    page.context.set_offline(False)
    expect(page.locator("#banner")).to_be_hidden(timeout=10_000)
    expect(waiting).to_have_count(0)
    expect(running.turns).to_have_count(2)
    first = running.turns.first.locator(".prose").first
    assert len(first.inner_text()) > before
    page.locator("#stop").click()
    expect(running.last.foot.or_(running.last.root.locator(".trouble")).first).to_be_visible(timeout=20_000)
    expect(running.turns).to_have_count(2)


def test_a_question_that_waits_can_be_cancelled(running: Chat) -> None:
    running.type("And this one waits")
    expect(running.last.root).to_contain_text("Waits for its turn")
    running.last.root.get_by_role("button", name="Cancel").click()
    expect(running.last.root.locator(".trouble")).to_contain_text("stopped", ignore_case=True)
    expect(running.page.locator("#stop")).to_be_visible()


def test_a_fifth_question_is_refused_and_its_text_kept(running: Chat) -> None:
    for text in ("One more", "Two more", "Three more"):
        running.type(text)
        expect(running.last.root.locator(".ask p")).to_have_text(text)
    running.type("Four more")
    expect(running.page.locator("#problem")).to_be_visible()
    expect(running.question).to_have_value("Four more")
    expect(running.turns).to_have_count(4)


def test_a_stopped_answer_is_tried_again(running: Chat) -> None:
    running.page.locator("#stop").click()
    running.last.root.get_by_role("button", name="Try again").click()
    expect(running.page.locator("#stop")).to_be_visible()
    expect(running.turns).to_have_count(1)
    expect(running.last.root.locator(".tries")).to_contain_text("1 earlier try")
    running.page.locator("#stop").click()


def test_the_reader_is_not_moved_while_an_answer_grows(running: Chat) -> None:
    page = running.page
    expect(page.locator("#jump")).to_be_visible(timeout=20_000)
    page.locator("#scroll").hover()
    page.mouse.wheel(0, -2_000)
    page.wait_for_timeout(200)
    at = page.locator("#scroll").evaluate("element => element.scrollTop")
    expect_to_grow(running)
    assert page.locator("#scroll").evaluate("element => element.scrollTop") == at
    page.locator("#jump").click()
    expect(page.locator("#jump")).to_be_hidden()
    page.locator("#stop").click()


def test_text_that_was_lost_on_its_way_is_fetched_again(signed_in: Callable[..., BrowserContext]) -> None:
    """As when the cache is restarted under an answer that another process writes."""
    context = signed_in(MODEL)
    page = context.new_page()
    said: list[str] = []
    tokens = 0

    def lose_some(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(lambda text: (said.append(str(text)), server.send(text)))

        def pass_on(text: str | bytes) -> None:
            nonlocal tokens
            tokens += json.loads(text)["type"] == "token"
            if tokens not in (5, 6):
                route.send(text)

        server.on_message(pass_on)

    page.route_web_socket("**/ws/conversations/**", lose_some)
    chat = Chat(page).open()
    chat.type(LONG)
    expect(chat.last.prose).to_contain_text(SENTENCE.strip(), timeout=20_000)
    expect_to_grow(chat)
    assert [json.loads(text)["after"] for text in said if '"resume"' in text][:2] == [0, 0]
    shown = chat.last.prose.inner_text()
    assert (SENTENCE * 90).startswith(shown.strip())
    page.locator("#stop").click()
    context.close()
