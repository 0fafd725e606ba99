"""SQL with its words coloured, by the same classes as the chat's."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from sqlparse import lexer
from sqlparse import tokens as kinds

_CLASSES = (
    (kinds.Comment, "sql-comment"),
    (kinds.Keyword, "sql-keyword"),
    (kinds.String.Single, "sql-string"),
    (kinds.Number, "sql-number"),
    (kinds.Name.Builtin, "sql-keyword"),
)


def highlighted(sql: str) -> SafeString:
    """The SQL as HTML, everything in it escaped."""
    return format_html_join("", "{}", ((_token(kind, text),) for kind, text in lexer.tokenize(sql)))


def _token(kind: object, text: str) -> SafeString | str:
    for known, name in _CLASSES:
        if kind in known:
            return format_html('<span class="{}">{}</span>', name, text)
    return text
