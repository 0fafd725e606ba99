"""The workbench as a person uses it: written, completed, run, refused, explained, saved, found again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.chat import Turn
from tests.e2e.conftest import FRENCH, MANAGER, MODEL, is_refusal
from tests.e2e.test_looks import faults, is_as_wide_as_the_screen

pytestmark = pytest.mark.e2e
DISTANT = "SELECT carrier, avg(arr_delay)\nFROM flights\nWHERE distance = 4983\nGROUP BY carrier"
MONTHS = (
    "SELECT date_trunc('month', signed_up_at) AS month, count(*) AS people\nFROM users\n"
    "GROUP BY 1\nORDER BY 1 DESC\nLIMIT 12"
)
PEOPLE = "SELECT id, full_name, signed_up_at\nFROM users\nORDER BY id\nLIMIT 120"
WORDS = """SELECT * FROM (VALUES ('été', 10.5, NULL), ('zèbre', 9, 'null'::jsonb), ('Eau', -2, '{"a": 1}'),
('élan', NULL, '[]')) AS words (mot, nombre, document)"""
COUNTRIES = "SELECT country, count(*) AS people\nFROM users\nGROUP BY country\nORDER BY people DESC"


@pytest.fixture
def open_workbench(signed_in: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens the page on the shop; the test fails if the page threw or was refused anything."""
    contexts, problems = [], []

    def opened(**options: object) -> Page:
        context = signed_in(options.pop("email", MANAGER), **options)
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


def column(page: Page, place: int) -> list[str]:
    return page.locator(f"#answer tbody td:nth-child({place})").all_inner_texts()


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Presses Tab until the element has the focus, as somebody without a mouse does."""
    for _press in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not come to {selector}")


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


def test_everything_is_done_by_keyboard(open_workbench: Callable[..., Page]) -> None:
    page = open_workbench()
    tab_to(page, ".cm-content")
    page.keyboard.insert_text(PEOPLE)
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator(".pages")).to_contain_text("1–50 of 120")
    page.keyboard.press("Tab")
    expect(page.locator("#run")).to_be_focused()

    tab_to(page, ".filter")
    some = column(page, 2)[7]
    page.keyboard.insert_text(some.upper())
    expect(page.locator(".found")).to_contain_text("of 120")
    assert set(column(page, 2)) == {some}
    page.keyboard.press("Escape")
    expect(page.locator(".found")).to_be_empty()
    tab_to(page, "th:nth-child(2) button")
    page.keyboard.press("Enter")
    expect(page.locator("th").nth(1)).to_have_attribute("aria-sort", "ascending")
    tab_to(page, "[data-keep=last]")
    page.keyboard.press("Enter")
    expect(page.locator(".pages")).to_contain_text("101–120 of 120")
    expect(page.locator("#answer tbody tr").last).to_have_attribute("aria-rowindex", "121")
    expect(page.locator("[data-keep=first]")).to_be_focused()

    tab_to(page, ".download", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".download")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, "#tab-tables", back=True)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-metrics")).to_be_focused()


def test_charts_tables_and_files_on_a_phone_in_french(
    open_workbench: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = open_workbench(
        email=FRENCH, color_scheme="dark", locale="fr-FR", viewport={"width": 390, "height": 844}
    )
    write(page, WORDS)
    page.keyboard.press("ControlOrMeta+Enter")
    heads = page.locator("#answer th")
    heads.first.locator("button").click()
    assert column(page, 1) == ["Eau", "élan", "été", "zèbre"]
    heads.nth(1).locator("button").click()
    assert column(page, 2) == ["10,5", "9,0", "-2,0", "–"]
    assert column(page, 3) == ["–", "null", '{"a":1}', "[]"]
    expect(page.locator("td.none").get_by_role("img", name="aucune valeur")).to_have_count(2)

    write(page, MONTHS)
    page.keyboard.press("ControlOrMeta+Enter")
    bars = page.locator('[data-kind="bar"]')
    bars.click()
    expect(bars).to_have_attribute("aria-pressed", "true")
    expect(bars).to_be_focused()
    expect(page.locator("#answer .chart svg .mark-rect path")).to_have_count(12)
    assert is_as_wide_as_the_screen(page)
    for name, starts, holds in (
        ("PNG", b"\x89PNG", b"IDAT"),
        ("SVG", b"<svg", b"mark-rect"),
        ("PDF", b"%PDF", b"%%EOF"),
    ):
        page.locator(".download").click()
        with page.expect_download() as waited:
            page.get_by_role("menuitem", name=name).click()
        data = Path(waited.value.path()).read_bytes()
        assert (data.startswith(starts), holds in data) == (True, True)
    page.locator("#answer").scroll_into_view_if_needed()
    picture(page, "workbench-phone")


def test_the_assistant_is_asked_to_improve_a_query(open_workbench: Callable[..., Page]) -> None:
    page = open_workbench(email=MODEL)
    write(page, COUNTRIES)
    page.get_by_role("button", name="Improve").click()
    turn = Turn(page.locator("#thread .turn").first).wait()
    expect(turn.prose).to_contain_text("The model says hello")
    attached = turn.root.locator(".attached")
    attached.locator("summary").click()
    assert attached.locator("code").inner_text() == COUNTRIES


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
