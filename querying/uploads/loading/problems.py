"""What can be wrong with a file: a code, and what the sentence about it needs."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """The file can't become a table as it is."""

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
