"""How many questions the planner gets right on databases it knows nothing of (`make evaluate`).

Each set of tests/questions with a .sql file is loaded into a database of its own, connected and introspected:
no label, metric or synonym is written by hand. Then its questions are asked on the page's own path.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from knowledge.evaluation import Scored

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "tests" / "questions"
# The day that the questions were written for: "last month" is October.
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
ORGANIZATION = "evaluation"


def main(names: Sequence[str]) -> int:
    """Prints a line a set and one for all; with names, also what was not right. 1 if an answer was wrong."""
    os.environ.setdefault("COPILOT_VAR", str(ROOT / "var" / "bench"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")
    # Not at the top: the settings read the environment that is set above.
    import django
    from django.conf import settings

    from copilot_site.embedded import services

    state = services.start(settings.VAR_DIR)
    if state.admin_url != settings.DEMO_ADMIN_URL:
        # A port was taken and has been replaced, and the settings hold the old one.
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.questions", *names])
    try:
        django.setup()
        return report(state.admin_url, names or sorted(path.stem for path in SETS.glob("*.sql")), bool(names))
    finally:
        services.stop(settings.VAR_DIR)


def report(admin_url: str, names: Sequence[str], in_full: bool) -> int:
    """Evaluate each set and print what became of it."""
    from django.core.management import call_command

    from knowledge.evaluation import Outcome, totals

    call_command("migrate", verbosity=0, interactive=False)
    print(f"{'set':<12}{'asked':>7}{'right':>7}{'wrong':>7}{'left':>7}{'precision':>11}{'coverage':>10}")
    everything: list[Scored] = []
    for name in names:
        scored = list(evaluate_set(admin_url, name))
        everything += scored
        print(line(name, totals(scored)), flush=True)
        for item in scored if in_full else []:
            if item.outcome is not Outcome.RIGHT:
                print(
                    f"    {item.outcome:9} {item.case.question}\n{'':14}{item.error or item.answer.reading}"
                )
    print(line("all", totals(everything)))
    return 1 if any(item.outcome is Outcome.WRONG for item in everything) else 0


def evaluate_set(admin_url: str, name: str) -> Iterator[Scored]:
    """Load, connect and introspect the set's database, and ask its questions as an owner."""
    from django.core.management import call_command

    from accounts.services import actor_by_email, make_member, make_organization
    from conversations.evaluating import Evaluator
    from conversations.management.commands.evaluate import read_cases
    from knowledge.evaluation import evaluate
    from querying.models import DataSource

    make_member(f"owner@{ORGANIZATION}.example", organization=make_organization(ORGANIZATION), role="owner")
    url = load(admin_url, name)
    call_command("connect", name, url, organization=ORGANIZATION, introspect=True, stdout=StringIO())
    actor = actor_by_email(f"owner@{ORGANIZATION}.example", organization_slug=ORGANIZATION)
    evaluator = Evaluator(actor, DataSource.objects.get(name=name), "planner", NOW)
    yield from evaluate(read_cases(str(SETS / f"{name}.jsonl")), evaluator.answer, evaluator.gold)


def load(admin_url: str, name: str) -> str:
    """The set's data in a new database; gives its address."""
    import psycopg
    from psycopg import sql

    database = sql.Identifier(f"questions_{name}")
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
    url = urlunsplit(urlsplit(admin_url)._replace(path=f"/questions_{name}"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((SETS / f"{name}.sql").read_bytes())
    return url


def line(name: str, summary: dict[str, Any]) -> str:
    """One row of the table."""
    counts = "".join(f"{summary[key]:>7}" for key in ("asked", "right", "wrong"))
    left = summary["declined"] + summary["error"]
    shares = f"{summary['precision'] or 0:>11.1%}{summary['accuracy'] or 0:>10.1%}"
    return f"{name:<12}{counts}{left:>7}{shares}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
