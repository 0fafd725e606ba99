"""Statements to try the guard with: what people ask, what must tell nothing, what must not pass."""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Attack:
    """A statement that must be refused with `code`; `kind` groups what it tries."""

    kind: str
    code: str
    sql: str


def statements(name: str) -> list[str]:
    """The statements of a file, one a paragraph."""
    return [paragraph.strip() for paragraph in (HERE / name).read_text().strip().split("\n\n")]


def attacks() -> list[Attack]:
    lines = (HERE / "attacks.jsonl").read_text().splitlines()
    return [Attack(**json.loads(line)) for line in lines]


HONEST = statements("honest.sql")
"""What people ask of the shop: must pass and run."""

ORACLES = statements("oracles.sql")
"""Made to tell what is hidden, by an error, an order, a count or a whole row: may pass, must tell nothing."""
