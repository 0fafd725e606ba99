"""Compile the translations (`python -m copilot_site.messages`): gettext itself need not be installed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(folder: Path = LOCALE) -> list[Path]:
    """Compile each .po file that is newer than its .mo; gives the files written."""
    return [compile_one(path) for path in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(path)]


def is_stale(path: Path) -> bool:
    """Whether the compiled file is missing or older than its source."""
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def compile_one(path: Path) -> Path:
    """Compile one file, without its fuzzy guesses, and replace the old one in one step."""
    with path.open("rb") as source:
        catalog = read_po(source, locale=path.parent.parent.name)
    unfinished = path.with_suffix(".mo.new")
    with unfinished.open("wb") as target:
        write_mo(target, catalog, use_fuzzy=False)
    return unfinished.replace(path.with_suffix(".mo"))


if __name__ == "__main__":
    compile_messages()
