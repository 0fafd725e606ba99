"""The guard is a part that others can take out: it needs neither Django nor a database."""

import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
SCRIPT = """
import datetime, json, sys
from querying.catalog import CatalogColumn, CatalogTable, CatalogView, ColumnEquals, ColumnType
from querying.guard import guard
from querying.limits import Purpose

column = CatalogColumn("id", ColumnType.INTEGER, "bigint")
table = CatalogTable("public", "users", (column,), (ColumnEquals("organization_id", "1", "integer"),))
view = CatalogView("postgresql", "public", {table.key: table})
clock = datetime.datetime(2026, 6, 15, tzinfo=datetime.UTC)
sql = guard("SELECT count(id) FROM users", view, purpose=Purpose.CHAT, clock=clock).sql
loaded = {name.split(".")[0] for name in sys.modules}
foreign = sorted({"django", "psycopg", "accounts", "copilot_site"} & loaded)
print(json.dumps([sql, foreign]))
"""


def test_guards_in_a_process_without_django():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    sql, foreign = json.loads(done.stdout)
    assert "organization_id = '1'::int" in sql
    assert foreign == []
