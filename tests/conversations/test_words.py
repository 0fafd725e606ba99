"""Pages' JavaScript names its words by sentences that a words.py must hold, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import conversations
import querying
from conversations import words as chat
from querying import words as shared
from querying.workbench import words as workbench

SHARED = Path(querying.__file__).parent / "static" / "querying" / "js"
WORKBENCH = SHARED.parent / "workbench"
CHAT = Path(conversations.__file__).parent / "static" / "conversations" / "js"
ONE = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
PLURAL = re.compile(r'\btn\(\s*"([^"]*)",\s*"([^"]*)"')


def named_in(folder: Path) -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))
    return set(ONE.findall(source)) | {word for pair in PLURAL.findall(source) for word in pair}


def test_the_modules_and_the_catalogues_name_the_same_sentences() -> None:
    assert named_in(SHARED) == set(shared.WORDS)
    assert named_in(CHAT) - named_in(SHARED) == set(chat.WORDS)
    assert named_in(WORKBENCH) - named_in(SHARED) == set(workbench.WORDS)


@pytest.mark.parametrize("folder", [SHARED, CHAT, WORKBENCH], ids=["shared", "chat", "workbench"])
def test_no_module_parses_html_or_sets_handlers_by_text(folder: Path) -> None:
    for path in folder.glob("*.js"):
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
