"""What the guard makes of some statements, word for word: snapshots.json, for each way through its code.

Other tests say what an answer must never tell; these show every change of it, such as a fence more or a
message at another place. `python -m tests.querying.guard.snapshots` takes them again after a change that is
meant (read the difference!); with an asker and a purpose behind it, it adds the statements that it reads from
its input, one a paragraph.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from querying.catalog import CatalogView
from querying.guard import GuardedQuery, GuardRefusal
from querying.guard.guarded import Output
from querying.limits import Purpose
from tests.querying.guard.corpora import statements
from tests.querying.guard.generated.shops import ASKERS
from tests.querying.guard.shop import VIEW, guarded

FILE = Path(__file__).with_name("snapshots.json")
VIEWS: dict[str, CatalogView] = {"clerk": VIEW, **{each.name: each.view for each in ASKERS}}


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement, who asks it, and for what."""

    asker: str
    purpose: str
    sql: str

    def answer(self) -> dict[str, Any]:
        """What the guard says to it, as JSON has it: a refusal, or the query with all that goes along."""
        try:
            return _query(guarded(self.sql, VIEWS[self.asker], Purpose(self.purpose)))
        except GuardRefusal as refusal:
            return _refusal(refusal)

    def snapshot(self) -> dict[str, Any]:
        return {"asker": self.asker, "purpose": self.purpose, "sql": self.sql, **self.answer()}


def snapshots() -> list[tuple[Asked, dict[str, Any]]]:
    """All that are kept, with the answer of each."""
    kept = json.loads(FILE.read_text())
    return [(Asked(one.pop("asker"), one.pop("purpose"), one.pop("sql")), one) for one in kept]


def keep(asked: list[Asked]) -> None:
    """Writes the snapshots of these statements, each once."""
    taken = [each.snapshot() for each in dict.fromkeys(asked)]
    FILE.write_text(json.dumps(taken, indent=1) + "\n")


def _query(query: GuardedQuery) -> dict[str, Any]:
    told = {
        "guarded": query.sql,
        "outputs": ", ".join(map(_output, query.outputs)),
        "rows": query.row_cap,
        "tables": _names(query.tables),
        "filtered_by": _names(query.filtered_by),
        "masked": ", ".join(query.masked),
        "timeless": query.timeless,
    }
    return {name: value for name, value in told.items() if value}


def _output(output: Output) -> str:
    if output.origin is None:
        return output.name
    table, column = output.origin
    return f"{output.name} = {_names([table])}.{column}"


def _names(keys: Any) -> str:
    return ", ".join(".".join(key) for key in keys)


def _refusal(refusal: GuardRefusal) -> dict[str, Any]:
    told = {"rule": refusal.rule, "part": refusal.part, "position": refusal.position, **refusal.values}
    return {name: value for name, value in told.items() if value not in ("", None)}


if __name__ == "__main__":
    given = sys.argv[1:]
    added = [Asked(*given, sql) for sql in statements(Path("/dev/stdin"))] if given else []
    keep([*(asked for asked, _ in snapshots()), *added])
