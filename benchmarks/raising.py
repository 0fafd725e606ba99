"""All that the guard takes never to raise, tried on real PostgreSQL (`python -m benchmarks.raising`).

Functions, operators, casts and comparisons of columns of every type, and expressions around them: what needs
no fence in WHERE must give a value for each row of tests/querying/guard/nasty.py. Prints how many were tried,
and those that failed; ends with 1 if there are any. A test tries a part of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg

from copilot_site.embedded import services
from tests.querying.guard import nasty
from tests.querying.guard.conftest import empty_database
from tests.querying.guard.generated.asking import Lane
from tests.querying.guard.test_raising import safe_ones, telling

VAR = Path(__file__).resolve().parent.parent / "var" / "raising"


def main() -> int:
    """Tries all; 1 if one tells by an error what stands in a row."""
    state = services.start(VAR, names=("postgresql",), forgetful=True)
    try:
        url = empty_database(state.admin_url, "nasty")
        with psycopg.connect(url, autocommit=True) as connection:
            nasty.fill(connection)
            safe = list(safe_ones(connection))
        found = telling(Lane(url, "public, pg_catalog"), safe)
    finally:
        services.stop(VAR, names=("postgresql",))
    print(f"{len(safe):,} expressions need no fence; {len(found)} of them fail on some row")
    print(*found[:100], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
