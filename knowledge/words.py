"""Words as staff write them, and as the semantic model holds them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from knowledge.semantic.model import LANGUAGES, Words


class BadWords(ValueError):
    """A label, description or list of synonyms that is neither one value nor one per language."""


def words_of(label: Any = "", synonyms: Any = (), description: Any = "") -> Words:
    """The words by language; a plain value stands under every language."""
    return Words(
        label=_texts(label),
        synonyms={
            language: tuple(_listed(value)) for language, value in _by_language(synonyms).items() if value
        },
        description=_texts(description),
    )


def check_text(value: Any) -> None:
    """Raise `BadWords` unless `value` is a text, or a text per language."""
    values = value.values() if isinstance(value, dict) else [value]
    _check_languages(value)
    if not all(isinstance(text, str) for text in values):
        raise BadWords(_('Give a text, or {"en": "...", "fr": "..."}.'))


def check_synonyms(value: Any) -> None:
    """Raise `BadWords` unless `value` is a list of texts, or one per language."""
    values = value.values() if isinstance(value, dict) else [value]
    _check_languages(value)
    for texts in values:
        if not isinstance(texts, list | str) or not all(isinstance(text, str) for text in texts):
            raise BadWords(_('Give a list of texts, or {"en": [...], "fr": [...]}.'))


def _check_languages(value: Any) -> None:
    unknown = sorted(set(value) - set(LANGUAGES)) if isinstance(value, dict) else []
    if unknown:
        raise BadWords(
            _("%(word)s is not one of the languages %(languages)s.")
            % {"word": unknown[0], "languages": ", ".join(LANGUAGES)}
        )


def _texts(value: Any) -> dict[str, str]:
    return {language: str(text) for language, text in _by_language(value).items() if text}


def _by_language(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else dict.fromkeys(LANGUAGES, value)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(item) for item in value]
