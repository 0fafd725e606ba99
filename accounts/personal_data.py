"""What is kept about a person, by part of the product: each part says how it is told and how it is erased.

Apps register theirs in `ready()`. Nothing here names a higher layer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User

Export = Callable[["User"], Any]
Erase = Callable[["User"], int]


@dataclass(frozen=True, slots=True)
class Keeper:
    """`export` gives what JSON can hold; `erase` removes it and says of how many things."""

    export: Export
    erase: Erase


_keepers: dict[str, Keeper] = {}


def register(name: str, *, export: Export, erase: Erase) -> None:
    """Make a part's data known; the same name again takes the place of the first."""
    _keepers[name] = Keeper(export, erase)


def export(user: User) -> dict[str, Any]:
    """All that is kept about a person, by part."""
    return {name: keeper.export(user) for name, keeper in sorted(_keepers.items())}


def erase(user: User) -> dict[str, int]:
    """Remove it; how many things of each part."""
    return {name: keeper.erase(user) for name, keeper in sorted(_keepers.items())}
