"""A segment is asked for: its card says who and how many, and what is decided about it stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat import Chat
from tests.e2e.conftest import FRENCH
from tests.e2e.test_looks import PHONE, faults, is_as_wide_as_the_screen

pytestmark = pytest.mark.e2e
WISH = "Create a segment of customers in France and draft a win-back e-mail"
SOUHAIT = "Crée un segment des clients en France et rédige un e-mail de reconquête"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_are_drawn_decided_by_keyboard_and_drawn_again(
    open_chat: Callable[..., Chat], scheme: str, picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat(color_scheme=scheme, bypass_csp=True)
    turn = chat.ask(WISH)
    segment, mail = turn.root.locator(".suggestion").all()
    expect(segment.locator("dd").first).to_have_text("27")
    expect(mail.get_by_text("From a built-in template")).to_be_visible()
    assert faults(chat.page) == []
    mail.get_by_role("button", name="Dismiss").scroll_into_view_if_needed()
    picture(chat.page, f"suggestion-{scheme}")
    mail.get_by_role("button", name="Dismiss").press("Enter")
    expect(mail.locator(".state")).to_have_text("Dismissed")
    chat.page.reload()
    again = chat.page.locator(".suggestion")
    expect(again).to_have_count(2)
    expect(again.nth(1).locator(".state")).to_have_text("Dismissed")


def test_cards_fit_a_phone_in_french_and_make_a_segment(
    open_chat: Callable[..., Chat], picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat(FRENCH, locale="fr-FR", **PHONE)
    turn = chat.ask(SOUHAIT)
    expect(turn.root.get_by_role("button", name="Créer le segment", exact=True)).to_be_visible()
    assert is_as_wide_as_the_screen(chat.page)
    turn.root.get_by_role("button", name="Écarter").last.scroll_into_view_if_needed()
    picture(chat.page, "suggestion-phone")
    turn.root.get_by_role("button", name="Créer le segment et le brouillon").press("Enter")
    expect(turn.root.locator(".suggestion .state")).to_have_text(["Créé", "Créé"])
    picture(chat.page, "suggestion-created-phone")
    chat.page.get_by_role("link", name="Ouvrir la campagne").click()
    expect(chat.page.get_by_role("heading", level=1)).to_contain_text("lients en France")
