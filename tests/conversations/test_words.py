"""The page's JavaScript names its words by sentences that conversations/words.py must hold, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import conversations
from conversations.words import WORDS

MODULES = Path(conversations.__file__).parent / "static" / "conversations" / "js"
ONE = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
PLURAL = re.compile(r'\btn\(\s*"([^"]*)",\s*"([^"]*)"')


def test_the_modules_and_the_catalogue_name_the_same_sentences() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(MODULES.glob("*.js")))
    named = set(ONE.findall(source)) | {word for pair in PLURAL.findall(source) for word in pair}
    assert named == set(WORDS)


def test_no_module_parses_html_or_sets_handlers_by_text() -> None:
    for path in MODULES.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ):
            assert forbidden not in source, f"{path.name}: {forbidden}"
