"""From a question to e-mails: a segment, a draft with its preview, sent, watched, and read in the outbox."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat import Chat
from tests.e2e.site import manage
from tests.e2e.test_looks import faults

pytestmark = pytest.mark.e2e
OWNER = "owner@nordwind.example"
TEXT = """\
Hello {{ first_name | default: "friend" }},

It has been **a while**.

See you soon,
{{ organization }}"""
LONG_MS = 60_000


def send_what_is_due() -> None:
    """What a worker would do, at a moment that the test chooses."""
    manage(
        "shell", "--verbosity", "0", "-c",
        "from campaigns import tasks; from campaigns.models import Campaign; tasks.start_due_campaigns();"
        "[tasks.deliver_campaign(one.pk) for one in Campaign.objects.filter(status='sending')]",
    )  # fmt: skip


def make_segment(chat: Chat, wish: str, create: str, opens: str) -> Page:
    turn = chat.ask(wish)
    turn.root.get_by_role("button", name=create).click()
    turn.root.get_by_role("link", name=opens).click()
    page = chat.page
    expect(page.locator("#people-title")).to_be_visible()
    return page


def test_a_segment_becomes_a_campaign_that_is_watched_and_read(
    open_chat: Callable[..., Chat], picture: Callable[[Page, str], None]
) -> None:
    chat = open_chat(OWNER, bypass_csp=True, color_scheme="dark")
    page = make_segment(
        chat, "Create a segment of customers in Germany", "Create the segment", "Open the segment"
    )
    expect(page.get_by_role("cell", name=re.compile("@example")).first).to_be_visible()
    people = page.locator("#facts dd").first.inner_text()
    assert faults(page) == []
    page.get_by_role("link", name="New campaign").press("Enter")
    page.get_by_label("Name of the campaign").fill("Back to the mountains")
    page.get_by_label("Subject").fill("We miss you, ")
    page.get_by_role("button", name="{{ first_name }}").press("Enter")
    expect(page.get_by_label("Subject")).to_have_value("We miss you, {{ first_name }}")
    page.locator("#id-body").fill(TEXT)
    expect(page.locator(".mail-head b")).to_have_text(re.compile(r"We miss you, \w+"))
    expect(page.frame_locator("#preview iframe").get_by_text("It has been a while.")).to_be_visible()
    assert faults(page) == []
    page.evaluate("scrollTo(0, 0)")
    picture(page, "campaign-draft")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Send now…").press("Enter")
    expect(page.get_by_role("heading", name=f"Send to {people} people now?")).to_be_visible()
    expect(page.get_by_role("button", name="Not now")).to_be_focused()
    assert faults(page) == []
    page.get_by_role("button", name="Send now", exact=True).click()
    expect(page.locator("#state .badge.scheduled")).to_be_visible()
    page.evaluate("window.notReloaded = true")
    send_what_is_due()
    expect(page.locator("#state .badge.sent")).to_be_visible(timeout=LONG_MS)
    expect(page.locator("#count-sent")).to_have_text(people)
    expect(page.locator("#deliveries .badge.sent").first).to_be_visible()
    expect(page.locator("#live")).to_have_text("The campaign is now: Sent.")
    assert page.evaluate("window.notReloaded") is True
    assert faults(page) == []
    picture(page, "campaign-sent")
    page.get_by_role("link", name="Open the outbox").click()
    expect(page.locator("tbody tr")).to_have_count(int(people))
    page.locator("tbody a").first.click()
    expect(page.frame_locator("iframe").get_by_text("It has been a while.")).to_be_visible()
    assert faults(page) == []
