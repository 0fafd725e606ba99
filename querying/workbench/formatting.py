"""SQL laid out for reading. sqlparse changes white space and the case of keywords, nothing else."""

from __future__ import annotations

LONGEST = 20_000
"""Characters; sqlparse's time grows faster than the text."""


def formatted(sql: str) -> str:
    """The text laid out, or as it is where it is too long to be."""
    import sqlparse  # slow to import, and few ask for it
    from sqlparse.exceptions import SQLParseError

    if len(sql) > LONGEST:
        return sql
    try:
        laid_out: str = sqlparse.format(sql, reindent=True, keyword_case="upper", strip_whitespace=False)
    except (SQLParseError, RecursionError):
        return sql
    return laid_out.strip()
