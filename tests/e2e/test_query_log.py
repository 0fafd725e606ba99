"""The query log as somebody looks after it: lists, one query with its plan, in both languages, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.chat import Chat
from tests.e2e.conftest import FRENCH

pytestmark = pytest.mark.e2e


@pytest.fixture
def pages(signed_in: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def opened(email: str, path: str, **options: object) -> Page:
        context = signed_in(email, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_the_log_leads_to_a_query_its_plan_and_its_file(
    open_chat: Callable[..., Chat], pages: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat()
    for question in ("Combien de vols par compagnie ?", "Number of flights by origin"):
        chat.ask(question)
    page = chat.page
    page.goto("/queries/")
    expect(page.get_by_role("heading", name="Queries", level=1)).to_be_visible()
    expect(page.locator(".log-list li")).not_to_have_count(0)
    picture(page, "queries")
    page.get_by_role("link", name="Most frequent").click()
    expect(page.locator(".log-list li").first).to_contain_text("times")
    page.get_by_role("link", name="Newest").click()
    page.locator(".log-sql").first.click()
    expect(page.locator("#query-sql")).to_be_visible()
    expect(page.locator(".log-steps, .log-card .quiet").last).to_be_attached()
    page.get_by_text("The plan, step by step").click()
    expect(page.locator(".log-steps li").first).to_be_visible()
    expect(page.locator(".who-text")).to_contain_text("Mara")
    picture(page, "query")
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV").click()
    assert waited.value.suggested_filename.endswith(".csv")


def test_the_log_fits_a_phone_in_the_dark_and_speaks_french(
    open_chat: Callable[..., Chat], pages: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    small = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "locale": "fr-FR"}
    open_chat(FRENCH, locale="fr-FR").ask("Combien de vols par compagnie ?")
    page = pages(FRENCH, "/queries/?view=newest", **small)
    expect(page.locator("h1")).to_have_text("Requêtes")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, "queries-phone")
