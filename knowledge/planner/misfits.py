"""Why a reading came to nothing."""

from __future__ import annotations


class Misfit(Exception):
    """`key` names a sentence of declining.py, `detail` fills it in."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.detail = detail
