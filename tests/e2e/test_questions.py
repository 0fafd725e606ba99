"""The questions of the demo, asked in the browser; the right numbers come straight from the databases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat import Chat, Turn, number
from tests.e2e.conftest import FRENCH
from tests.e2e.site import Site

pytestmark = pytest.mark.e2e

CURRENCIES = ("EUR", "USD")
ANYTHING = re.compile(".+")
DELAYS = """
SELECT a.name, avg(f.arr_delay) FROM flights f JOIN airlines a USING (carrier) GROUP BY 1 ORDER BY 2 DESC
"""
# Every currency by itself, as answers keep them apart.
QUARTER = """
SELECT u.country, i.currency, sum(i.amount)
FROM order_items i JOIN orders o ON o.id = i.order_id JOIN users u ON u.id = o.user_id
WHERE o.organization_id = %s AND i.status = 'paid'
  AND i.ordered_at AT TIME ZONE %s >= '2026-07-01' AND i.ordered_at AT TIME ZONE %s < '2026-10-01'
GROUP BY 1, 2
"""
PRODUCTS = """
SELECT name, currency, amount FROM (
  SELECT p.name, i.currency, sum(i.amount) AS amount,
    row_number() OVER (PARTITION BY i.currency ORDER BY sum(i.amount) DESC) AS place
  FROM order_items i JOIN products p ON p.id = i.product_id
  WHERE p.organization_id = 1 AND i.status = 'paid'
    AND i.ordered_at AT TIME ZONE 'Europe/Berlin' >= '2026-01-01'
    AND i.ordered_at AT TIME ZONE 'Europe/Berlin' < '2027-01-01'
  GROUP BY p.id, p.name, i.currency
) AS ranked WHERE place <= 5
"""


def truth(site: Site, database: str, query: str, values: tuple = ()) -> list[tuple]:
    with site.database(database) as connection:
        return connection.execute(query, values).fetchall()


def named_numbers(
    turn: Turn, name: int = 0, value: int = -1, tab: str = "Table"
) -> list[tuple[str, Decimal]]:
    return [(row[name], number(row[value])) for row in turn.rows(tab)]


def amounts(turn: Turn, tab: str = "Table") -> set[tuple[str, str, Decimal]]:
    """Name, currency and amount of each row, wherever the currency stands."""
    rows = [(row[0], next(cell for cell in row if cell in CURRENCIES), row) for row in turn.rows(tab)]
    return {(name, currency, amount(row)) for name, currency, row in rows}


def amount(row: list[str]) -> Decimal:
    return next(number(cell) for cell in reversed(row) if re.search(r"\d", cell))


def total(rows: Iterable[tuple[str, str, Decimal]]) -> Decimal:
    return sum((value for _name, _currency, value in rows), Decimal(0))


def expect_whole_answer(turn: Turn) -> None:
    """Reading, prose, chart, SQL, trust and what to ask next: all of it, and no trouble."""
    expect(turn.reading).not_to_be_empty()
    expect(turn.prose).not_to_be_empty()
    expect(turn.card.locator(".chart svg")).to_be_visible()
    expect(turn.card.locator("[role=img]")).to_have_attribute("aria-label", ANYTHING)
    expect(turn.trust).to_be_visible()
    expect(turn.chips.first).to_be_visible()
    expect(turn.root.locator(".trouble")).to_have_count(0)
    panel = turn.tab("SQL")
    expect(panel.locator(".sql-keyword").first).to_have_text(re.compile("SELECT|WITH"))
    expect(panel.locator(".copy")).to_be_visible()


def test_worst_average_arrival_delay(site: Site, chat: Chat) -> None:
    turn = chat.ask("Which airlines had the worst average arrival delay?")
    expect_whole_answer(turn)
    right = truth(site, "insight_flights", DELAYS)
    shown = named_numbers(turn)
    assert [name for name, _delay in shown] == [name for name, _delay in right][: len(shown)]
    for (_name, shown_delay), (_, delay) in zip(shown, right, strict=False):
        assert abs(shown_delay - delay) <= Decimal("0.051")
    expect(turn.prose).to_contain_text("Frontier Airlines")
    expect(turn.prose).to_contain_text("21.9")


def test_flights_per_month_from_jfk(site: Site, chat: Chat) -> None:
    turn = chat.ask("Flights per month from JFK")
    expect_whole_answer(turn)
    query = "SELECT count(*) FROM flights WHERE origin = 'JFK' GROUP BY month ORDER BY month"
    right = [Decimal(count) for (count,) in truth(site, "insight_flights", query)]
    assert [value for _month, value in named_numbers(turn)] == right
    assert [month for month, _value in named_numbers(turn)][:2] == ["Jan 2013", "Feb 2013"]


def test_combien_de_vols_par_compagnie(site: Site, open_chat: Callable[..., Chat]) -> None:
    turn = open_chat(FRENCH, locale="fr-FR").ask("Combien de vols par compagnie ?")
    expect_whole_answer(turn)
    query = "SELECT a.name, count(*) FROM flights JOIN airlines a USING (carrier) GROUP BY 1"
    right = truth(site, "insight_flights", query)
    assert dict(named_numbers(turn, tab="Tableau")) == {name: Decimal(count) for name, count in right}
    expect(turn.root.locator("table")).to_contain_text("58\u202f665")


def test_revenue_by_country_last_quarter_and_by_month(
    site: Site, chat: Chat, picture: Callable[[Page, str], None]
) -> None:
    turn = chat.ask("What was our revenue by country last quarter?")
    expect_whole_answer(turn)
    right = truth(site, "insight_shop", QUARTER, (1, "Europe/Berlin", "Europe/Berlin"))
    assert amounts(turn) == set(right)
    turn.tab("Chart")
    turn.trust.click()
    expect(chat.page.locator("#evidence")).to_contain_text("revenue")
    expect(chat.page.locator("#evidence .checks li").first).to_be_visible()
    picture(chat.page, "chat-light")
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#evidence")).to_be_hidden()
    expect(turn.trust).to_be_focused()
    refined = chat.ask("And by month?")
    expect_whole_answer(refined)
    assert total(amounts(refined)) == total(right)


def test_chiffre_d_affaires_par_pays(
    site: Site, open_chat: Callable[..., Chat], picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat(FRENCH, locale="fr-FR")
    chat.page.get_by_label("Source de données").select_option("shop")
    turn = chat.ask("Quel a été le chiffre d'affaires par pays le trimestre dernier ?")
    expect_whole_answer(turn)
    right = truth(site, "insight_shop", QUARTER, (2, "Europe/Paris", "Europe/Paris"))
    assert amounts(turn, tab="Tableau") == set(right)
    turn.tab("Graphique")
    picture(chat.page, "chat-french")


def test_top_five_products_this_year(site: Site, chat: Chat) -> None:
    turn = chat.ask("Top 5 products by revenue this year")
    expect_whole_answer(turn)
    assert amounts(turn) == set(truth(site, "insight_shop", PRODUCTS))


def test_a_chip_asks_its_question(chat: Chat) -> None:
    turn = chat.ask("Flights per month from JFK")
    text = turn.chips.first.inner_text()
    turn.chips.first.click()
    expect(chat.turns).to_have_count(2)
    expect(chat.last.root.locator(".ask p")).to_have_text(text)
    chat.last.wait()
    expect(chat.last.root.locator(".trouble")).to_have_count(0)


def test_a_starter_asks_its_question(chat: Chat) -> None:
    starter = chat.page.locator("#starters button:visible").first
    text = starter.locator("span").inner_text()
    starter.click()
    expect(chat.last.root.locator(".ask p")).to_have_text(text)
    chat.last.wait()
    expect(chat.page.locator("#welcome")).to_be_hidden()
    expect(chat.last.root.locator(".trouble")).to_have_count(0)


def test_what_a_model_writes_stays_text(open_chat: Callable[..., Chat]) -> None:
    turn = open_chat("user@cascade.example").ask("Please write me a poem about trains")
    expect(turn.prose.locator("strong")).to_have_text("hello")
    expect(turn.prose.locator("code")).to_have_text("select")
    expect(turn.prose).to_contain_text("<img src=x onerror=alert(1)>")
    expect(turn.prose.locator("img")).to_have_count(0)
