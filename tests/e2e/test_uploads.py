"""A file from somebody's disk to an answer: sent, looked at, used, asked; on a phone and in French too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat import Chat
from tests.e2e.conftest import FRENCH, MANAGER
from tests.e2e.site import manage
from tests.e2e.test_looks import faults

pytestmark = pytest.mark.e2e
LONG_MS = 60_000
PHONE = {"width": 390, "height": 844}


def sales() -> bytes:
    lines = [
        f"2026-{1 + i % 10:02}-{1 + i % 28:02},{('North', 'South', 'East')[i % 3]},0{1000 + i % 7},"
        f"{('Tent', 'Rope', 'Stove')[i % 3]},{i % 40 + 10}.50"
        for i in range(300)
    ]
    return "\n".join(["Order Date,Region,Zip,Product,Amount", *lines]).encode()


def do_what_waits() -> None:
    """What a worker would do, at a moment that the test chooses."""
    manage(
        "shell", "--verbosity", "0", "-c",
        "from querying.uploads import services; from querying.models import Upload;"
        "[services.read_upload(str(one.pk)) for one in Upload.objects.filter(status='waiting')];"
        "[services.use_upload(str(one.pk)) for one in Upload.objects.filter(status='using')]",
    )  # fmt: skip


def test_a_file_is_sent_looked_at_used_and_asked(
    open_chat: Callable[..., Chat], picture: Callable[[Page, str], None]
) -> None:
    manage("shell", "--verbosity", "0", "-c", "from querying.models import *; Upload.objects.all().delete();"
           "DataSource.objects.exclude(owner=None).delete()")  # fmt: skip
    chat = open_chat(MANAGER, bypass_csp=True, color_scheme="light")
    page = chat.page
    page.get_by_role("link", name="Data", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Upload files")).to_be_visible(timeout=LONG_MS)
    page.locator("#files").set_input_files(
        {"name": "Outdoor sales 2026.csv", "mimeType": "text/csv", "buffer": sales()}
    )
    page.get_by_role("button", name="Upload", exact=True).press("Enter")
    expect(page.get_by_text("You can leave this page")).to_be_visible(timeout=LONG_MS)
    do_what_waits()
    expect(page.get_by_role("button", name="Use this data")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_text("300 rows")).to_be_visible()
    assert faults(page) == []
    picture(page, "upload-preview")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "upload-phone")
    page.get_by_role("button", name="Use this data").press("Enter")
    expect(page.get_by_text("Finding out what the columns mean")).to_be_visible(timeout=LONG_MS)
    do_what_waits()
    page.get_by_role("link", name="Ask a question").press("Enter", timeout=LONG_MS)
    turn = chat.ask("Amount by product in Outdoor sales")
    expect(turn.card).to_contain_text("Tent")
    page.goto("/data/")
    expect(page.get_by_text("Only you", exact=True)).to_be_visible()
    assert faults(page) == []


def test_who_speaks_french_reads_the_page_in_french(
    open_chat: Callable[..., Chat], picture: Callable[[Page, str], None]
) -> None:
    page = open_chat(FRENCH, locale="fr-FR", bypass_csp=True, color_scheme="dark").page
    page.goto("/data/")
    expect(page.get_by_role("heading", name="Données", exact=True)).to_be_visible()
    page.locator("#files").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n3\n"}
    )
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_text("Vous pouvez quitter cette page")).to_be_visible(timeout=LONG_MS)
    do_what_waits()
    expect(page.get_by_text("Ligne 3")).to_be_visible(timeout=LONG_MS)
    assert faults(page) == []
    picture(page, "upload-french")
    page.get_by_role("button", name="Abandonner").click()
    expect(page.get_by_role("heading", name="Données", exact=True)).to_be_visible()
