"""Statements to try the generic guard with: what people ask, what must tell nothing, what must not pass."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Attack:
    """A statement that `engines` must refuse with `code`; `kind` groups what it tries."""

    kind: str
    engines: tuple[str, ...]
    code: str
    sql: str


def statements(name: str) -> list[str]:
    """The statements of a file, one a line."""
    path = HERE / name
    return [line for line in path.read_text().splitlines() if line.strip()] if path.exists() else []


def honest(engine: str) -> list[str]:
    """What people ask of the shop in any dialect, and in this one."""
    return statements("honest.sql") + statements(f"honest_{engine}.sql")


def oracles(engine: str) -> list[str]:
    """Made to tell what is hidden, by an error, an order or a count: may pass, must tell nothing."""
    return statements("oracles.sql") + statements(f"oracles_{engine}.sql")


def attacks() -> list[tuple[str, Attack]]:
    """Each attack with each engine that it is for."""
    found = []
    for text in (HERE / "attacks.jsonl").read_text().splitlines():
        known = json.loads(text)
        attack = Attack(known["kind"], tuple(known["engines"].split()), known["code"], known["sql"])
        found += [(engine, attack) for engine in attack.engines]
    return found
