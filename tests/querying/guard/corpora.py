"""Statements to try the guard with: what people ask, what must tell nothing, what must not pass.

Attacks stand in attacks/*.jsonl, a file for each kind, those of the parser in parser_attacks.py. Honest
analytics stand in honest/*.sql, one statement a paragraph, and in honest_families.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.querying.guard.parser_attacks import PARSER_ATTACKS

HERE = Path(__file__).parent
TELL_NOTHING = "tell nothing"


@dataclass(frozen=True)
class Attack:
    """What an attack of a `kind` tries, and what `must` happen.

    A code (`sql.function`): it is refused with that. TELL_NOTHING: it may run, and answers the same whatever
    stands in the rows and columns that the asker must not see.
    """

    id: str
    kind: str
    must: str
    sql: str


def attacks() -> list[Attack]:
    """All attacks, by kind."""
    found = [
        Attack(**json.loads(line))
        for path in sorted((HERE / "attacks").glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    for name, (must, sql) in PARSER_ATTACKS.items():
        found.append(Attack(f"parser {name}", "the parser", must, sql))
    return found


def statements(path: Path) -> list[str]:
    """The statements of a file, one a paragraph."""
    return [paragraph.strip() for paragraph in path.read_text().strip().split("\n\n")]


REFUSED = [attack for attack in attacks() if attack.must != TELL_NOTHING]
"""Must not pass, each with its code."""

HARMLESS = [attack for attack in attacks() if attack.must == TELL_NOTHING]
"""May pass, and must tell nothing of what is hidden: by an error, an order, a count or a whole row."""

HONEST = statements(HERE / "honest.sql")
"""What people ask of the shop: must pass and run."""
