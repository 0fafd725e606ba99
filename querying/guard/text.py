"""Wall 0, for every engine: no parser sees what is too long, or not text."""

from __future__ import annotations

from querying.guard.refusals import refused


def check_size(sql: str, most_bytes: int) -> None:
    """Raises GuardRefusal for a statement that no parser shall see."""
    if "\0" in sql:
        raise refused("no-nul", position=sql.index("\0"))
    try:
        size = len(sql.encode())
    except UnicodeEncodeError as error:
        raise refused("valid-text", position=error.start) from None
    if size > most_bytes:
        raise refused("length", position=len(_fitting(sql, most_bytes)), most=f"{most_bytes:,}")


def _fitting(sql: str, most_bytes: int) -> str:
    """The part of `sql` that would not be too long."""
    return sql[: most_bytes + 1].encode()[:most_bytes].decode(errors="ignore")
