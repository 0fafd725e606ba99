"""The chat page as a person uses it."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 30_000


class Chat:
    """One tab on the chat page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.question = page.locator("#question")
        self.turns = page.locator("#thread .turn")

    def open(self, path: str = "/chat/") -> Chat:
        self.page.goto(path)
        expect(self.page.locator("#send")).to_be_enabled()
        return self

    def type(self, text: str) -> None:
        self.question.fill(text)
        self.question.press("Enter")

    def ask(self, text: str) -> Turn:
        """Ask, and wait until the answer stands there whole."""
        place = self.turns.count()
        self.type(text)
        turn = Turn(self.turns.nth(place))
        expect(turn.root.locator(".ask p")).to_have_text(text, timeout=ANSWER_MS)
        return turn.wait()

    @property
    def last(self) -> Turn:
        return Turn(self.turns.last)


class Turn:
    """A question and its answer."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.prose = root.locator(".answer > div > .prose:not(.reading)")
        self.reading = root.locator(".reading")
        self.card = root.locator(".card")
        self.trust = root.locator(".foot .trust")
        self.chips = root.locator(".chips .chip")
        self.foot = root.locator(".foot")

    def wait(self) -> Turn:
        """Until the answer has ended, well or badly."""
        expect(self.root.locator(".foot, .trouble, .clarify").first).to_be_visible(timeout=ANSWER_MS)
        return self

    def tab(self, name: str) -> Locator:
        """Opens a tab of the result and gives its panel."""
        self.card.get_by_role("tab", name=name, exact=True).click()
        return self.card.locator("[role=tabpanel]:not([hidden])")

    def rows(self, name: str = "Table") -> list[list[str]]:
        """The cells of the table, as they are read."""
        rows = self.tab(name).locator("tbody tr")
        return [row.locator("td").all_inner_texts() for row in rows.all()]


def number(text: str) -> Decimal:
    """A number as English or French write it: 1,234.50 or 1 234,50."""
    digits = re.sub(r"[^\d,.−-]", "", text).replace("−", "-")
    if re.search(r",\d{1,2}$", digits) and "." not in digits:
        digits = digits.replace(",", ".")
    return Decimal(digits.replace(",", ""))
