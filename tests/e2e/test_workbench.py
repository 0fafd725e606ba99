"""The workbench as a person uses it: written, completed, run, refused, explained, saved, found again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import MANAGER, is_refusal
from tests.e2e.test_looks import faults, is_as_wide_as_the_screen

pytestmark = pytest.mark.e2e
DISTANT = "SELECT carrier, avg(arr_delay)\nFROM flights\nWHERE distance = 4983\nGROUP BY carrier"
COUNTRIES = "SELECT country, count(*) AS people\nFROM users\nGROUP BY country\nORDER BY people DESC"


@pytest.fixture
def open_workbench(signed_in: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens the page on the shop; the test fails if the page threw or was refused anything."""
    contexts, problems = [], []

    def opened(**options: object) -> Page:
        context = signed_in(MANAGER, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if is_refusal(message) else None)
        page.goto("/workbench/")
        page.locator(".cm-content").wait_for()
        page.locator("#source").select_option(label="shop")
        page.locator("#panel-tables .wb-entry", has_text="order_items").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def write(page: Page, sql: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(sql)
    page.keyboard.press("Escape")


def test_a_query_is_written_run_explained_saved_and_found_again(
    open_workbench: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = open_workbench()
    page.locator(".cm-content").click()
    page.keyboard.type("SELECT country FROM use")
    expect(page.locator(".cm-tooltip-autocomplete li", has_text="users").first).to_be_visible()
    expect(page.locator(".cm-tooltip-autocomplete")).not_to_contain_text("password")
    write(page, COUNTRIES)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#answer tbody tr").first).to_contain_text("Germany")
    picture(page, "workbench")

    # Typed over a selection, so that the browser would like to keep a style.
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("SELECT pg_sleep(3) FROM users")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#problem")).to_contain_text("pg_sleep")
    expect(page.locator(".cm-lintRange-error")).to_have_text("pg_sleep")

    write(page, COUNTRIES)
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    expect(page.locator(".wb-costly")).to_contain_text("users")
    expect(page.locator(".wb-steps")).to_contain_text("Only your organization's rows.")

    page.keyboard.press("ControlOrMeta+s")
    page.locator("#save-name").fill("People by country")
    page.keyboard.press("Enter")
    expect(page.locator("#saved-name")).to_have_text("People by country")
    write(page, "SELECT 1 -- not saved")
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("GROUP BY country")
    page.locator("#toasts button").click()
    expect(page.locator(".cm-content")).to_contain_text("not saved")
    page.get_by_role("tab", name="History").click()
    expect(page.locator("#history-list li").first).to_contain_text("SELECT")


def test_the_keyboard_goes_in_and_out_of_the_editor(open_workbench: Callable[..., Page]) -> None:
    page = open_workbench()
    page.locator(".cm-content").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#run")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#tab-tables").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-metrics")).to_be_focused()


def test_it_is_accessible_in_the_dark_and_fits_a_phone(
    open_workbench: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = open_workbench(color_scheme="dark", bypass_csp=True)
    page.locator("#source").select_option(label="flights")
    page.locator("#panel-tables .wb-entry", has_text="airlines").wait_for()
    write(page, DISTANT)
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    expect(page.locator(".wb-steps")).to_be_visible()
    expect(page.locator(".wb-hint")).to_contain_text("CREATE INDEX ON public.flights (distance);")
    assert faults(page) == []
    picture(page, "workbench-plan")
    page.set_viewport_size({"width": 390, "height": 844})
    assert is_as_wide_as_the_screen(page)
