"""What can be done with an answer: sort, copy, rate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat import Chat, Turn, number

pytestmark = pytest.mark.e2e


@pytest.fixture
def answered(open_chat: Callable[..., Chat]) -> Chat:
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"])
    chat.ask("Combien de vols par compagnie ?")
    return chat


def column(turn: Turn, index: int) -> list[str]:
    return [row[index] for row in turn.rows()]


def saved(turn: Turn, act: Callable[[], None]) -> Path:
    """The file that a click brings; the page stays."""
    with turn.root.page.expect_download() as waited:
        act()
    return Path(waited.value.path())


def test_a_table_sorts_by_what_its_columns_hold(answered: Chat) -> None:
    turn = answered.last
    panel = turn.tab("Table")
    heads = panel.locator("th")
    heads.last.locator("button").click()
    expect(heads.last).to_have_attribute("aria-sort", "descending")
    falling = [number(text) for text in column(turn, -1)]
    assert falling == sorted(falling, reverse=True)
    heads.last.locator("button").click()
    expect(heads.last).to_have_attribute("aria-sort", "ascending")
    assert [number(text) for text in column(turn, -1)] == falling[::-1]
    heads.first.locator("button").click()
    expect(heads.last).to_have_attribute("aria-sort", "none")
    names = column(turn, 0)
    assert names == sorted(names, key=str.casefold)


def test_the_sql_is_copied_as_it_is_shown(answered: Chat) -> None:
    panel = answered.last.tab("SQL")
    shown = panel.locator("code").inner_text()
    panel.locator(".copy").click()
    expect(panel.locator(".copy")).to_have_text("Copied")
    assert answered.page.evaluate("navigator.clipboard.readText()") == shown


def test_the_chart_changes_its_kind_and_the_rows_become_a_file(
    answered: Chat, picture: Callable[[Page, str], None]
) -> None:
    row = answered.last.root.locator(".actions-row")
    pie = row.get_by_role("button", name="Show as a pie")
    bars = row.get_by_role("button", name="Show as bars")
    # Sixteen airlines are too many slices.
    expect(bars.or_(row.get_by_role("button", name="CSV")).first).to_be_visible()
    expect(pie).to_have_count(0)
    turn = answered.ask("Number of flights by origin")
    row = turn.root.locator(".actions-row")
    pie = row.get_by_role("button", name="Show as a pie")
    pie.click()
    expect(pie).to_have_attribute("aria-pressed", "true")
    expect(pie).to_be_focused()
    expect(turn.card.locator(".chart svg .mark-arc path")).to_have_count(3)
    picture(answered.page, "chart-pie")
    page = answered.page
    page.reload()
    expect(pie).to_have_attribute("aria-pressed", "true")
    assert len(saved(turn, row.get_by_role("button", name="CSV").click).read_text().splitlines()) == 4

    # The menu, by keyboard: all rows in several formats, and the chart as it is drawn now.
    button = turn.card.get_by_role("button", name="Download")
    button.focus()
    page.keyboard.press("Enter")
    items = turn.card.get_by_role("menuitem")
    expect(items).to_have_text(["CSV", "Excel (XLSX)", "JSON", "JSON Lines", "PNG", "SVG", "PDF"])
    expect(items.first).to_be_focused()
    picture(page, "chart-downloads")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    for place, start in ((1, b"PK"), (2, b"[\n{"), (4, b"\x89PNG"), (6, b"%PDF")):
        button.click()
        assert saved(turn, items.nth(place).click).read_bytes().startswith(start)


def test_thumbs_and_a_comment_are_kept(answered: Chat) -> None:
    turn = answered.last
    down = turn.root.get_by_role("button", name="Bad answer")
    down.click()
    turn.root.locator(".comment textarea").fill("Wrong airline")
    turn.root.locator(".comment").get_by_role("button", name="Send").click()
    expect(answered.page.locator("#toasts")).to_contain_text("Thank you")
    answered.page.reload()
    expect(down).to_have_attribute("aria-pressed", "true")


def test_tabs_are_reached_by_arrow_keys(answered: Chat) -> None:
    card = answered.last.card
    card.get_by_role("tab", name="Chart").focus()
    answered.page.keyboard.press("ArrowRight")
    expect(card.get_by_role("tab", name="Table")).to_be_focused()
    expect(card.locator("table")).to_be_visible()
