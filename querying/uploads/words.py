"""Problems of files in words: what is wrong, where, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CAN_SKIP = frozenset({"broken_lines"})


def problem_words(problem: dict[str, Any]) -> list[str]:
    """Sentences about a problem that was found while reading, the first says what it is."""
    code, about = problem.get("code", ""), problem.get("about", {})
    file = {"file": about.get("file", "")}
    if code == "broken_lines":
        return _broken(about)
    if code == "columns_differ":
        return _differing(about)
    sentences = {
        "empty": _("%(file)s is empty."),
        "only_header": _("%(file)s names columns, but has no rows."),
        "not_text": _("%(file)s is not a text in an encoding that is known. Save it as CSV in UTF-8."),
        "nul": _("%(file)s holds a NUL character in line %(line)s: it is no text, or it is damaged."),
        "parquet_truncated": _("%(file)s is a Parquet file without its end: it was cut. Send it again."),
        "parquet_encrypted": _("%(file)s is an encrypted Parquet file. Save it without a password."),
        "too_many_columns": _("%(file)s has %(columns)s columns; %(most)s are possible."),
        "mostly_broken": _("More than %(most)s lines of %(file)s fit no table. Is it CSV?"),
        "too_large_unpacked": _("%(file)s becomes too large when it is unpacked. Send a part of it."),
        "disk_full": _("There is no room left on the server. Ask an administrator, then try again."),
        "too_slow": _("%(file)s took too long to read. Send a part of it."),
        "interrupted": _("Reading was interrupted. Nothing is lost: try again."),
        "other_kind": _("%(file)s is not CSV or Parquet, but %(kind)s. Save it as CSV."),
    }
    sentence = sentences.get(code, _("%(file)s can't be read: it is damaged, or neither CSV nor Parquet."))
    return [sentence % (about | file | {"kind": _kind(about.get("kind", ""))})]


def _broken(about: dict[str, Any]) -> list[str]:
    head = ngettext(
        "%(count)s line of %(file)s does not fit its %(expected)s columns.",
        "%(count)s lines of %(file)s do not fit its %(expected)s columns.",
        about["count"],
    )
    lines = [_line(each, about["expected"]) for each in about["lines"]]
    return [head % about, *lines]


def _line(line: dict[str, Any], expected: int) -> str:
    words = {"line": line["line"], "found": line["found"], "expected": expected}
    if line["why"] in ("too_few", "too_many") and line["found"]:
        return _("Line %(line)s: %(expected)s columns were expected, %(found)s were found.") % words
    if line["why"] == "quote":
        return _("Line %(line)s: a quotation mark is not closed, or text follows it.") % words
    if line["why"] == "too_long":
        return _("Line %(line)s is too long.") % words
    return _("Line %(line)s can't be read.") % words


def _differing(about: dict[str, Any]) -> list[str]:
    head = _("The new file does not have the columns of the old one, so what is known of it would not hold.")
    missing = [_("Missing: %(column)s") % {"column": name} for name in about.get("missing", [])]
    changed = [_("%(column)s was %(before)s and is %(now)s now.") % each for each in about.get("changed", [])]
    return [head, *(missing + changed)[:10]]


def _kind(kind: str) -> str:
    kinds = {
        "zip": _("a ZIP archive or an Excel workbook"),
        "excel": _("an old Excel workbook"),
        "pdf": _("a PDF"),
        "sqlite": _("a SQLite database"),
        "image": _("a picture"),
        "avro": _("an Avro file"),
        "arrow": _("an Arrow file"),
    }
    return kinds.get(kind, _("a compressed file"))


def too_large(most: int) -> str:
    """Why files are not taken in."""
    return _("The files are too large: %(most)s together are possible.") % {"most": filesizeformat(most)}


def type_words(sql_type: str) -> str:
    """A column's type as people call it."""
    if sql_type in ("DATE",):
        return _("date")
    if sql_type.startswith("TIMESTAMP"):
        return _("date and time")
    if sql_type == "BOOLEAN":
        return _("yes or no")
    if sql_type.endswith("INT") or sql_type == "INTEGER":
        return _("whole number")
    if sql_type.startswith("DECIMAL") or sql_type in ("DOUBLE", "FLOAT"):
        return _("number")
    return _("text") if sql_type == "VARCHAR" else sql_type.lower()
