"""Statements to try the guard with: what people ask, what must tell nothing, what must not pass.

Attacks stand in attacks/*.jsonl, a file for each kind, those of the parser in parser_attacks.py. Honest
analytics stand in honest/*.sql, one statement a paragraph, and in honest_families.py.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from tests.querying.guard.honest_families import FAMILIES
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

EVERYDAY = statements(HERE / "honest" / "everyday.sql")
"""What people ask of the shop every day: must pass and run, and is tried in every way that there is."""


def honest() -> dict[str, list[str]]:
    """All honest statements, each once, by kind."""
    kinds = {
        path.stem.replace("_", " "): statements(path) for path in sorted((HERE / "honest").glob("*.sql"))
    }
    kinds |= {name: family() for name, family in FAMILIES.items()}
    seen: set[str] = set()
    found = {}
    for kind, every in kinds.items():
        found[kind] = [sql for sql in dict.fromkeys(every) if sql not in seen]
        seen.update(every)
    return found


HONEST_BY_KIND = honest()
"""Must pass and run, and mean what they say of what is visible alone."""

HONEST = [sql for kind in HONEST_BY_KIND.values() for sql in kind]

OF_ITS_OWN_CLOCK = re.compile(
    r"\bnow\(|current_|localtime|'(today|tomorrow|yesterday)'|random\(|\bage\(\w+\)", re.IGNORECASE
)
"""Honest statements that mean another thing at the database's own clock than at the turn's."""
