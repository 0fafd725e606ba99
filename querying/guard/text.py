"""Wall 0, for every engine: no parser sees what is too long, or not text."""

from __future__ import annotations

from querying.guard.guarded import GuardRefusal


def check_size(sql: str, most_bytes: int) -> None:
    """Raises GuardRefusal for a statement that no parser shall see."""
    if "\0" in sql:
        raise GuardRefusal("sql.syntax", "A statement can't hold a NUL character.", position=sql.index("\0"))
    try:
        size = len(sql.encode())
    except UnicodeEncodeError as error:
        raise GuardRefusal("sql.syntax", "This is not valid text.", position=error.start) from None
    if size > most_bytes:
        raise GuardRefusal("sql.too_long", f"A statement may have at most {most_bytes:,} bytes.")
