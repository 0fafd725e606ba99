import gettext
import os
from pathlib import Path

from copilot_site.messages import compile_messages

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Ask"
msgstr "Demander"

#, fuzzy
msgid "Answer"
msgstr "Une supposition"

msgid "%(count)d row"
msgid_plural "%(count)d rows"
msgstr[0] "%(count)d ligne"
msgstr[1] "%(count)d lignes"
"""


def write_french(folder: Path) -> Path:
    path = folder / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(FRENCH)
    return path


def test_compiled_messages_translate_without_guesses(tmp_path):
    write_french(tmp_path)
    compile_messages(tmp_path)
    french = gettext.translation("django", tmp_path, ["fr"])
    assert french.gettext("Ask") == "Demander"
    assert french.gettext("Answer") == "Answer"
    assert [french.ngettext("%(count)d row", "%(count)d rows", n) for n in (0, 1, 2)] == [
        "%(count)d ligne",
        "%(count)d ligne",
        "%(count)d lignes",
    ]


def test_messages_are_compiled_again_only_after_a_change(tmp_path):
    source = write_french(tmp_path)
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]
    assert compile_messages(tmp_path) == []
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]
