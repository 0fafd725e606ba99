"""The French catalogue is whole: nothing is left in English, guessed, or without its values."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from copilot_site.messages import LOCALE

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
ORDINARY_SPACE = re.compile(r" [;:!?»]|« ")


@pytest.fixture(scope="module")
def french() -> Catalog:
    with (LOCALE / "fr" / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale="fr")


def entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def texts(of: str | tuple[str, ...] | list[str]) -> list[str]:
    """One text, or one for each plural."""
    return [of] if isinstance(of, str) else list(of)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_every_message_is_translated(french):
    assert [message.id for message in entries(french) if not all(texts(message.string))] == []


def test_no_translation_is_a_guess(french):
    assert [message.id for message in entries(french) if message.fuzzy] == []


def test_translations_keep_the_placeholders(french):
    assert [
        message.id
        for message in entries(french)
        if any(placeholders(text) != placeholders(texts(message.id)[-1]) for text in texts(message.string))
    ] == []


def test_space_before_high_punctuation_does_not_break(french):
    assert [
        message.id
        for message in entries(french)
        if any(ORDINARY_SPACE.search(text) for text in texts(message.string))
    ] == []
